// The orders under the pen by name: what the chart holds of them is not yet part of it.
#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "cds/facts.hpp"

namespace cds {

class draft_names {
 public:
  explicit draft_names(const facts& chart) {
    names_.reserve(chart.drafts.size());
    for (const draft_order& d : chart.drafts)
      if (!d.source.id.empty()) names_.emplace_back(d.source.type, d.source.id);
    std::sort(names_.begin(), names_.end());
  }
  bool hold(const resource_ref& name) const {
    return std::binary_search(names_.begin(), names_.end(), std::pair(name.type, name.id));
  }

 private:
  std::vector<std::pair<std::string_view, std::string_view>> names_;
};

} // namespace cds
