// Which resources of a patient can change what a rule says, told one by one before charts are built.
#pragma once

#include <optional>

#include "fhir/chart.hpp"
#include "server/replay/chart_type.hpp"
#include "server/replay/formulary.hpp"

namespace server {

/// Reads drugs by themselves, with one or two knowledges. Used by one thread.
class relevance {
 public:
  relevance(const cds::knowledge& known, const cds::knowledge* compared, const formulary& medications);
  relevance(const relevance&) = delete; // views into itself
  relevance& operator=(const relevance&) = delete;

  /// False for an order, dispense, administration or statement of a medicine that no rule knows, unless it may not be
  /// read as it stands: that spoils the others of its kind, and is left to whoever reads them. True for other types.
  bool matters(const fhir::json::value& resource, chart_type type) const;

 private:
  bool is_known_drug(const fhir::json::value& resource, const fhir::chart& nobody) const;

  const formulary& medications_;
  fhir::chart_source nobody_;
  fhir::chart chart_;
  std::optional<fhir::chart> compared_;
};

bool is_of_medicine(chart_type type);

} // namespace server
