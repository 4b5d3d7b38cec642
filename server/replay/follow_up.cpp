#include "server/replay/follow_up.hpp"

#include <algorithm>

#include "fhir/date.hpp"
#include "fhir/dosage.hpp"
#include "fhir/drug.hpp"
#include "fhir/readers.hpp"

namespace server {
namespace {

void keep_earlier(std::optional<int>& first, const std::optional<int>& days) {
  if (days && (!first || *days < *first)) first = days;
}

bool differs_in_dose(const cds::dosage& a, const cds::dosage& b) {
  return a.dose != b.dose || a.times_per_day != b.times_per_day;
}

} // namespace

follow_up::follow_up(const replay_ground& on, const patient_chart& of, const chart_order& after)
    : on_(on), chart_(of), order_(after),
      complete_(on.last_seen && *on.last_seen >= after.clock.now.today + follow_up_days) {}

/// Whole days from the order to something later, no further than is looked.
std::optional<int> follow_up::days_to(const std::optional<cds::date_time>& when) const {
  if (!when) return std::nullopt;
  const auto& clock = order_.clock;
  if (when->exact && !clock.to_the_day) {
    const auto after = *when->exact - clock.now.at;
    if (after <= std::chrono::seconds{0} || after > follow_up_days) return std::nullopt;
    return static_cast<int>(std::chrono::floor<std::chrono::days>(after).count());
  }
  if (when->first < clock.now.today || when->last > clock.now.today + follow_up_days) return std::nullopt;
  return cds::days_between(clock.now.today, when->first);
}

std::optional<int> follow_up::first_test(const cds::value_sets& wanted) const {
  std::optional<int> first;
  fhir::report unheard;
  for (const auto& item : chart_.items()) {
    if (item.type == chart_type::service_request) {
      std::vector<cds::service_request> read;
      fhir::read_service_request(item.resource, chart_.exported(), unheard, read);
      for (const auto& one : read)
        if (one.sets.any_of(wanted)) keep_earlier(first, days_to(one.authored));
    } else if (item.type == chart_type::observation && item.measured.any_of(wanted)) {
      std::vector<cds::observation> read;
      fhir::read_observation(item.resource, chart_.exported(), unheard, read);
      for (const auto& one : read)
        if (one.sets.any_of(wanted)) keep_earlier(first, days_to(one.effective));
    }
  }
  return first;
}

/// Another order of an antiviral: of another drug, or of the same one with another dose.
std::optional<int> follow_up::first_order(deed what) const {
  std::optional<int> first;
  fhir::report unheard;
  const auto read = [&](const chart_item& item) {
    return fhir::read_medication_request(item.resource, chart_.exported(), unheard);
  };
  const auto& own = chart_.items()[order_.item];
  const auto drug = fhir::read_drug(own.resource, chart_.exported(), fhir::origin::prefetch, unheard).drug;
  const auto dosage = fhir::read_instructions(own.resource, "dosageInstruction", unheard).dosage;
  for (const auto& item : chart_.items()) {
    if (item.type != chart_type::medication_request || &item == &own) continue;
    if (signing_of(item.resource) != signing::signed_order) continue;
    const auto days = days_to(item.from);
    const auto other = days ? read(item) : std::nullopt;
    if (!other || other->drug.agent == cds::agent::none) continue;
    const bool same_drug = other->drug.agent == drug.agent;
    const bool counts = what == deed::drug_changed ? !same_drug : same_drug && differs_in_dose(other->dosage, dosage);
    if (counts) keep_earlier(first, days);
  }
  return first;
}

/// FHIR tells that an order was stopped, and not when: only a record that was not touched since tells by when.
suggested_deed follow_up::ended() const {
  const auto& order = chart_.items()[order_.item].resource;
  const auto status = order["status"].string();
  if (status != "stopped" && status != "cancelled")
    return {deed::order_ended, complete_ ? happening::no : happening::unknown, {}};
  const auto updated = fhir::read_date(order["meta"]["lastUpdated"].string().value_or(""));
  const bool in_time = updated && updated->when.last <= order_.clock.now.today + follow_up_days;
  return {deed::order_ended, in_time ? happening::yes : happening::unknown, {}};
}

/// Whether what is not found did not happen.
bool follow_up::can_deny(deed what) const {
  if (!complete_) return false;
  const bool is_test = what == deed::culture || what == deed::laboratory;
  const bool is_request = is_test || what == deed::referral;
  return (!is_request || on_.has(chart_type::service_request)) && (!is_test || on_.has(chart_type::observation));
}

suggested_deed follow_up::look_for(deed what, const cds::value_sets& wanted) const {
  if (what == deed::order_ended) return ended();
  const bool by_orders = what == deed::drug_changed || what == deed::dose_changed;
  const auto days = by_orders ? first_order(what) : first_test(wanted);
  if (days) return {what, happening::yes, days};
  return {what, can_deny(what) ? happening::no : happening::unknown, {}};
}

} // namespace server
