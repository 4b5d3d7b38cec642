// The orders under the pen by name: what the chart holds of them is not yet part of it.
#pragma once

#include <set>
#include <string_view>
#include <utility>

#include "cds/facts.hpp"

namespace cds {

class draft_names {
 public:
  explicit draft_names(const facts& chart) {
    for (const draft_order& d : chart.drafts)
      if (!d.source.id.empty()) names_.emplace(d.source.type, d.source.id);
  }
  bool hold(const resource_ref& name) const { return names_.contains({name.type, name.id}); }

 private:
  std::set<std::pair<std::string_view, std::string_view>> names_;
};

} // namespace cds
