// The second reading of an export: the lines of the patients that have an antiviral order, each patient's together.
#pragma once

#include <functional>

#include "server/replay/line_scan.hpp"
#include "server/replay/order_search.hpp"
#include "server/replay/partitions.hpp"
#include "server/replay/reading.hpp"

namespace server {

struct collection_wish {
  const id_set& patients;                                // their lines are read strictly
  std::function<bool(std::string_view patient)> is_kept; // and those of these are kept; called from several threads
  const known_codes& results;                            // an Observation without one of these codes is not kept
  const known_codes& requests;                           // nor a ServiceRequest without one of these
  const cds::knowledge& known;
  const cds::knowledge* compared = nullptr;
  const formulary& medications; // nor what is of a medicine that no rule knows
};

/// Reads all files but those of Medication. What is wrong with a MedicationRequest was told by the first reading.
tl::expected<export_reading, std::string> collect(const std::vector<export_file>& files, const reading_wish& wish,
                                                  progress& told, const collection_wish& of, partitions& into);

} // namespace server
