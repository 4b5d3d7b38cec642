#include <cmath>

#include "fhir/sig.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

void check(const fhir::sig& read) {
  const auto positive = [](double v) { return std::isfinite(v) && v > 0; };
  const auto& said = read.dosage;
  promise(!said.dose || positive(said.dose->value), "a dose is finite and above zero");
  promise(!read.also || positive(read.also->value), "the same dose in another unit is finite and above zero");
  promise(!said.times_per_day || positive(*said.times_per_day), "a rate is finite and above zero");
  promise(!said.days || positive(*said.days), "a length is finite and above zero");
  promise(!said.administrations || *said.administrations > 0, "a count of doses is above zero");
}

} // namespace

void sig(std::string_view bytes) {
  check(fhir::understood_part(bytes));
  const auto doubt = fhir::doubt_in(bytes);
  const auto read = fhir::read_sig(bytes);
  if (!read) return promise(!read.error().empty(), "a sig that is not read says why");
  check(*read);
  promise(!read->dosage.as_needed && doubt != fhir::doubt::as_needed, "a dose as needed is not read from text");
}

} // namespace fuzz
