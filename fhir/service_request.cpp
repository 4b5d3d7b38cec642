#include "fhir/codeable.hpp"
#include "fhir/readers.hpp"

namespace fhir {
namespace {

using state = cds::service_request::state;

constexpr status_row<state> states[] = {
    {"draft", state::draft},
    {"active", state::active},
    {"on-hold", state::on_hold},
    {"completed", state::completed},
    {"revoked", state::revoked},
    {"unknown", state::unknown},
    {"entered-in-error", state::unknown, true},
};

/// When it was asked for; a date on which it is to happen counts only once that is past.
std::optional<cds::date_time> read_date_of_request(const json::value& resource, const chart& of, report& to) {
  if (const auto authored = date_member(resource, "authoredOn", to)) return authored;
  auto planned = date_member(resource, "occurrenceDateTime", to);
  if (!planned) planned = period_member(resource, "occurrencePeriod", to).start;
  return planned && !of.is_future(*planned) ? planned : std::nullopt;
}

bool is_only_proposed(const json::value& resource) {
  const auto intent = resource["intent"].string();
  return intent == "proposal" || intent == "option";
}

} // namespace

std::optional<cds::service_request> read_service_request(const json::value& resource, const chart& of, report& to) {
  const auto status = read_status(resource, states, to);
  if (!status || is_only_proposed(resource) || boolean_member(resource, "doNotPerform", to) == true)
    return std::nullopt;
  cds::service_request read;
  read.authored = read_date_of_request(resource, of, to);
  if (refuse_future(resource, read.authored, of, to)) return std::nullopt;
  read.source = name_of(resource);
  read.status = *status;
  read.sets = read_concept_member(resource, "code", of.terms(), to).sets;
  read.sets.add(read_concepts_member(resource, "category", of.terms(), to).sets);
  read.sets.add(read_concepts_member(resource, "orderDetail", of.terms(), to).sets);
  return read;
}

} // namespace fhir
