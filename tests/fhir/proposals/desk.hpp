// A clinician's desk for tests of proposals: one request's drafts as they were sent, and the facts read from them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cds/facts.hpp"
#include "cds/knowledge.hpp"
#include "fhir/json/document.hpp"
#include "fhir/proposals.hpp"

namespace desk {

/// Knowledge with the tablets that drafts are written for and changed to.
const cds::knowledge& products();

/// All that a client is told of an action. Each part is empty where it does not belong.
struct proposal {
  fhir::deed what = fhir::deed::create;
  std::string description;
  std::string resource;
  std::string resource_id;
};
proposal to_proposal(const cds::action& what, const fhir::proposal_context& context);

/// A request of 2026-03-03T16:20:05Z for Patient/p1. Not movable: values and facts point into it.
class request {
 public:
  /// Each draft is a resource as JSON text; its facts are a draft of valacyclovir 1 g tablets, to be refined by the
  /// test.
  explicit request(const std::vector<std::string>& drafts);
  request(const request&) = delete;
  request& operator=(const request&) = delete;

  cds::draft_order& draft(std::size_t i) { return facts.drafts[i]; }
  fhir::proposal_context context() const;
  /// The proposal for an action; fails the test when its resource is not strict JSON or holds an element that FHIR
  /// forbids.
  proposal propose(const cds::action& what) const;

  cds::facts facts;
  std::string encounter_id = "e1";
  std::string user = "Practitioner/dr-1";

 private:
  std::string text_;
  fhir::json::document document_;
};

/// One MedicationRequest of 1 g tablets of valacyclovir; `more` are members added at its end.
std::string valacyclovir_draft(std::string_view more = "");

} // namespace desk
