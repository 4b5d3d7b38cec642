// Which of the draft orders an order-select request is about.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cds/facts.hpp"
#include "fhir/issue.hpp"
#include "fhir/json/document.hpp"

namespace hooks {

/// The names in `context.selections`: `MedicationRequest/a`, its id alone, an absolute or versioned reference, or the
/// fullUrl of the entry.
class selections {
 public:
  /// `fhir_server` is the base of absolute references; may be empty.
  selections(const fhir::json::value& names, std::string_view fhir_server);

  /// Whether an entry of the draft Bundle is named.
  bool name(const fhir::json::value& entry) const;

 private:
  std::set<std::string, std::less<>> names_;
};

/// Faults: the member is missing or no list of strings, or it names orders of which none is a draft of the request.
void check_selections(const fhir::json::value& context, const fhir::json::value& draft_orders,
                      std::string_view fhir_server, std::vector<fhir::issue>& faults);

/// Leaves the drafts whose entry is named, and the others as not selected. They keep their places in `draft_orders`, so
/// that an update finds them. A draft that is left out counts as little as one that is checked: it is no order of the
/// chart either.
void keep_selected(cds::facts& chart, const fhir::json::value& draft_orders, const selections& selected);

} // namespace hooks
