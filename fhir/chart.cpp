#include "fhir/chart.hpp"

namespace fhir {
namespace {

constexpr std::string_view in_the_future = "the date lies in the future";

/// The newest time with an offset among the members of resources.
class newest_offset {
 public:
  explicit newest_offset(cds::instant latest) : latest_(latest) {}

  void see(const json::value& written) {
    const auto text = written.string();
    if (!text || text->size() < 17) return; // 2026-01-05T10:30Z
    const auto read = read_date(*text);
    if (!read || !read->when.exact || *read->when.exact > latest_) return;
    if (when_ && *when_ >= *read->when.exact) return;
    when_ = read->when.exact;
    offset_ = *read->offset;
  }

  /// Dates stand in the members of a resource and in its Periods; `meta` is the server's time, not the writer's.
  void see_resource(const json::value& resource) {
    for (const auto member : resource) {
      see(member);
      if (!member.name().ends_with("Period")) continue;
      see(member["start"]);
      see(member["end"]);
    }
  }

  std::optional<std::chrono::minutes> offset() const { return offset_; }

 private:
  cds::instant latest_;
  std::optional<cds::instant> when_;
  std::optional<std::chrono::minutes> offset_;
};

std::optional<std::chrono::minutes> offset_of_drafts(const json::value& bundle) {
  for (const auto entry : bundle["entry"]) {
    const auto order = entry["resource"];
    const auto text = (has(order, "authoredOn") ? order["authoredOn"] : order["dateWritten"]).string();
    const auto read = text ? read_date(*text) : tl::unexpected(std::string{});
    if (read && read->offset) return read->offset;
  }
  return std::nullopt;
}

json::value own_patient(const chart_source& from) {
  const auto& sent = from.data[static_cast<std::size_t>(data_kind::patient)].resource;
  const bool own = sent["resourceType"].string() == "Patient" && sent["id"].string() == from.patient_id;
  return own ? sent : json::value{};
}

std::string_view plain_id_of(const chart_source& from) {
  const auto reference = "Patient/" + std::string(from.patient_id);
  const auto named = read_literal(reference, from.fhir_server);
  return named && named->type == "Patient" && named->id == from.patient_id ? from.patient_id : std::string_view();
}

} // namespace

std::chrono::minutes patients_offset(const chart_source& from, std::chrono::minutes tolerance) {
  if (const auto offset = offset_of_drafts(from.draft_orders)) return *offset;
  newest_offset newest(from.now + tolerance);
  for (const auto& set : from.data) {
    if (!set.resource["entry"]) newest.see_resource(set.resource); // a Bundle's own timestamp is the server's
    for (const auto entry : set.resource["entry"]) newest.see_resource(entry["resource"]);
    for (const auto& page : set.further)
      for (const auto entry : page["entry"]) newest.see_resource(entry["resource"]);
  }
  return newest.offset().value_or(std::chrono::minutes{0});
}

chart open_chart(const chart_source& from, const cds::knowledge& known) {
  const std::chrono::minutes tolerance{static_cast<int>(known.limits.future_tolerance_minutes)};
  const auto offset = patients_offset(from, tolerance);
  chart opened{from,
               known,
               {from.now, day_at(from.now, offset)},
               tolerance,
               offset,
               reference_index{from.fhir_server},
               own_patient(from),
               plain_id_of(from)};
  opened.references.add_bundle(from.draft_orders, origin::draft_orders);
  for (const auto& set : from.data) {
    opened.references.add_bundle(set.resource, origin::prefetch);
    for (const auto& page : set.further) opened.references.add_bundle(page, origin::prefetch);
  }
  opened.references.seal();
  return opened;
}

cds::resource_ref name_of(const json::value& resource) {
  return {resource["resourceType"].string().value_or(""), resource["id"].string().value_or("")};
}

std::optional<std::string_view> refuses_plain_reading(const json::value& element) {
  if (element["modifierExtension"].size() > 0) return "an extension changes its meaning";
  if (has(element, "implicitRules")) return "it follows rules of its own that are not known here";
  return std::nullopt;
}

std::optional<cds::date_time> past_date_member(const json::value& in, json::member_name name, const chart& of,
                                               report& to) {
  auto when = date_member(in, name, to);
  if (!when || !of.is_future(*when)) return when;
  to.say(in[name], std::string(in_the_future));
  return std::nullopt;
}

bool refuse_future(const json::value& resource, const std::optional<cds::date_time>& when, const chart& of,
                   report& to) {
  if (!when || !of.is_future(*when)) return false;
  to.say(resource, std::string(in_the_future));
  return true;
}

} // namespace fhir
