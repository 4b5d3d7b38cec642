#include <unordered_set>
#include <utility>

#include "fhir/codeable.hpp"
#include "fhir/dosage.hpp"
#include "fhir/drug.hpp"
#include "fhir/readers.hpp"

namespace fhir {
namespace {

bool is_no_order(const json::value& resource, report& to) {
  const auto status = string_member(resource, "status", to);
  if (status == "entered-in-error" || status == "cancelled") {
    to.say(resource["status"], "an order with this status is not checked");
    return true;
  }
  if (boolean_member(resource, "doNotPerform", to) != true) return false;
  to.say(resource["doNotPerform"], "an order not to give a drug is not checked");
  return true;
}

/// A Condition that did not come with the set of conditions: contained in the order, or in another Bundle.
std::optional<std::size_t> add_condition(const json::value& resource, const chart& of, known_conditions& known,
                                         cds::data_set<cds::condition>& conditions, report& to) {
  if (!conditions.known()) return std::nullopt;
  const bool draft = std::exchange(to.draft, false); // a condition is data, not the order
  auto read = read_condition(resource, of, to);
  to.draft = draft;
  if (!read) return std::nullopt;
  read->source = name_of(resource);
  conditions.items.push_back(std::move(*read));
  const auto index = conditions.items.size() - 1;
  known.add(resource, index);
  return index;
}

struct reader {
  const chart& of;
  known_conditions& known;
  cds::data_set<cds::condition>& conditions;
  report& to;

  std::optional<std::size_t> condition_named(const json::value& reference, const json::value& order) {
    const auto reason = of.references.find(reference, order, origin::draft_orders);
    if (!is_own_condition(reason, reference, of, origin::draft_orders)) return std::nullopt;
    if (const auto index = known.index_of(reason)) return index;
    return add_condition(reason, of, known, conditions, to);
  }

  void read_reasons(const json::value& order, cds::draft_order& into) {
    into.reasons = read_reason_codes(order, of, to);
    std::unordered_set<std::size_t> named;
    for (const auto& reference : reason_references(order, to)) {
      if (!reference.is(json::kind::object)) {
        to.wrong_type(reference, "an object");
        continue;
      }
      const auto index = condition_named(reference, order);
      if (!index) {
        into.reason_unresolved = true;
        to.say(reference, "names no Condition that was supplied and is a fact");
      } else if (named.insert(*index).second) {
        into.conditions.push_back(*index);
      }
    }
  }
};

} // namespace

std::optional<cds::draft_order> read_draft_order(const draft_entry& draft, const chart& of, known_conditions& known,
                                                 cds::data_set<cds::condition>& conditions, report& to) {
  const auto& resource = draft.resource;
  to.draft = true;
  cds::draft_order read;
  const bool no_order = is_no_order(resource, to);
  const auto drug = read_drug(resource, of, origin::draft_orders, to);
  const auto supply = read_supply_request(resource, to);
  read.source = name_of(resource);
  read.entry = draft.entry;
  read.drug = drug.drug;
  read.drug_unresolved = drug.unresolved;
  auto taken = read_instructions(resource, "dosageInstruction", to);
  compare_with_product(taken, read.drug);
  read.dosage = std::move(taken.dosage);
  if (const auto reason = refuses_plain_reading(resource)) {
    read.dosage = {};
    read.dosage.unread.emplace_back(*reason);
  }
  read.days_supply = supply.days;
  read.amount = supply.amount;
  read.refills = supply.refills;
  read.authored = past_date_member(resource, authored_name(resource), of, to);
  if (!no_order) reader{of, known, conditions, to}.read_reasons(resource, read);
  to.draft = false;
  return no_order ? std::nullopt : std::optional{std::move(read)};
}

} // namespace fhir
