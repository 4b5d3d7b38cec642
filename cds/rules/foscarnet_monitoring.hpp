// What must be measured around foscarnet, and what is overdue, low or rising (pathway: foscarnet-safety).
#pragma once

#include <string_view>

#include "cds/rules/rule.hpp"

namespace cds::rules {

struct monitoring {
  list<std::string_view> overdue; // in a clinician's words
  list<std::string_view> overdue_names;
  list<std::string_view> low;
  list<std::string_view> services; // of knowledge/orders.toml, for what is overdue and not ordered
  list<datum> data;
  bool low_calcium = false;
  std::string_view rise;                     // creatinine up since start: `0.9 to 1.4 mg/dL (+0.5, +56 %)`
  bool creatinine_never_since_start = false; // and at least the monitoring gap has passed
};

monitoring assess_monitoring(const situation& s);

} // namespace cds::rules
