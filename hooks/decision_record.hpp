// What is kept of an answer, so that feedback can be counted for each rule and a decision be accounted for later. It
// owns its text and holds nothing of the patient: an order is told by its place among the drafts.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "cds/decision.hpp"
#include "cds/knowledge.hpp"

namespace hooks {

/// The knowledge that decisions are made by, as their records name it. It outlives the knowledge itself.
struct knowledge_edition {
  std::string version;
  std::string hash;
  std::array<std::string, cds::rule_count> rule_versions; // by rule_id

  const std::string& version_of(cds::rule_id rule) const { return rule_versions.at(static_cast<std::size_t>(rule)); }
  friend bool operator==(const knowledge_edition&, const knowledge_edition&) = default;
};
knowledge_edition edition_of(const cds::knowledge& known);

/// How one rule ended.
struct recorded_outcome {
  cds::rule_id rule{};
  cds::verdict verdict = cds::verdict::not_applicable;

  friend bool operator==(const recorded_outcome&, const recorded_outcome&) = default;
};

struct recorded_order {
  std::size_t draft = 0; // place among the draft orders of the request
  std::vector<recorded_outcome> outcomes;

  friend bool operator==(const recorded_order&, const recorded_order&) = default;
};

struct issued_suggestion {
  std::string uuid;
  std::string kind; // what kind_of says

  friend bool operator==(const issued_suggestion&, const issued_suggestion&) = default;
};

struct issued_card {
  std::string uuid;
  cds::rule_id rule{};
  cds::indicator indicator = cds::indicator::info;
  std::vector<issued_suggestion> suggestions;

  friend bool operator==(const issued_card&, const issued_card&) = default;
};

struct decision_record {
  std::string id; // uuid
  std::chrono::sys_seconds time;
  std::string client;                          // name of the client's entry
  std::string service;                         // id
  std::string hook;                            // `order-sign`
  std::string user;                            // `Practitioner/abc`
  std::string encounter;                       // `Encounter/abc`; empty = none was named
  std::shared_ptr<const knowledge_edition> by; // never null; one for all decisions by the same knowledge
  std::vector<recorded_order> orders;
  std::vector<recorded_outcome> standing; // of what the patient is on already
  std::vector<issued_card> cards;

  friend bool operator==(const decision_record&, const decision_record&) = default;
};

/// What taking a suggestion over does, without any text of it: `order-test`, `cancel-order+order-foscarnet`.
std::string kind_of(const cds::suggestion& offered);

std::vector<recorded_outcome> to_recorded(const std::vector<cds::outcome>& outcomes);

} // namespace hooks
