// One reader for each kind of resource. Each takes a resource that belongs to the patient and gives facts, or nothing
// when the resource is no fact: entered in error, never happened, dated in the future, or of a status that is not
// known. What was left out for another reason than its own status is reported. The `source` of what is read
// from a set is left to whoever reads the set, who knows it.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fhir/bundle.hpp"
#include "fhir/chart.hpp"

namespace fhir {

/// The prefetched Patient. Another patient's, or one without an id, is a fault.
cds::patient read_patient(const json::value& resource, const chart& of, report& to);

std::optional<cds::condition> read_condition(const json::value& resource, const chart& of, report& to);
std::optional<cds::medication> read_medication_request(const json::value& resource, const chart& of, report& to);
std::optional<cds::medication> read_medication_dispense(const json::value& resource, const chart& of, report& to);
std::optional<cds::medication> read_medication_administration(const json::value& resource, const chart& of, report& to);
std::optional<cds::medication> read_medication_statement(const json::value& resource, const chart& of, report& to);

/// An observation and each component of a panel whose code is known.
void read_observation(const json::value& resource, const chart& of, report& to, std::vector<cds::observation>& into);
/// One fact, or one for each test of a DSTU2 DiagnosticOrder.
void read_service_request(const json::value& resource, const chart& of, report& to,
                          std::vector<cds::service_request>& into);
/// One fact for each substance it names; at least one unless it says that there is no allergy.
void read_allergy(const json::value& resource, const chart& of, report& to, std::vector<cds::allergy>& into);

/// The conditions of facts.conditions with the resources they were read from, for references. One request's resources
/// may lie in several documents.
class known_conditions {
 public:
  void add(const json::value& resource, std::size_t index) { all_.emplace(resource.id(), entry{resource, index}); }
  std::optional<std::size_t> index_of(const json::value& resource) const {
    const auto [first, last] = all_.equal_range(resource.id());
    for (auto at = first; at != last; ++at)
      if (at->second.resource == resource) return at->second.index;
    return std::nullopt;
  }
  void clear() { all_.clear(); }

 private:
  struct entry {
    json::value resource;
    std::size_t index = 0;
  };
  std::unordered_multimap<std::uint32_t, entry> all_; // by the id within the document
};
/// A draft order; nothing when it is entered in error, cancelled or says not to perform. References to conditions
/// become indexes. A Condition that did not come with `conditions` is appended there when that set is
/// known.
std::optional<cds::draft_order> read_draft_order(const draft_entry& draft, const chart& of, known_conditions& known,
                                                 cds::data_set<cds::condition>& conditions, report& to);

/// A status code of a resource and the state it means; `left_out` codes are never facts.
template<class State> struct status_row {
  std::string_view code;
  State state;
  bool left_out = false;
};

/// The state of a required `status`; nothing when its code is left out, and reported when it is missing or not in the
/// table.
template<class State, std::size_t N>
std::optional<State> read_status(const json::value& resource, const status_row<State> (&table)[N], report& to) {
  const auto code = string_member(resource, "status", to);
  for (const auto& row : table)
    if (code == row.code) return row.left_out ? std::nullopt : std::optional{row.state};
  to.say(resource, code ? "status " + quoted(*code) + " is not a known one" : "it has no status");
  return std::nullopt;
}

/// Value sets of the coded reasons, under the name each FHIR version has for them.
cds::value_sets read_reason_codes(const json::value& resource, const chart& of, report& to);
/// The References among the reasons. Members of R5 that are no objects are absent from it.
std::vector<json::value> reason_references(const json::value& resource, report& to);
/// Value sets of the coded reasons and of the Conditions that the other reasons name.
cds::value_sets read_reasons(const json::value& resource, const chart& of, origin from, report& to);
/// True for a Condition of this patient that a reference led to and that may be read; one contained in the referring
/// resource needs no subject.
bool is_own_condition(const json::value& resource, const json::value& reference, const chart& of, origin from);
/// True when verificationStatus says that a Condition or allergy is not one.
bool is_refuted(const json::value& resource);

/// `authoredOn`, or DSTU2's `dateWritten`: the name of the one that is there.
std::string_view authored_name(const json::value& order);

/// `quantity`, expectedSupplyDuration and numberOfRepeatsAllowed of a dispenseRequest.
struct supply_request {
  std::optional<double> days;
  std::optional<cds::quantity> amount;
  std::optional<int> refills;
};
supply_request read_supply_request(const json::value& resource, report& to);
/// An amount in a member; nothing when absent, reported when it cannot be read.
std::optional<cds::quantity> amount_member(const json::value& in, json::member_name name, report& to);
std::optional<double> days_member(const json::value& in, json::member_name name, bool unit_of_day, report& to);

} // namespace fhir
