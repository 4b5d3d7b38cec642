#include <cmath>

#include "fhir/dosage.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

void check(const cds::dosage& read) {
  const auto positive = [](double v) { return std::isfinite(v) && v > 0; };
  promise(!read.dose || positive(read.dose->value), "a dose is finite and above zero");
  promise(!read.times_per_day || positive(*read.times_per_day), "a rate is finite and above zero");
  promise(!read.days || positive(*read.days), "a length is finite and above zero");
  promise(!read.administrations || *read.administrations > 0, "a count of doses is above zero");
  for (const auto& why : read.unread) promise(!why.empty(), "what is unread says why");
}

} // namespace

void dosage(std::string_view bytes) {
  fhir::json::document document;
  const auto root = document.read(bytes);
  if (!root) return;
  for (const bool draft : {false, true}) {
    for (const auto* name : {"dosageInstruction", "dosage"}) {
      fhir::report to;
      to.draft = draft;
      auto read = fhir::read_instructions(*root, name, to);
      check(read.dosage);
      cds::drug product;
      product.strength_mg = 500;
      fhir::compare_with_product(read, product);
      check(read.dosage);
    }
    fhir::report to;
    to.draft = draft;
    check(fhir::read_given_dose(*root, to));
  }
  for (const auto written : (*root)["dosageInstruction"])
    if (const auto text = written["text"].string()) sig(*text);
}

} // namespace fuzz
