// What must be measured around foscarnet, and what is overdue, low or rising (pathway: foscarnet-safety).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cds/rules/rule.hpp"

namespace cds::rules {

struct monitoring {
  std::vector<std::string> overdue; // in a clinician's words
  std::vector<std::string> overdue_names;
  std::vector<std::string> low;
  std::vector<std::string> services; // of knowledge/orders.toml, for what is overdue and not ordered
  std::vector<datum> data;
  bool low_calcium = false;
  std::optional<std::string> rise;           // creatinine up since start: `0.9 to 1.4 mg/dL (+0.5, +56 %)`
  bool creatinine_never_since_start = false; // and at least the monitoring gap has passed
};

monitoring assess_monitoring(const situation& s);

} // namespace cds::rules
