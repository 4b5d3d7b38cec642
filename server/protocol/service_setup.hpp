// From what is configured to what is served: the protocol's settings, the registered clients, the store.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "cds/knowledge.hpp"
#include "server/protocol/conversation.hpp"
#include "server/settings.hpp"

namespace server {

/// Everything that the conversations of all threads use; must outlive them.
struct service_setup {
  explicit service_setup(publication::edition first) : publishes(std::move(first)) {}

  publication publishes;
  std::unique_ptr<store> keeps; // null: nothing is kept
  std::unique_ptr<token_registry> tokens;
  protocol_counts counts;
  service_counts counted;
  const decision_log* log = nullptr;
  outbound_wiring outbound;
  outbound_counts outbound_counted;

  make_answerer answerers(const settings& chosen);
  /// Finishes what was taken, while those who wait for it can still be told: after the listener, before it ends.
  void close();
};

/// Reads what the settings name beside the knowledge; or every fault. Clients of `before` that are still registered
/// keep their fetched keys, and a file without any client is a fault. Without `known` it fails, with the faults of the
/// rest.
tl::expected<publication::edition, std::vector<std::string>>
publish(const settings& chosen, std::shared_ptr<const cds::knowledge> known, const published* before = nullptr);

/// Opens what outlives every reload; or every fault.
tl::expected<std::unique_ptr<service_setup>, std::vector<std::string>> set_up_service(const settings& chosen,
                                                                                      publication::edition first);
/// What must be said at every start and reload: whatever makes this server less careful than a hospital needs.
std::vector<std::string> warnings_about(const settings& chosen, const published& now);

} // namespace server
