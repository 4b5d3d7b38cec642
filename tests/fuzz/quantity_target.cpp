#include <cmath>

#include "fhir/units.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

void check(const fhir::reading& read, bool may_be_zero) {
  if (!read) return promise(!read.error().empty(), "a quantity that is not read says why");
  promise(std::isfinite(read->value), "a quantity is finite");
  promise(read->value > 0 || (may_be_zero && read->value == 0), "a quantity is above zero");
}

} // namespace

void quantity(std::string_view bytes) {
  using fhir::measure;
  fhir::json::document document;
  const auto root = document.read(bytes);
  if (!root) return;
  for (const bool draft : {false, true}) {
    fhir::report to;
    to.draft = draft;
    check(fhir::read_dose(*root, to), false);
    check(fhir::read_amount(*root, to), false);
    for (const auto of :
         {measure::weight, measure::creatinine, measure::clearance, measure::cells, measure::potassium,
          measure::calcium, measure::ionized_calcium, measure::magnesium, measure::phosphate, measure::concentration})
      check(fhir::read_measurement(*root, of, to), of == measure::cells);
    for (const bool unit_of_day : {false, true})
      if (const auto days = fhir::read_days(*root, to, unit_of_day))
        promise(std::isfinite(*days) && *days > 0, "a length is finite and above zero");
  }
  if (const auto text = (*root)["unit"].string())
    if (const auto days = fhir::days_in(*text)) promise(*days > 0, "a unit of time is above zero");
}

} // namespace fuzz
