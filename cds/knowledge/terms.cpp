#include <algorithm>
#include <array>

#include "cds/knowledge/check_digit.hpp"
#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

using enum cds::code_system;

struct named_system {
  std::string_view name;
  cds::code_system system;
};
constexpr auto systems = std::to_array<named_system>({
    {"rxnorm", rxnorm},
    {"snomed-ct", snomed_ct},
    {"icd-10-cm", icd_10_cm},
    {"loinc", loinc},
    {"observation-interpretation", observation_interpretation},
});

std::string_view name_of(cds::code_system system) {
  for (const auto& s : systems)
    if (s.system == system) return s.name;
  return "other";
}

// One key for every way of writing a code, as the engine's look-up compares them.
std::string key_of(cds::code_system system, std::string_view code) {
  std::string key(name_of(system));
  key += ' ';
  for (const char c : code) {
    if (system != icd_10_cm)
      key += c;
    else if (c != '.')
      key += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return key;
}

bool is_digits(std::string_view code) {
  return !code.empty() && std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_icd(std::string_view code) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto part = [&](char c) { return upper(c) || is_digits({&c, 1}); };
  if (code.size() < 3 || code.size() > 8 || !upper(code[0])) return false;
  if (code.size() > 3 && (code[3] != '.' || code.size() == 4)) return false;
  return std::all_of(code.begin(), code.begin() + 3, part) &&
         std::all_of(code.begin() + 3 + (code.size() > 3), code.end(), part);
}

std::string shape_fault(cds::code_system system, const std::string& code) {
  const std::string name = '`' + code + '`';
  if (system == rxnorm && !is_digits(code)) return "an RxNorm code has digits only, not " + name;
  if (system == icd_10_cm && !is_icd(code)) return "an ICD-10-CM code looks like `B00.1`, not " + name;
  if (system == snomed_ct && !is_snomed_ct(code)) return name + " is not a SNOMED CT code: check its digits";
  if (system == loinc && !is_loinc(code)) return name + " is not a LOINC code: check its digits";
  return {};
}

} // namespace

cds::code_system read_system(section& s, std::string_view key) {
  const std::string name = s.text(key);
  for (const auto& known : systems)
    if (known.name == name) return known.system;
  if (!name.empty())
    s.fault(key, "unknown system `" + name +
                     "`, expected one of: rxnorm, snomed-ct, icd-10-cm, loinc, observation-interpretation");
  return other;
}

cds::agent read_agent(section& s, std::string_view key) {
  const std::string name = s.text(key);
  const cds::agent a = cds::agent_named(name).value_or(cds::agent::none);
  if (!name.empty() && a == cds::agent::none) s.fault(key, "unknown agent `" + name + "`");
  return a;
}

cds::value_sets read_set_names(section& s, std::string_view key) {
  cds::value_sets sets;
  for (const placed_text& name : s.texts_or_none(key)) {
    if (const auto set = cds::value_set_named(name.value))
      sets.add(*set);
    else
      s.fault(name.at, "unknown value set `" + name.value + "`");
  }
  return sets;
}

void read_verification(section& s) {
  const std::string v = s.text_or_empty("verification");
  if (!v.empty() && v != "partial" && v != "component-only" && v != "own-knowledge")
    s.fault("verification",
            "unknown verification `" + v + "`, expected one of: partial, component-only, own-knowledge");
}

void term_list::add(section& s, cds::code_system system, const std::string& code, const std::string& display,
                    cds::term meaning) {
  if (code.empty() || system == other) return;
  if (std::string fault = shape_fault(system, code); !fault.empty()) s.fault("code", std::move(fault));
  const auto [at, added] = by_code_.try_emplace(key_of(system, code), listed{entries_.size(), s.at("code")});
  if (!added)
    s.fault("code", "code `" + code + "` is listed already, at " + std::string(at->second.at.file) + ':' +
                        std::to_string(at->second.at.line));
  entries_.push_back({system, code, display, meaning});
}

void term_list::add_name(section& s, const placed_text& name) {
  if (name.value.empty() || entries_.empty()) return;
  const bool has_upper = std::any_of(name.value.begin(), name.value.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (has_upper) s.fault(name.at, "name `" + name.value + "` must be lower case");
  const auto [at, added] = by_name_.try_emplace(name.value, name.at);
  if (!added)
    s.fault(name.at, "name `" + name.value + "` is listed already, at " + std::string(at->second.file) + ':' +
                         std::to_string(at->second.line));
  names_.push_back({name.value, entries_.size() - 1});
}

void term_list::add_uncoded(section& s, const placed_text& name, const cds::term& meaning) {
  if (name.value.empty()) return;
  if (!by_name_.contains(name.value)) {
    entries_.push_back({other, name.value, name.value, meaning});
    ++uncoded_;
  }
  add_name(s, name);
}

const cds::terminology::entry* term_list::find(cds::code_system system, std::string_view code) const {
  const auto at = by_code_.find(key_of(system, code));
  return at == by_code_.end() ? nullptr : &entries_[at->second.entry];
}

std::vector<cds::value_set> term_list::empty_sets() const {
  cds::value_sets filled;
  for (const auto& e : entries_) filled.add(e.meaning.sets);
  std::vector<cds::value_set> empty;
  for (std::size_t i = 0; i < static_cast<std::size_t>(cds::value_set::count_); ++i)
    if (!filled.has(static_cast<cds::value_set>(i))) empty.push_back(static_cast<cds::value_set>(i));
  return empty;
}

cds::terminology term_list::build() && { return cds::terminology(std::move(entries_), std::move(names_)); }

} // namespace cds_knowledge
