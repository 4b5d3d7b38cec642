// The protocol as it is configured: what is published, and how calls are answered. No sockets, no threads, no clock.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cds/decision.hpp"
#include "cds/knowledge.hpp"
#include "fhir/issue.hpp"
#include "hooks/call.hpp"
#include "hooks/card_parts.hpp"
#include "hooks/client_trust.hpp"
#include "hooks/decision_record.hpp"
#include "hooks/environment.hpp"
#include "hooks/prefetch.hpp"
#include "hooks/router.hpp"

namespace hooks {

struct settings {
  std::vector<std::string> allowed_origins = {}; // exact; empty = no CORS
  std::size_t most_cards = 4;
  bool same_id = false;    // all services under one id, so that clients replace a card that another hook brought
  prefetch_keys keys = {}; // that are asked for

  std::string public_url = {};             // what clients call us by, without a path: tokens are for it
  const hooks::clients* clients = nullptr; // who may ask; must outlive the endpoint. Null: anybody
  verify verifier = {};                    // needed with clients
  client anybody = {};                     // the rights of callers when nobody is told apart
  std::string rule_pages = {};   // where people read what a rule says, `#` and its name follow; empty: nowhere
  bool answer_extension = false; // decision, outcomes and knowledge beside the cards
  bool keeps_records = false;    // of decisions; and takes feedback
};

/// Sees the facts and the decision behind an answer, for `vesicle evaluate --explain`. What it sees ends with the call.
using witness = std::function<void(const cds::facts&, const cds::decision&)>;

/// Safe to use from several threads at once; keeps no state between calls.
class endpoint {
 public:
  /// `known` must outlive the endpoint.
  endpoint(const cds::knowledge& known, settings configured);

  /// Answers with what was sent alone: nothing is fetched, nothing kept. Never throws for anything a client can send.
  /// Debug builds throw std::logic_error for an answer that breaks a rule of hooks/conformance.hpp.
  reply answer(const call& asked, const environment& world, const witness& seen = {}) const;

  /// A refusal the transport itself must write (413 for a body over the limit, 431, 408, 503): the same
  /// OperationOutcome shape.
  reply refuse(int status, std::string_view origin, const std::vector<fhir::issue>& faults) const;

  const cds::knowledge& known() const { return known_; }
  const settings& configured() const { return settings_; }
  const router& routes() const { return routes_; }
  const card_parts& parts() const { return parts_; }
  const std::shared_ptr<const knowledge_edition>& edition() const { return edition_; }
  const std::string& discovery() const { return discovery_; }

 private:
  const cds::knowledge& known_;
  settings settings_;
  router routes_;
  card_parts parts_;
  std::shared_ptr<const knowledge_edition> edition_;
  std::string discovery_; // the same for every call
};

} // namespace hooks
