#include "server/replay/earlier_statuses.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "cds/assess/medicines.hpp"
#include "fhir/codeable.hpp"
#include "fhir/drug.hpp"
#include "fhir/readers.hpp"
#include "server/replay/chart_pages.hpp"

namespace server {
namespace {

using fhir::json::value;

class history {
 public:
  history(std::span<chart_item> items, const fhir::chart& exported, const cds::terminology& terms)
      : items_(items), exported_(exported), terms_(terms) {}

  void tell(const order_clock& last);

 private:
  std::optional<cds::day> planned_end_of(const chart_item& item) const;
  std::optional<cds::date_time> last_given_of(const chart_item& order) const;
  cds::agent agent_of(const chart_item& item) const;
  std::optional<cds::date_time> result_of(const chart_item& item) const;
  bool matters(const chart_item& item) const;

  std::span<chart_item> items_;
  const fhir::chart& exported_;
  const cds::terminology& terms_;
};

void history::tell(const order_clock& last) {
  for (auto& item : items_) {
    if (!item.from || !is_known(*item.from, last, item.type)) continue;
    if (item.resource["status"].string() == "active" || fhir::has_code(item.resource["clinicalStatus"], "active"))
      continue;
    item.matters = matters(item);
    if (item.type == chart_type::medication_request && item.matters) {
      item.more.planned_end = planned_end_of(item);
      item.more.last_given = last_given_of(item);
    }
    if (item.type == chart_type::service_request && item.matters) item.more.result_known = result_of(item);
  }
}

std::optional<cds::day> history::planned_end_of(const chart_item& item) const {
  fhir::report unheard;
  std::optional<cds::medication> read;
  if (item.resource["status"].string() == "cancelled") { // which is no fact any more, and its plan still was
    std::string text;
    add_page(text, rewritten(item.resource, item.type));
    fhir::json::document document;
    const auto pages = pages_of(text, document);
    read = fhir::read_medication_request(resource_of(pages.front()), exported_, unheard);
  } else {
    read = fhir::read_medication_request(item.resource, exported_, unheard);
  }
  if (!read || !read->start) return std::nullopt;
  if (read->end) return read->end->last;
  const auto days = cds::course_days(read->drug, read->dosage, read->days_supply, read->amount);
  if (!days) return std::nullopt;
  return cds::last_day(*read, long_after);
}

cds::agent history::agent_of(const chart_item& item) const {
  fhir::report unheard;
  return fhir::read_drug(item.resource, exported_, fhir::origin::prefetch, unheard).drug.agent;
}

/// Of the administrations that name the order, or, where they name none, that give its antiviral before it is ordered
/// anew.
std::optional<cds::date_time> history::last_given_of(const chart_item& order) const {
  const auto agent = agent_of(order);
  if (agent == cds::agent::none || !order.from) return std::nullopt;
  auto next = long_after;
  for (const auto& other : items_)
    if (other.type == chart_type::medication_request && other.from && other.from->first > order.from->first &&
        other.from->first < next && agent_of(other) == agent)
      next = other.from->first;
  std::optional<cds::date_time> last;
  for (const auto& given : items_) {
    if (given.type != chart_type::medication_administration || !given.from) continue;
    if (given.from->first < order.from->first || (last && given.from->last <= last->last)) continue;
    const auto named = given.resource["request"]["reference"].string().value_or("");
    const auto id = order.resource["id"].string().value_or("");
    const bool names_it = named == "MedicationRequest/" + std::string(id);
    if (names_it || (named.empty() && given.from->first < next && agent_of(given) == agent)) last = given.from;
  }
  return last;
}

std::optional<cds::date_time> history::result_of(const chart_item& item) const {
  const auto id = item.resource["id"].string().value_or("");
  const auto names_it = [&](const value& reference) {
    const auto text = reference["reference"].string().value_or("");
    return text.ends_with(id) && text.substr(0, text.size() - id.size()).ends_with("ServiceRequest/");
  };
  std::optional<cds::date_time> first;
  for (const auto& other : items_) {
    if (other.type != chart_type::observation || !other.from) continue;
    const auto based_on = other.resource["basedOn"];
    if (std::none_of(based_on.begin(), based_on.end(), names_it)) continue;
    if (!first || other.from->last < first->last) first = other.from;
  }
  return first;
}

/// Whether a status of this resource can matter to a rule.
bool history::matters(const chart_item& item) const {
  fhir::report unheard;
  const auto says_a_known_drug = [](const cds::drug& d) { return d.agent != cds::agent::none || !d.sets.empty(); };
  switch (item.type) {
  case chart_type::condition:
    return !fhir::read_concept_member(item.resource, "code", terms_, unheard).sets.empty();
  case chart_type::service_request: {
    std::vector<cds::service_request> read;
    fhir::read_service_request(item.resource, exported_, unheard, read);
    return std::any_of(read.begin(), read.end(), [](const auto& one) { return !one.sets.empty(); });
  }
  case chart_type::medication_request:
    return says_a_known_drug(fhir::read_drug(item.resource, exported_, fhir::origin::prefetch, unheard).drug);
  case chart_type::allergy: {
    std::vector<cds::allergy> read;
    fhir::read_allergy(item.resource, exported_, unheard, read);
    return std::any_of(read.begin(), read.end(), [&](const auto& one) { return says_a_known_drug(one.drug); });
  }
  default:
    return false;
  }
}

} // namespace

void tell_of_earlier_statuses(std::span<chart_item> items, const fhir::chart& exported, const cds::terminology& terms,
                              const order_clock& last_order) {
  history(items, exported, terms).tell(last_order);
}

} // namespace server
