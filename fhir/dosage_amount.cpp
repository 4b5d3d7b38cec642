#include "fhir/dosage_amount.hpp"

#include <algorithm>

namespace fhir {
namespace {

bool same(const reading& a, const reading& b) {
  if (!a || !b) return a == b;
  return a->unit == b->unit && cds::about_equal(a->value, b->value);
}

reading dose_of_range(const json::value& range, report& to) {
  const auto low = read_dose(range["low"], to);
  const auto high = read_dose(range["high"], to);
  if (low && high && same(low, high)) return low;
  return because("it is a range");
}

/// A dose in one doseAndRate; nothing when it holds none (a rate alone).
std::optional<reading> dose_of(const json::value& dose_and_rate, report& to) {
  auto quantity = object_member(dose_and_rate, "doseQuantity", to);
  auto range = object_member(dose_and_rate, "doseRange", to);
  if (!quantity) quantity = object_member(dose_and_rate, "quantityQuantity", to); // a DSTU2 statement
  if (!range) range = object_member(dose_and_rate, "quantityRange", to);
  if (quantity && range) return reading(because("it has both a quantity and a range"));
  if (quantity) return read_dose(quantity, to);
  if (range) return dose_of_range(range, to);
  return std::nullopt;
}

bool is_calculated(const json::value& dose_and_rate) {
  const auto codings = dose_and_rate["type"]["coding"];
  return std::any_of(codings.begin(), codings.end(),
                     [](const json::value& c) { return c["code"].string() == "calculated"; });
}

/// Of several in one list. A calculated dose may be the ordered one in another unit, and no other dose.
std::optional<reading> dose_of_list(const json::value& doses, report& to) {
  std::optional<reading> ordered;
  std::optional<reading> calculated;
  for (const auto one : doses) {
    if (!one.is(json::kind::object)) {
      to.wrong_type(one, "an object");
      continue;
    }
    auto dose = dose_of(one, to);
    auto& kept = is_calculated(one) ? calculated : ordered;
    if (dose && kept && !same(*kept, *dose)) return reading(because("there are several doses"));
    if (dose) kept = dose;
  }
  const bool comparable = ordered && *ordered && calculated && *calculated && (*ordered)->unit == (*calculated)->unit;
  if (comparable && !same(*ordered, *calculated)) return reading(because("there are several doses"));
  return ordered ? ordered : calculated;
}

} // namespace

std::optional<reading> read_ordered_dose(const json::value& instruction, report& to) {
  const auto list = array_member(instruction, "doseAndRate", to);
  const auto listed = list ? dose_of_list(list, to) : std::nullopt;
  const auto beside = dose_of(instruction, to); // before R4 the dose stood in the instruction itself
  if (listed && beside && !same(*listed, *beside)) return reading(because("there are several doses"));
  return listed ? listed : beside;
}

} // namespace fhir
