#include "fhir/dosage.hpp"
#include "fhir/drug.hpp"
#include "fhir/readers.hpp"

namespace fhir {
namespace {

using state = cds::medication::state;

constexpr status_row<state> states[] = {
    {"active", state::active},           {"on-hold", state::on_hold},
    {"completed", state::completed},     {"stopped", state::stopped},
    {"unknown", state::unknown},         {"draft", state::unknown, true},
    {"cancelled", state::unknown, true}, {"entered-in-error", state::unknown, true},
    {"ended", state::completed}, // R5
};

/// Somebody's idea, not an order.
bool is_only_proposed(const json::value& resource) {
  const auto intent = resource["intent"].string();
  return intent == "proposal" || intent == "option";
}

} // namespace

std::optional<cds::medication> read_medication_request(const json::value& resource, const chart& of, report& to) {
  const auto status = read_status(resource, states, to);
  if (!status || is_only_proposed(resource) || boolean_member(resource, "doNotPerform", to) == true)
    return std::nullopt;
  auto taken = read_instructions(resource, "dosageInstruction", to);
  const auto authored = date_member(resource, authored_name(resource), to);
  const auto start = taken.starts ? taken.starts : authored;
  if (refuse_future(resource, authored, of, to) || refuse_future(resource, start, of, to)) return std::nullopt;

  cds::medication read;
  const auto supply = read_supply_request(resource, to);
  read.origin = cds::medication::kind::request;
  read.status = *status;
  read.drug = read_drug(resource, of, origin::prefetch, to).drug;
  compare_with_product(taken, read.drug);
  read.dosage = std::move(taken.dosage);
  read.reasons = read_reasons(resource, of, origin::prefetch, to);
  read.start = start;
  read.end = taken.ends;
  read.days_supply = supply.days;
  read.amount = supply.amount;
  read.refills = supply.refills;
  return read;
}

} // namespace fhir
