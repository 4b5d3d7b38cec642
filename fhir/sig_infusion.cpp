// How fast an infusion runs: `over at least 1 hour`, `at 1 mg/kg/min`, `at a rate not to exceed 60 mg/kg/hour`.
#include "fhir/sig_grammar.hpp"

namespace fhir {
namespace {

constexpr double minutes_per_hour = 60;

} // namespace

/// Of a range the shortest time counts, which is the fastest that is allowed.
bool sig_grammar::runs_over() {
  if (!word("over")) return false;
  one_phrase_of<"at least", "a minimum of", "no less than", "not less than">();
  const auto from = at_;
  auto least = number();
  const bool range = least && (word("-") || word("to"));
  if (!range) at_ = from;
  auto most = hours();
  const double per_hour = most ? 1 : minutes_per_hour;
  if (!most) most = minutes();
  if (!most || (range && (*least <= 0 || *least > *most))) return false;
  least = (range ? *least : *most) / per_hour;
  auto& known = said_.dosage.infusion.hours;
  if (known && !cds::about_equal(*known, *least)) return fails("it contradicts itself");
  known = least;
  return true;
}

/// `120 mL/hour`, `1 mg/kg/min`, per minute.
std::optional<cds::quantity> sig_grammar::speed() {
  using cds::unit;
  const auto n = number();
  if (!n || !(*n > 0)) return std::nullopt;
  cds::quantity found{*n, unit::milligram_per_minute};
  if (one_of<"ml", "mls", "milliliter", "milliliters", "millilitre", "millilitres">()) {
    found.unit = unit::millilitre_per_minute;
  } else {
    const auto unit_name = one_of<"mg", "g", "mcg">();
    if (!unit_name) return std::nullopt;
    if (unit_name == "g") found.value *= 1000;
    if (unit_name == "mcg") found.value /= 1000;
    if (one_phrase_of<"/ kg", "per kg">()) found.unit = unit::milligram_per_kilogram_per_minute;
  }
  if (!word("/") && !word("per")) return std::nullopt;
  if (one_of<"h", "hr", "hour">())
    found.value /= minutes_per_hour;
  else if (!one_of<"min", "minute">())
    return std::nullopt;
  return found;
}

bool sig_grammar::runs_at() {
  const bool led = one_phrase_of<"at a rate of", "at a rate", "at", "rate">();
  const bool limited = one_phrase_of<"not to exceed", "no faster than", "not faster than", "no more than",
                                     "not more than", "a maximum of", "up to">();
  if (!led && !limited) return false;
  const auto found = speed();
  if (!found) return false;
  auto& known = said_.dosage.infusion.rate;
  if (known && (known->unit != found->unit || !cds::about_equal(known->value, found->value)))
    return fails("it contradicts itself");
  known = found;
  return true;
}

bool sig_grammar::take_infusion() {
  return try_to([&] {
    const bool infused = one_of<"infuse", "infused", "run">().has_value();
    const bool taken = try_to([&] { return runs_over(); }) || try_to([&] { return runs_at(); });
    infuses_ = infuses_ || (taken && infused);
    return taken;
  });
}

} // namespace fhir
