// What SIGHUP does: reads certificate, key, clients and knowledge again and serves them, all of them or none.
#pragma once

#include <string>
#include <vector>

#include "server/listener.hpp"
#include "server/operation/condition.hpp"
#include "server/operation/materials.hpp"
#include "server/settings.hpp"

namespace server {

/// `certificate 3f2a9c41 until 2027-01-05T10:00:00Z, 3 clients, knowledge 1.2.0 content 9f86d081884c7d65`; what differs
/// from `before` says so.
std::string summary_of(const materials& now, const materials* before = nullptr);

class reloader {
 public:
  /// All that is referred to must outlive it. `serving`: what the listeners began with.
  reloader(const settings& chosen, std::vector<listener*> listeners, publication& publishes, condition& tells,
           materials serving);

  /// Reads everything on the caller's thread and puts it in place; with a fault in any file everything stays as it is.
  /// Logs each fault, or what changed, and counts. Returns whether it was put in place.
  bool reload();
  /// Of what is served now.
  std::string summary() const { return summary_of(serving_); }

 private:
  const settings& chosen_;
  std::vector<listener*> listeners_;
  publication& publishes_;
  condition& tells_;
  materials serving_;
};

} // namespace server
