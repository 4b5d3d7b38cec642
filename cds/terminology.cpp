#include "cds/terminology.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace cds {
namespace {

template<class E> struct named {
  E value;
  std::string_view name;
};

template<class E, std::size_t N> std::string_view name_in(const std::array<named<E>, N>& table, E value) {
  for (const auto& row : table)
    if (row.value == value) return row.name;
  return {};
}

template<class E, std::size_t N>
std::optional<E> value_in(const std::array<named<E>, N>& table, std::string_view name) {
  for (const auto& row : table)
    if (row.name == name) return row.value;
  return std::nullopt;
}

// The first name of each system is the one written; the others are met in older FHIR versions and in CDA-born data.
using enum code_system;
constexpr auto system_uris = std::to_array<named<code_system>>({
    {rxnorm, "http://www.nlm.nih.gov/research/umls/rxnorm"},
    {rxnorm, "urn:oid:2.16.840.1.113883.6.88"},
    {snomed_ct, "http://snomed.info/sct"},
    {snomed_ct, "urn:oid:2.16.840.1.113883.6.96"},
    {icd_10_cm, "http://hl7.org/fhir/sid/icd-10-cm"},
    {icd_10_cm, "urn:oid:2.16.840.1.113883.6.90"},
    {loinc, "http://loinc.org"},
    {loinc, "urn:oid:2.16.840.1.113883.6.1"},
    {observation_interpretation, "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"},
    {observation_interpretation, "http://hl7.org/fhir/v3/ObservationInterpretation"},
    {observation_interpretation, "http://hl7.org/fhir/v2/0078"},
    {observation_interpretation, "http://terminology.hl7.org/CodeSystem/v2-0078"},
    {observation_interpretation, "urn:oid:2.16.840.1.113883.5.83"},
});

// In the order of the enumeration.
constexpr auto set_names = std::to_array<std::string_view>({
    "hsv-orolabial",
    "hsv-site-unspecified",
    "hsv-genital",
    "hsv-red-flag",
    "hsv-whitlow",
    "zoster",
    "varicella",
    "cytomegalovirus",
    "neonatal-herpes",
    "resistance-reported",
    "stem-cell-transplant",
    "solid-organ-transplant",
    "graft-versus-host-disease",
    "haematological-malignancy",
    "hiv-infection",
    "aids",
    "severe-immunodeficiency",
    "neutropenia",
    "other-immunosuppression",
    "renal-disease",
    "dialysis",
    "pregnancy",
    "not-pregnant",
    "non-adherence",
    "heart-failure",
    "seizure-disorder",
    "long-qt",
    "corticosteroid",
    "cytotoxic-chemotherapy",
    "lymphocyte-directed-biologic",
    "jak-inhibitor",
    "low-dose-immunosuppressant",
    "other-immunosuppressant",
    "nephrotoxic",
    "foscarnet-interaction",
    "pentamidine",
    "qt-prolonging",
    "probenecid",
    "body-weight",
    "creatinine",
    "measured-clearance",
    "acyclovir-susceptibility",
    "foscarnet-susceptibility",
    "hsv-culture",
    "hsv-pcr",
    "cd4-count",
    "neutrophil-count",
    "calcium",
    "ionized-calcium",
    "magnesium",
    "phosphate",
    "potassium",
    "ecg",
    "pregnancy-status",
    "pregnancy-test",
    "basic-metabolic-panel",
    "resistant",
    "intermediate",
    "susceptible",
    "detected",
    "not-detected",
    "indeterminate",
    "hsv-susceptibility-order",
    "infectious-disease-referral",
});
static_assert(set_names.size() == static_cast<std::size_t>(value_set::count_));

constexpr auto agent_names = std::to_array<named<agent>>({
    {agent::none, "none"},
    {agent::acyclovir, "acyclovir"},
    {agent::valacyclovir, "valacyclovir"},
    {agent::famciclovir, "famciclovir"},
    {agent::penciclovir, "penciclovir"},
    {agent::ganciclovir, "ganciclovir"},
    {agent::valganciclovir, "valganciclovir"},
    {agent::foscarnet, "foscarnet"},
    {agent::cidofovir, "cidofovir"},
    {agent::docosanol, "docosanol"},
});

constexpr auto route_names = std::to_array<named<route>>({
    {route::unknown, "unknown"},
    {route::oral, "oral"},
    {route::intravenous, "intravenous"},
    {route::topical, "topical"},
    {route::ophthalmic, "ophthalmic"},
    {route::buccal, "buccal"},
    {route::other, "other"},
});

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_word(char c) {
  const char l = lower(c);
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// ICD-10-CM is written with and without its dot and in either case; every other system is compared exactly.
int compare_icd(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  for (;;) {
    while (i < a.size() && a[i] == '.') ++i;
    while (j < b.size() && b[j] == '.') ++j;
    if (i == a.size() || j == b.size()) return static_cast<int>(i < a.size()) - static_cast<int>(j < b.size());
    const char x = lower(a[i++]);
    const char y = lower(b[j++]);
    if (x != y) return x < y ? -1 : 1;
  }
}

constexpr std::size_t icd_category_length = 3;
bool looks_like_icd(std::string_view code) {
  constexpr std::size_t longest = 8; // seven characters and a dot
  return code.size() <= longest && std::all_of(code.begin(), code.end(), [](char c) { return is_word(c) || c == '.'; });
}

int compare(code_system s, std::string_view a, code_system t, std::string_view b) {
  if (s != t) return s < t ? -1 : 1;
  return s == icd_10_cm ? compare_icd(a, b) : a.compare(b);
}

const terminology::entry* exact(const std::vector<terminology::entry>& entries, code_system system,
                                std::string_view code) {
  const auto at = std::lower_bound(entries.begin(), entries.end(), code, [&](const auto& e, std::string_view wanted) {
    return compare(e.system, e.code, system, wanted) < 0;
  });
  return at != entries.end() && compare(at->system, at->code, system, code) == 0 ? &*at : nullptr;
}

bool begins_with(std::string_view text, std::string_view lower_case_name) {
  return text.size() >= lower_case_name.size() &&
         std::equal(lower_case_name.begin(), lower_case_name.end(), text.begin(),
                    [](char n, char t) { return n == lower(t); });
}

// The longest name that starts the text and ends at a word's end: `mycophenolate mofetil` before `mycophenolate`.
const terminology::name_entry* longest_name(const std::vector<terminology::name_entry>& names, std::string_view text) {
  const char initial = lower(text.front());
  auto at = std::lower_bound(names.begin(), names.end(), initial,
                             [](const auto& n, char wanted) { return n.name.front() < wanted; });
  const terminology::name_entry* found = nullptr;
  for (; at != names.end() && at->name.front() == initial; ++at) {
    const bool longer = found == nullptr || at->name.size() > found->name.size();
    if (!longer || !begins_with(text, at->name)) continue;
    if (at->name.size() == text.size() || !is_word(text[at->name.size()])) found = &*at;
  }
  return found;
}

/// The same entry, or a brand and its own ingredient.
bool is_one_drug(const term& a, const term& b) {
  if (&a == &b) return true;
  const bool one_brand = (a.coding.system == other) != (b.coding.system == other);
  return one_brand && a.agent == b.agent && a.agent != agent::none;
}

} // namespace

code_system code_system_of(std::string_view uri) { return value_in(system_uris, uri).value_or(other); }
std::string_view uri_of(code_system system) { return name_in(system_uris, system); }

std::string_view name_of(value_set set) {
  return set < value_set::count_ ? set_names[static_cast<std::size_t>(set)] : std::string_view{};
}
std::optional<value_set> value_set_named(std::string_view name) {
  const auto at = std::find(set_names.begin(), set_names.end(), name);
  if (at == set_names.end()) return std::nullopt;
  return static_cast<value_set>(at - set_names.begin());
}

std::string_view name_of(agent a) { return name_in(agent_names, a); }
std::optional<agent> agent_named(std::string_view name) { return value_in(agent_names, name); }

bool is_nucleoside(agent a) {
  switch (a) {
  case agent::acyclovir:
  case agent::valacyclovir:
  case agent::famciclovir:
  case agent::penciclovir:
  case agent::ganciclovir:
  case agent::valganciclovir:
    return true;
  case agent::none:
  case agent::foscarnet:
  case agent::cidofovir:
  case agent::docosanol:
    return false;
  }
  return false;
}

std::string_view name_of(route r) { return name_in(route_names, r); }
std::optional<route> route_named(std::string_view name) { return value_in(route_names, name); }

terminology::terminology(std::vector<entry> entries, std::vector<name_entry> names)
    : entries_(std::move(entries)), names_(std::move(names)) {
  std::vector<std::size_t> order(entries_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return compare(entries_[a].system, entries_[a].code, entries_[b].system, entries_[b].code) < 0;
  });

  std::vector<entry> sorted;
  std::vector<std::size_t> moved_to(order.size());
  sorted.reserve(order.size());
  for (const auto from : order) {
    moved_to[from] = sorted.size();
    sorted.push_back(std::move(entries_[from]));
  }
  entries_ = std::move(sorted);
  for (auto& n : names_) {
    if (n.name.empty()) throw std::logic_error("an ingredient name is empty");
    n.entry = moved_to.at(n.entry);
  }
  std::sort(names_.begin(), names_.end(), [](const auto& a, const auto& b) { return a.name < b.name; });

  // From here on entries_ never grows, so the views below live as long as the vector's storage.
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    auto& e = entries_[i];
    if (i > 0 && compare(entries_[i - 1].system, entries_[i - 1].code, e.system, e.code) == 0)
      throw std::logic_error("a code is listed twice: " + e.code);
    e.meaning.coding = {e.system, e.code, e.display};
  }
}

const term* terminology::find(code_system system, std::string_view code) const {
  if (system == other) return nullptr;
  const bool has_categories = system == icd_10_cm && looks_like_icd(code);
  for (;;) {
    if (const auto* found = exact(entries_, system, code)) return &found->meaning;
    if (!has_categories || code.size() <= icd_category_length) return nullptr;
    code.remove_suffix(1);
  }
}

const term* terminology::find_ingredient(std::string_view text) const {
  const term* only = nullptr;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word(text[i])) {
      ++i;
      continue;
    }
    if (const auto* found = longest_name(names_, text.substr(i))) {
      const term* named = &entries_[found->entry].meaning;
      if (only != nullptr && !is_one_drug(*only, *named)) return nullptr;
      if (only == nullptr || named->coding.system == other) only = named;
      i += found->name.size();
    }
    while (i < text.size() && is_word(text[i])) ++i;
  }
  return only;
}

} // namespace cds
