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

cds::quantity pieces_of_product(double pieces) { return {pieces, unit::product_unit}; }

bool same(const cds::quantity& a, const cds::quantity& b) {
  return a.unit == b.unit && cds::about_equal(a.value, b.value);
}

} // namespace

bool sig_grammar::take_pieces_name() {
  return one_of<"tablet", "tablets", "tab", "tabs", "capsule", "capsules", "cap", "caps", "caplet", "caplets", "pill",
                "pills">()
      .has_value();
}

/// A unit of mass with what it is counted by; `quantity.value` is what one of it makes.
std::optional<sig_grammar::mass> sig_grammar::mass_in_words() {
  if (one_of<"ml", "mls", "milliliter", "milliliters", "millilitre", "millilitres">())
    return mass{{1, unit::millilitre}};
  const auto from = at_;
  for (const auto& one : mass_names) {
    if (!take_word(one.name)) continue;
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

bool sig_grammar::set_dose(const cds::quantity& dose, std::optional<cds::quantity> also) {
  auto& known = said_.dosage.dose;
  if (again_) {
    if (!known) return false;
    const bool repeated =
        same(*known, dose) && said_.also.has_value() == also.has_value() && (!also || same(*said_.also, *also));
    return repeated || fails("it holds more than one instruction");
  }
  if (known) return fails("it holds more than one instruction");
  if (!(dose.value > 0)) return fails("its dose is not above zero");
  known = dose;
  said_.also = also;
  return true;
}

/// What stands in brackets beside several tablets without a word is of each of them or of all: nobody knows.
bool sig_grammar::pieces_by_mass(double pieces, const mass& contains, bool of, bool leads) {
  const bool each = contains.each || (of && !contains.total);
  const bool total = contains.total || leads || cds::about_equal(pieces, 1);
  if (!each && !total) return fails("it does not say whether the strength is of each tablet or of all");
  return set_dose({contains.quantity.value * (each ? pieces : 1), unit::milligram}, pieces_of_product(pieces));
}

/// Behind `2 tablets`: nothing, `(1,000 mg each)`, `(1,000 mg total)`, `of 500 mg` or `= 1,000 mg`.
bool sig_grammar::dose_in_pieces(double pieces) {
  const bool brackets = phrase("(");
  const bool equals = !brackets && word("=");
  const bool of = !brackets && !equals && word("of");
  if (!brackets && !of && !equals) return set_dose(pieces_of_product(pieces), std::nullopt);
  const bool leads = equals || (brackets && word("total"));
  const auto contains = take_mass();
  if (!contains || contains->quantity.unit != unit::milligram || (brackets && !phrase(")"))) return false;
  if (equals && contains->each) return false;
  return pieces_by_mass(pieces, *contains, of, leads);
}

/// `2 tablets`, `2 tablets of 500 mg` or `two 500 mg tablets`, which must make the dose before it.
bool sig_grammar::pieces_of(const cds::quantity& whole) {
  const auto pieces = number();
  if (!pieces) return false;
  std::optional<mass> of;
  if (!take_pieces_name()) {
    of = take_mass();
    if (!of || !take_pieces_name()) return false;
  } else if (word("of")) {
    of = take_mass();
    if (!of) return false;
  }
  if (of && (of->total || of->quantity.unit != unit::milligram)) return false;
  if (of && !cds::about_equal(of->quantity.value * *pieces, whole.value))
    return fails("its tablets do not make its dose");
  said_.also = pieces_of_product(*pieces);
  return true;
}

/// Behind `1 g`: nothing, or the same in tablets, in mL or by weight, in brackets or behind `=`.
bool sig_grammar::same_in_pieces(const cds::quantity& whole) {
  const auto before = said_.also;
  const bool brackets = phrase("(");
  if (!brackets && !word("=")) return set_dose(whole, std::nullopt);
  std::optional<cds::quantity> also;
  if (whole.unit == unit::milligram && try_to([&] { return pieces_of(whole); })) {
    also = said_.also;
  } else {
    const auto told = take_mass();
    if (!told || told->each || told->quantity.unit == whole.unit) return false;
    if (whole.unit == unit::milligram_per_kilogram && told->quantity.unit != unit::milligram) return false;
    also = told->quantity;
  }
  said_.also = before;
  return (!brackets || phrase(")")) && set_dose(whole, also);
}

/// Behind `10 mL`: nothing, or `(400 mg)`.
bool sig_grammar::dose_in_volume(double millilitres) {
  const cds::quantity volume{millilitres, unit::millilitre};
  const bool brackets = phrase("(");
  if (!brackets && !word("=")) return set_dose(volume, std::nullopt);
  const auto contains = take_mass();
  if (!contains || contains->each || contains->quantity.unit != unit::milligram) return false;
  return (!brackets || phrase(")")) && set_dose(contains->quantity, volume);
}

/// `1 g`, and `2 500 mg tablets` where a count came before.
bool sig_grammar::dose_in_mass(double count) {
  const auto from = at_;
  auto whole = mass_in_words();
  if (whole) {
    whole->quantity.value *= count;
    if (take_pieces_name()) return false; // `500 mg tablets`: how many is not said
    if (!word("total")) phrase("in total");
    if (whole->quantity.unit == unit::millilitre) return dose_in_volume(whole->quantity.value);
    return same_in_pieces(whole->quantity);
  }
  at_ = from;
  word("x");
  const auto each = take_mass();
  if (!each || each->total || each->quantity.unit != unit::milligram || !take_pieces_name()) return false;
  return set_dose({each->quantity.value * count, unit::milligram}, pieces_of_product(count));
}

bool sig_grammar::take_dose() {
  return try_to([&] {
    const bool a = word("a") || word("an");
    auto count = a ? std::optional{1.0} : number();
    if (!count) return false;
    if (a && word("half")) count = 0.5;
    if (cds::about_equal(*count, 0.5)) word("a") || phrase("of a");
    if (one_of<"application", "applications">()) return set_dose({*count, unit::application}, std::nullopt);
    if (take_pieces_name()) return dose_in_pieces(*count);
    return dose_in_mass(*count);
  });
}

} // namespace fhir
