#include "server/replay/relevance.hpp"

#include "fhir/drug.hpp"

namespace server {

bool is_of_medicine(chart_type type) {
  return type == chart_type::medication_request || type == chart_type::medication_dispense ||
         type == chart_type::medication_administration || type == chart_type::medication_statement;
}

relevance::relevance(const cds::knowledge& known, const cds::knowledge* compared, const formulary& medications)
    : medications_(medications), chart_(fhir::open_chart(nobody_, known)) {
  if (compared) compared_.emplace(fhir::open_chart(nobody_, *compared));
}

bool relevance::is_known_drug(const fhir::json::value& resource, const fhir::chart& nobody) const {
  fhir::report unheard;
  const auto drug = fhir::read_drug(resource, nobody, fhir::origin::prefetch, unheard).drug;
  return drug.agent != cds::agent::none || !drug.sets.empty();
}

bool relevance::matters(const fhir::json::value& resource, chart_type type) const {
  if (!is_of_medicine(type) || fhir::refuses_plain_reading(resource)) return true;
  if (medications_.find(medication_in(resource))) return true;
  return is_known_drug(resource, chart_) || (compared_ && is_known_drug(resource, *compared_));
}

} // namespace server
