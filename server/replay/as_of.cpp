#include "server/replay/as_of.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include "fhir/codeable.hpp"
#include "fhir/date.hpp"
#include "fhir/json/writer.hpp"

namespace server {
namespace {

using fhir::json::value;

std::optional<cds::date_time> date_in(const value& text) {
  const auto written = text.string();
  const auto read = written ? fhir::read_date(*written) : tl::unexpected(std::string{});
  return read ? std::optional(read->when) : std::nullopt;
}

std::optional<cds::date_time> first_of(const value& resource, std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    const auto dot = name.find('.');
    const auto at =
        dot == std::string_view::npos ? resource[name] : resource[name.substr(0, dot)][name.substr(dot + 1)];
    if (const auto date = date_in(at)) return date;
  }
  return std::nullopt;
}

bool is_one_of(const value& status, std::initializer_list<std::string_view> codes) {
  const auto code = status.string();
  return code && std::find(codes.begin(), codes.end(), *code) != codes.end();
}

bool has_happened(const cds::date_time& when, const order_clock& clock) {
  return when.exact && !clock.to_the_day ? *when.exact <= clock.now.at : when.last < clock.now.today;
}

/// Nothing of the resource changed after its last update, when that was before the clock.
bool unchanged_since(const value& resource, const order_clock& clock) {
  const auto updated = date_in(resource["meta"]["lastUpdated"]);
  return updated && has_happened(*updated, clock);
}

std::optional<cds::date_time> end_of(const value& resource, chart_type type) {
  if (type == chart_type::condition) return first_of(resource, {"abatementDateTime", "abatementPeriod.end"});
  return first_of(resource, {"effectivePeriod.end"});
}

/// As an age, a text or a yes: without a date.
bool says_abatement(const value& condition) {
  return std::any_of(condition.begin(), condition.end(),
                     [](const value& member) { return member.name().starts_with("abatement"); });
}

earlier status_of_condition(const value& resource, const order_clock& clock) {
  if (const auto abated = end_of(resource, chart_type::condition))
    return has_happened(*abated, clock) ? earlier::same : earlier::other;
  const auto status = resource["clinicalStatus"];
  const bool over = fhir::has_code(status, "resolved") || fhir::has_code(status, "inactive") ||
                    fhir::has_code(status, "remission") || says_abatement(resource);
  return over && !unchanged_since(resource, clock) ? earlier::unknown : earlier::same;
}

earlier status_of_order(const value& resource, const order_clock& clock, const known_of_it& more) {
  const auto status = resource["status"];
  if (!is_one_of(status, {"completed", "stopped", "cancelled", "ended"}) || unchanged_since(resource, clock))
    return earlier::same;
  if (more.last_given && cds::days_between(more.last_given->last, clock.now.today) <= days_between_doses)
    return earlier::other;
  if (!more.planned_end) return earlier::unknown;
  if (*more.planned_end < clock.now.today) return earlier::same; // over by then either way
  return is_one_of(status, {"completed", "ended"}) ? earlier::other : earlier::unknown;
}

earlier status_of_test(const value& resource, const order_clock& clock, const known_of_it& more) {
  const auto status = resource["status"];
  if (!is_one_of(status, {"completed", "revoked"}) || unchanged_since(resource, clock)) return earlier::same;
  if (status.string() == "revoked" || !more.result_known) return earlier::unknown;
  return has_happened(*more.result_known, clock) ? earlier::same : earlier::other;
}

earlier status_of_allergy(const value& resource, const order_clock& clock) {
  const auto status = resource["clinicalStatus"];
  const bool over = fhir::has_code(status, "inactive") || fhir::has_code(status, "resolved");
  return over && !unchanged_since(resource, clock) ? earlier::unknown : earlier::same;
}

/// Copies an object without some members, with others in their place.
struct change {
  std::string_view name;
  std::string_view json; // empty: left out
};
std::string with_changes(const value& resource, std::initializer_list<change> changes) {
  std::string text;
  fhir::json::writer out(text);
  out.begin_object();
  for (const auto member : resource) {
    const auto at =
        std::find_if(changes.begin(), changes.end(), [&](const change& c) { return c.name == member.name(); });
    if (at == changes.end())
      out.member(member.name(), member);
    else if (!at->json.empty())
      out.name(member.name()).raw(at->json);
  }
  out.end_object();
  return text;
}

constexpr std::string_view active_condition =
    R"({"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]})";

std::string without_abatement(const value& condition) {
  const auto status = condition["clinicalStatus"];
  const bool open =
      fhir::has_code(status, "active") || fhir::has_code(status, "recurrence") || fhir::has_code(status, "relapse");
  std::string text;
  fhir::json::writer out(text);
  out.begin_object();
  for (const auto member : condition) {
    if (member.name().starts_with("abatement") || member.name().starts_with("_abatement")) continue;
    if (member.name() == "clinicalStatus" && !open)
      out.name("clinicalStatus").raw(active_condition);
    else
      out.member(member.name(), member);
  }
  out.end_object();
  return text;
}

std::string without_end(const value& course, std::string_view status) {
  const auto period = with_changes(course["effectivePeriod"], {{"end", ""}, {"_end", ""}});
  return with_changes(course, {{"status", status}, {"effectivePeriod", period}});
}

} // namespace

std::optional<cds::date_time> known_from(const value& resource, chart_type type) {
  switch (type) {
  case chart_type::condition:
    return first_of(resource, {"recordedDate", "onsetDateTime", "onsetPeriod.start"});
  case chart_type::medication_request:
  case chart_type::service_request:
    return first_of(resource, {"authoredOn"});
  case chart_type::medication_dispense:
    return first_of(resource, {"whenHandedOver", "whenPrepared"});
  case chart_type::medication_administration:
    return first_of(resource, {"effectiveDateTime", "effectivePeriod.start"});
  case chart_type::medication_statement:
    return first_of(resource, {"dateAsserted", "effectiveDateTime", "effectivePeriod.start"});
  case chart_type::observation:
    return first_of(resource, {"issued", "effectiveDateTime", "effectiveInstant", "effectivePeriod.end"});
  case chart_type::allergy:
    return first_of(resource, {"recordedDate", "onsetDateTime"});
  case chart_type::patient:
  case chart_type::medication:
    break;
  }
  return std::nullopt;
}

bool is_known(const cds::date_time& from, const order_clock& clock, chart_type type) {
  if (from.exact && !clock.to_the_day)
    return type == chart_type::medication_request ? *from.exact < clock.now.at : *from.exact <= clock.now.at;
  const bool that_day = from.first == from.last && from.last == clock.now.today;
  const bool comes_first = type == chart_type::condition || type == chart_type::allergy;
  return from.last < clock.now.today || (that_day && comes_first);
}

order_clock clock_of(const value& order) {
  const auto authored = fhir::read_date(order["authoredOn"].string().value_or(""));
  if (!authored) return {};
  const auto& when = authored->when;
  // The middle of a day is that day nearly everywhere.
  if (!when.exact) return {{cds::instant{when.first} + std::chrono::hours{12}, when.first}, true};
  return {{*when.exact, fhir::day_at(*when.exact, authored->offset.value_or(std::chrono::minutes{0}))}, false};
}

earlier status_at(const value& resource, chart_type type, const order_clock& clock, const known_of_it& more) {
  switch (type) {
  case chart_type::condition:
    return status_of_condition(resource, clock);
  case chart_type::medication_request:
    return status_of_order(resource, clock, more);
  case chart_type::service_request:
    return status_of_test(resource, clock, more);
  case chart_type::medication_administration:
  case chart_type::medication_statement: {
    const auto end = end_of(resource, type);
    return end && !has_happened(*end, clock) ? earlier::other : earlier::same;
  }
  case chart_type::allergy:
    return status_of_allergy(resource, clock);
  case chart_type::patient:
  case chart_type::medication_dispense:
  case chart_type::observation:
  case chart_type::medication:
    break;
  }
  return earlier::same;
}

std::string rewritten(const value& resource, chart_type type) {
  switch (type) {
  case chart_type::condition:
    return without_abatement(resource);
  case chart_type::medication_administration:
    return without_end(resource, R"("in-progress")");
  case chart_type::medication_statement:
    return without_end(resource, R"("active")");
  default:
    return with_changes(resource, {{"status", R"("active")"}});
  }
}

std::string as_draft(const value& order) {
  return with_changes(order, {{"status", R"("draft")"}, {"statusReason", ""}});
}

} // namespace server
