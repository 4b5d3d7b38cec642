// Orders for tests and referrals: ServiceRequest, and what it replaced: ProcedureRequest and ReferralRequest of STU3
// and DSTU2, and DSTU2's DiagnosticOrder.
#include "fhir/codeable.hpp"
#include "fhir/readers.hpp"

namespace fhir {
namespace {

using state = cds::service_request::state;
using date = std::optional<cds::date_time>;

constexpr status_row<state> states[] = {
    {"draft", state::draft},
    {"active", state::active},
    {"on-hold", state::on_hold},
    {"completed", state::completed},
    {"revoked", state::revoked},
    {"unknown", state::unknown},
    {"entered-in-error", state::unknown, true},
};

// What is only proposed is no order; one that is under way or whose results are looked through still stands.
constexpr status_row<state> states_before_r4[] = {
    {"proposed", state::unknown, true},
    {"draft", state::draft},
    {"planned", state::draft},
    {"requested", state::active},
    {"received", state::active},
    {"accepted", state::active},
    {"active", state::active},
    {"in-progress", state::active},
    {"review", state::active},
    {"suspended", state::on_hold},
    {"completed", state::completed},
    {"cancelled", state::revoked},
    {"rejected", state::revoked},
    {"aborted", state::revoked},
    {"failed", state::revoked},
    {"unknown", state::unknown},
    {"entered-in-error", state::unknown, true},
};

std::optional<state> state_of(const json::value& resource, report& to) {
  return resource["resourceType"].string() == "ServiceRequest" ? read_status(resource, states, to)
                                                               : read_status(resource, states_before_r4, to);
}

/// A DiagnosticOrder has no date, only events: that it was requested, else the first.
date date_of_events(const json::value& resource, report& to) {
  date first;
  for (const auto event : array_member(resource, "event", to)) {
    const auto when = date_member(event, "dateTime", to);
    if (when && event["status"].string() == "requested") return when;
    if (when && (!first || when->first < first->first)) first = when;
  }
  return first;
}

date planned_date(const json::value& resource, report& to) {
  struct time_names {
    json::member_name moment, span;
  };
  constexpr time_names times[] = {{"occurrenceDateTime", "occurrencePeriod"},
                                  {"scheduledDateTime", "scheduledPeriod"}}; // the second in DSTU2
  for (const auto& name : times) {
    if (const auto at = date_member(resource, name.moment, to)) return at;
    if (const auto during = period_member(resource, name.span, to); during.start) return during.start;
  }
  return period_member(resource, "fulfillmentTime", to).start; // DSTU2's ReferralRequest
}

/// When it was asked for; a date on which it is to happen counts only once that is past.
date read_date_of_request(const json::value& resource, const chart& of, report& to) {
  for (const auto& name : json::names("authoredOn", "orderedOn", "date", "dateSent")) // after the first: DSTU2
    if (const auto asked = date_member(resource, name, to)) return asked;
  if (const auto asked = date_of_events(resource, to)) return asked;
  const auto planned = planned_date(resource, to);
  return planned && !of.is_future(*planned) ? planned : std::nullopt;
}

/// What is ordered, under the name each version has for it.
cds::value_sets read_codes(const json::value& resource, const chart& of, report& to) {
  auto sets = read_concept_member(resource, "code", of.terms(), to).sets;
  sets.add(read_concept_member(resource["code"], "concept", of.terms(), to).sets); // R5
  for (const auto& name : json::names("category", "orderDetail", "serviceRequested", "type", "specialty"))
    if (const auto written = resource[name]) sets.add(read_concepts(written, of.terms(), to).sets);
  if (resource["orderDetail"].is(json::kind::array))
    for (const auto detail : resource["orderDetail"])
      for (const auto parameter : array_member(detail, "parameter", to)) // R5
        sets.add(read_concept_member(parameter, "valueCodeableConcept", of.terms(), to).sets);
  return sets;
}

bool is_only_proposed(const json::value& resource) {
  const auto intent = resource["intent"].string();
  return intent == "proposal" || intent == "option";
}

/// One of the tests of a DiagnosticOrder. Its own status tells more than that of an order that is under way.
std::optional<cds::service_request> with_item(cds::service_request order, const json::value& item, const chart& of,
                                              report& to) {
  if (!item.is(json::kind::object)) {
    to.wrong_type(item, "an object");
    return std::nullopt;
  }
  if (order.status == state::active && has(item, "status")) {
    const auto status = read_status(item, states_before_r4, to);
    if (!status) return std::nullopt;
    order.status = *status;
  }
  order.sets.add(read_concept_member(item, "code", of.terms(), to).sets);
  return order;
}

} // namespace

void read_service_request(const json::value& resource, const chart& of, report& to,
                          std::vector<cds::service_request>& into) {
  const auto status = state_of(resource, to);
  if (!status || is_only_proposed(resource) || boolean_member(resource, "doNotPerform", to) == true) return;
  cds::service_request read;
  read.authored = read_date_of_request(resource, of, to);
  if (refuse_future(resource, read.authored, of, to)) return;
  read.status = *status;
  read.sets = read_codes(resource, of, to);
  const auto items = array_member(resource, "item", to); // DSTU2's DiagnosticOrder
  if (items.size() == 0) return into.push_back(std::move(read));
  for (const auto item : items)
    if (auto one = with_item(read, item, of, to)) into.push_back(std::move(*one));
}

} // namespace fhir
