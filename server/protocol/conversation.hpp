// Carries calls through the protocol on one worker's thread: does what each step asks for and hands the result back.
#pragma once

#include <chrono>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/handler.hpp"
#include "server/log/decision_log.hpp"
#include "server/metrics/service_counts.hpp"
#include "server/outbound/client.hpp"
#include "server/protocol/key_fetch.hpp"
#include "server/protocol/protocol_counts.hpp"
#include "server/protocol/publication.hpp"
#include "server/store/store.hpp"
#include "server/trust/token_registry.hpp"

namespace server {

/// What conversations need of the world. What is pointed to must outlive them.
struct conversation_wiring {
  publication* publishes = nullptr;
  token_registry* tokens = nullptr; // needed when clients are told apart; closed before the conversations end
  store* keeps = nullptr;           // null: nothing is kept; closed before the conversations end
  protocol_counts* counts = nullptr;
  service_counts* counted = nullptr;
  const decision_log* log = nullptr; // null: decisions are not logged
  outbound_wiring outbound;
  outbound_counts* outbound_counted = nullptr;
  std::chrono::milliseconds fetch_deadline{400}; // from the whole request to the last answer of its FHIR server
};

class conversations : public answerer {
 public:
  conversations(boost::asio::io_context& context, conversation_wiring with);
  ~conversations() override;

  void answer(const hooks::call& asked, done whole) override;
  hooks::reply refuse(const refusal& why, std::string_view origin) override;
  void close() override;

 private:
  class conversation;

  void take(const publication::edition& next);
  std::shared_ptr<const count_places> places_for(const published& now);

  boost::asio::io_context& context_;
  conversation_wiring with_;
  worker_counts& counts_;
  publication::edition now_;
  std::shared_ptr<const count_places> places_; // of now_
  bool ending_ = false;
  outbound_client outbound_;
  key_fetch keys_;
  publication::subscription hears_;
};

} // namespace server
