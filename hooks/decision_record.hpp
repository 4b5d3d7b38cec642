// What is kept of an answer, so that feedback can be counted for each rule and a decision be accounted for later. It
// owns its text and holds nothing of the patient: an order is told by its place among the drafts.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "cds/decision.hpp"

namespace hooks {

/// How one rule ended.
struct recorded_outcome {
  std::string rule; // `renal-dose`
  std::string rule_version;
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
  std::string rule;
  std::string rule_version;
  cds::indicator indicator = cds::indicator::info;
  std::vector<issued_suggestion> suggestions;

  friend bool operator==(const issued_card&, const issued_card&) = default;
};

struct decision_record {
  std::string id; // uuid
  std::chrono::sys_seconds time;
  std::string client;    // name of the client's entry
  std::string service;   // id
  std::string hook;      // `order-sign`
  std::string user;      // `Practitioner/abc`
  std::string encounter; // `Encounter/abc`; empty = none was named
  std::string knowledge_version;
  std::string knowledge_hash;
  std::vector<recorded_order> orders;
  std::vector<recorded_outcome> standing; // of what the patient is on already
  std::vector<issued_card> cards;

  friend bool operator==(const decision_record&, const decision_record&) = default;
};

/// What taking a suggestion over does, without any text of it: `order-test`, `cancel-order+order-foscarnet`.
std::string kind_of(const cds::suggestion& offered);

/// The outcomes of a decision by rule name and version.
std::vector<recorded_outcome> to_recorded(const std::vector<cds::outcome>& outcomes, const cds::knowledge& known);

} // namespace hooks
