// The protocol: routes a call, reads the request, asks the engine, writes the answer. No sockets, no threads, no clock.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cds/decision.hpp"
#include "cds/knowledge.hpp"
#include "fhir/issue.hpp"
#include "hooks/call.hpp"
#include "hooks/environment.hpp"

namespace hooks {

struct settings {
  std::vector<std::string> allowed_origins; // exact; empty = no CORS
  std::size_t most_cards = 4;
};

/// Sees the facts and the decision behind an answer, for `vesicle evaluate --explain`. What it sees ends with the call.
using witness = std::function<void(const cds::facts&, const cds::decision&)>;

/// Safe to call from several threads at once; keeps no state between calls.
class endpoint {
 public:
  /// `known` must outlive the endpoint.
  endpoint(const cds::knowledge& known, settings configured);

  /// Never throws for anything a client can send. Debug builds throw std::logic_error for an answer that breaks a rule
  /// of hooks/conformance.hpp.
  reply answer(const call& asked, const environment& world, const witness& seen = {}) const;

  /// A refusal the transport itself must write (413 for a body over the limit, 431, 408, 503): the same
  /// OperationOutcome shape.
  reply refuse(int status, std::string_view origin, const std::vector<fhir::issue>& faults) const;

 private:
  reply respond(const call& asked, const environment& world, const witness& seen) const;

  const cds::knowledge& known_;
  settings settings_;
  std::string discovery_; // the same for every call
};

} // namespace hooks
