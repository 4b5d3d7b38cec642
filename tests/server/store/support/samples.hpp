// Feedback and decisions for the tests of the store, and a store's answer as a future.
#pragma once

#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "server/store/store.hpp"

namespace store_tests {

/// The nth uuid of a kind; never the same for two kinds or numbers.
inline std::string uuid(char kind, std::size_t number) {
  auto digits = std::to_string(number);
  return std::string(8, kind) + "-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

inline std::chrono::sys_seconds noon() {
  return std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + std::chrono::hours{12};
}

/// Accepted with suggestion n.
inline hooks::feedback_item accepted(std::size_t number) {
  return {.card = uuid('c', number),
          .outcome = hooks::card_outcome::accepted,
          .accepted_suggestions = {uuid('5', number)},
          .reason = {},
          .comment = {},
          .outcome_timestamp = "2026-01-05T12:00:00Z",
          .outcome_time = noon()};
}

inline hooks::feedback_item overridden(std::size_t number) {
  auto item = accepted(number);
  item.outcome = hooks::card_outcome::overridden;
  item.accepted_suggestions.clear();
  item.reason = hooks::override_coding{"expert-contradicts", "urn:reasons", "Advice from expert"};
  item.comment = "seen by a colleague";
  return item;
}

inline server::feedback_batch batch(std::vector<hooks::feedback_item> items, std::string client = "ward") {
  return {
      .client = std::move(client), .service = "antiviral-order-sign", .received = noon(), .items = std::move(items)};
}

/// A batch of accepted cards, numbered from `first`.
inline server::feedback_batch many(std::size_t first, std::size_t count) {
  std::vector<hooks::feedback_item> items;
  for (std::size_t i = 0; i < count; ++i) items.push_back(accepted(first + i));
  return batch(std::move(items));
}

inline std::shared_ptr<const hooks::knowledge_edition> edition() {
  hooks::knowledge_edition made{.version = "1.0", .hash = "0123456789abcdef", .rule_versions = {}};
  made.rule_versions.fill("1.0.0");
  return std::make_shared<const hooks::knowledge_edition>(std::move(made));
}

/// Decision n with card n, suggestion n, two outcomes for an order and one standing.
inline hooks::decision_record decision(std::size_t number, std::string client = "ward") {
  return {
      .id = uuid('d', number),
      .time = noon(),
      .client = std::move(client),
      .service = "antiviral-order-sign",
      .hook = "order-sign",
      .user = "Practitioner/p1",
      .encounter = "Encounter/e1",
      .by = edition(),
      .orders = {{0,
                  {{cds::rule_id::renal_dose, cds::verdict::fired}, {cds::rule_id::red_flag, cds::verdict::negative}}}},
      .standing = {{cds::rule_id::foscarnet_safety, cds::verdict::not_applicable}},
      .cards = {{uuid('c', number),
                 cds::rule_id::renal_dose,
                 cds::indicator::warning,
                 {{uuid('5', number), "change-dosage"}}}}};
}

inline std::future<server::stored> send(server::store& to, server::feedback_batch what) {
  auto answer = std::make_shared<std::promise<server::stored>>();
  auto answered = answer->get_future();
  to.add_feedback(std::move(what), [answer](server::stored result) { answer->set_value(result); });
  return answered;
}

/// Throws instead of hanging when there is no answer.
inline server::stored get(std::future<server::stored> answered) {
  if (answered.wait_for(std::chrono::seconds{20}) != std::future_status::ready) throw std::runtime_error("no answer");
  return answered.get();
}

inline bool is_committed(const server::stored& result) { return std::holds_alternative<server::committed>(result); }

/// True when the batch is committed.
inline bool put(server::store& to, server::feedback_batch what) { return is_committed(get(send(to, std::move(what)))); }

} // namespace store_tests
