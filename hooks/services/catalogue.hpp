// The services that discovery lists and the router knows.
#pragma once

#include <span>
#include <string_view>

#include "cds/facts.hpp"

namespace hooks {

struct service {
  std::string_view id; // the last part of its URL
  cds::hook hook;
  std::string_view hook_name;
  std::string_view hook_version;
  std::string_view title;
  std::string_view description; // what is checked and what is not
  std::string_view usage_requirements;

  /// False: the patient is looked at, whatever is being ordered.
  bool is_about_orders() const { return hook != cds::hook::patient_view; }
};

/// In the order that discovery lists them.
std::span<const service> services();
/// Null when there is none.
const service* service_named(std::string_view id);
/// The service that answers a hook; null when none does.
const service* service_for(std::string_view hook_name);

} // namespace hooks
