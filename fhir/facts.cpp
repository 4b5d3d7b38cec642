#include "fhir/facts.hpp"

#include "fhir/readers.hpp"

namespace fhir {
namespace {

constexpr std::string_view keys[data_kind_count] = {"patient",         "conditions", "medications", "dispenses",
                                                    "administrations", "statements", "labs",        "vitals",
                                                    "serviceRequests", "allergies"};

/// Reads everything of one request, each set once.
class facts_reader {
 public:
  facts_reader(const chart_source& from, const cds::knowledge& known) : chart_(open_chart(from, known)) {
    report_.utc_means = chart_.offset;
  }

  tl::expected<cds::facts, std::vector<issue>> read() {
    facts_.now = chart_.now;
    facts_.hook = chart_.from.hook;
    if (const auto& patient = supplied_as(data_kind::patient); patient.what == supplied::state::present)
      facts_.patient = read_patient(patient.resource, chart_, report_);
    read_conditions();
    facts_.requests = read_each<cds::medication>(data_kind::medications, "MedicationRequest", read_medication_request);
    facts_.dispenses = read_each<cds::medication>(data_kind::dispenses, "MedicationDispense", read_medication_dispense);
    facts_.administrations = read_each<cds::medication>(data_kind::administrations, "MedicationAdministration",
                                                        read_medication_administration);
    facts_.statements =
        read_each<cds::medication>(data_kind::statements, "MedicationStatement", read_medication_statement);
    facts_.labs = read_into<cds::observation>(data_kind::labs, "Observation", read_observation);
    facts_.vitals = read_into<cds::observation>(data_kind::vitals, "Observation", read_observation);
    facts_.service_requests =
        read_into<cds::service_request>(data_kind::service_requests, "ServiceRequest", read_service_request);
    facts_.allergies = read_into<cds::allergy>(data_kind::allergies, "AllergyIntolerance", read_allergy);
    read_drafts();
    if (!report_.faults.empty()) return tl::unexpected(std::move(report_.faults));
    facts_.unreadable = std::move(report_.unread);
    return std::move(facts_);
  }

 private:
  const supplied& supplied_as(data_kind kind) const { return chart_.from.data[static_cast<std::size_t>(kind)]; }

  /// Visits the resources of one key, which become `items`, and tells whether the engine may conclude from what is not
  /// among them.
  template<class Fact, class Visit>
  cds::supply visit_set(data_kind kind, std::string_view type, std::vector<Fact>& items, Visit visit) {
    const auto& set = supplied_as(kind);
    switch (set.what) {
    case supplied::state::absent:
      return cds::supply::missing;
    case supplied::state::failed:
      return cds::supply::failed;
    case supplied::state::empty:
      return cds::supply::complete;
    case supplied::state::present:
      break;
    }
    const auto read = read_search_set(set, type, chart_, report_);
    items.reserve(read.resources.size());
    for (const auto& [resource, name] : read.resources) {
      const auto before = items.size();
      visit(resource);
      for (auto i = before; i < items.size(); ++i) items[i].source = name;
    }
    return read.whole ? cds::supply::complete : cds::supply::failed;
  }

  template<class Fact> static cds::data_set<Fact> settle(cds::supply state, std::vector<Fact> items) {
    if (state != cds::supply::complete) items.clear();
    return {state, std::move(items)};
  }

  template<class Fact, class Read> cds::data_set<Fact> read_into(data_kind kind, std::string_view type, Read read_one) {
    std::vector<Fact> items;
    const auto state =
        visit_set(kind, type, items, [&](const json::value& resource) { read_one(resource, chart_, report_, items); });
    return settle(state, std::move(items));
  }

  template<class Fact, class Read> cds::data_set<Fact> read_each(data_kind kind, std::string_view type, Read read_one) {
    return read_into<Fact>(kind, type,
                           [&](const json::value& resource, const chart& of, report& to, std::vector<Fact>& items) {
                             if (auto fact = read_one(resource, of, to)) items.push_back(std::move(*fact));
                           });
  }

  void read_conditions() {
    std::vector<cds::condition> items;
    const auto state = visit_set(data_kind::conditions, "Condition", items, [&](const json::value& resource) {
      auto fact = read_condition(resource, chart_, report_);
      if (!fact) return;
      known_conditions_.add(resource, items.size());
      items.push_back(std::move(*fact));
    });
    facts_.conditions = settle(state, std::move(items));
    if (!facts_.conditions.known()) known_conditions_.clear();
  }

  void read_drafts() {
    const auto& bundle = chart_.from.draft_orders;
    if (!bundle) return;
    for (const auto& draft : read_draft_bundle(bundle, chart_, report_))
      if (auto order = read_draft_order(draft, chart_, known_conditions_, facts_.conditions, report_))
        facts_.drafts.push_back(std::move(*order));
  }

  chart chart_;
  report report_;
  cds::facts facts_;
  known_conditions known_conditions_;
};

} // namespace

std::string_view key_of(data_kind k) { return keys[static_cast<std::size_t>(k)]; }

tl::expected<cds::facts, std::vector<issue>> read_facts(const chart_source& from, const cds::knowledge& known) {
  return facts_reader(from, known).read();
}

} // namespace fhir
