// How much at a time: `2 tablets (1,000 mg each)`, `1 g (2 tablets of 500 mg)`, `two 500 mg tablets`, `40 mg/kg`.
#include <algorithm>

#include "fhir/sig_grammar.hpp"

namespace fhir {
namespace {

using cds::unit;

struct mass_name {
  std::string_view name;
  double milligrams;
};
constexpr mass_name mass_names[] = {
    {"mg", 1},     {"mgs", 1},           {"milligram", 1},      {"milligrams", 1}, {"g", 1000},
    {"gm", 1000},  {"gms", 1000},        {"gram", 1000},        {"grams", 1000},   {"mcg", 0.001},
    {"ug", 0.001}, {"microgram", 0.001}, {"micrograms", 0.001},
};

} // namespace

bool sig_grammar::take_pieces_name() {
  return one_of({"tablet", "tablets", "tab", "tabs", "capsule", "capsules", "cap", "caps", "caplet", "caplets", "pill",
                 "pills"})
      .has_value();
}

/// A unit of mass with what it is counted by; `quantity.value` is what one of it makes.
std::optional<sig_grammar::mass> sig_grammar::mass_in_words() {
  if (one_of({"ml", "milliliter", "milliliters", "millilitre", "millilitres"})) return mass{{1, unit::millilitre}};
  const auto from = at_;
  for (const auto& one : mass_names) {
    if (!word(one.name)) continue;
    const bool per_kilogram = try_to([&] { return phrase("/ kg") || phrase("per kg") || phrase("per kilogram"); });
    const mass found{{one.milligrams, per_kilogram ? unit::milligram_per_kilogram : unit::milligram}};
    try_to([&] { return phrase("per dose") || phrase("/ dose"); });
    if (!phrase("/")) return found; // another ratio is none of a dose
    break;
  }
  at_ = from;
  return std::nullopt;
}

std::optional<sig_grammar::mass> sig_grammar::take_mass() {
  const auto from = at_;
  if (const auto n = number())
    if (auto found = mass_in_words()) {
      found->quantity.value *= *n;
      found->each = word("each");
      found->total = !found->each && (phrase("in total") || word("total"));
      return found;
    }
  at_ = from;
  return std::nullopt;
}

bool sig_grammar::set_dose(const cds::quantity& dose, std::optional<double> pieces) {
  if (said_.dosage.dose) return fails("it holds more than one instruction");
  if (!(dose.value > 0)) return fails("its dose is not above zero");
  said_.dosage.dose = dose;
  said_.pieces = pieces;
  return true;
}

/// Behind `2 tablets`: nothing, `(1,000 mg each)`, `(1,000 mg total)` or `of 500 mg`. What stands in brackets beside
/// several tablets without a word is of each of them or of all: nobody knows.
bool sig_grammar::dose_in_pieces(double pieces) {
  const bool brackets = phrase("(");
  const bool of = !brackets && word("of");
  if (!brackets && !of) return set_dose({pieces, unit::product_unit}, std::nullopt);
  const bool leads = brackets && word("total");
  const auto contains = take_mass();
  if (!contains || contains->quantity.unit != unit::milligram || (brackets && !phrase(")"))) return false;
  const bool each = contains->each || (of && !contains->total);
  const bool total = contains->total || leads || cds::about_equal(pieces, 1);
  if (!each && !total) return fails("it does not say whether the strength is of each tablet or of all");
  return set_dose({contains->quantity.value * (each ? pieces : 1), unit::milligram}, pieces);
}

/// Behind `1 g`: `(2 tablets)` or `(2 tablets of 500 mg)`.
bool sig_grammar::pieces_in_brackets(const cds::quantity& whole) {
  if (!phrase("(")) return set_dose(whole, std::nullopt);
  const auto pieces = number();
  if (!pieces || !take_pieces_name() || whole.unit != unit::milligram) return false;
  if (word("of")) {
    const auto of = take_mass();
    if (!of || of->total || of->quantity.unit != unit::milligram) return false;
    if (!cds::about_equal(of->quantity.value * *pieces, whole.value)) return fails("its tablets do not make its dose");
  }
  return phrase(")") && set_dose(whole, *pieces);
}

/// `1 g`, and `2 500 mg tablets` where a count came before.
bool sig_grammar::dose_in_mass(double count) {
  const auto from = at_;
  auto whole = mass_in_words();
  if (whole) {
    whole->quantity.value *= count;
    if (take_pieces_name()) return false; // `500 mg tablets`: how many is not said
    if (!word("total")) phrase("in total");
    return pieces_in_brackets(whole->quantity);
  }
  at_ = from;
  word("x");
  const auto each = take_mass();
  if (!each || each->total || each->quantity.unit != unit::milligram || !take_pieces_name()) return false;
  return set_dose({each->quantity.value * count, unit::milligram}, count);
}

bool sig_grammar::take_dose() {
  return try_to([&] {
    const bool a = word("a") || word("an");
    auto count = a ? std::optional{1.0} : number();
    if (!count) return false;
    if (a && word("half")) count = 0.5;
    if (cds::about_equal(*count, 0.5)) word("a") || phrase("of a");
    if (one_of({"application", "applications"})) return set_dose({*count, unit::application}, std::nullopt);
    if (take_pieces_name()) return dose_in_pieces(*count);
    return dose_in_mass(*count);
  });
}

} // namespace fhir
