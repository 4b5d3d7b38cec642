#include "server/replay/replayed_order.hpp"

#include <array>
#include <tuple>

#include "fhir/date.hpp"
#include "fhir/json/writer.hpp"
#include "server/replay/instant_text.hpp"
#include "server/replay/line_reading.hpp"

namespace server {
namespace {

using fhir::json::value;
using fhir::json::writer;

constexpr std::array<std::string_view, deed_count> deeds = {"culture",     "laboratory",   "referral",
                                                            "order-ended", "drug-changed", "dose-changed"};
constexpr std::array<std::string_view, 3> happenings = {"no", "yes", "unknown"};

void write(writer& out, const suggested_deed& s) {
  out.begin_object().member("deed", name_of(s.what)).member("happened", name_of(s.happened));
  if (s.days) out.member("days", *s.days);
  out.end_object();
}

void write(writer& out, std::string_view name, const std::vector<suggested_deed>& list) {
  if (list.empty()) return;
  out.name(name).begin_array();
  for (const auto& one : list) write(out, one);
  out.end_array();
}

void write(writer& out, const rule_result& r) {
  out.begin_object().member("rule", cds::name_of(r.rule)).member("verdict", cds::name_of(r.verdict));
  if (r.urgency) out.member("urgency", cds::name_of(*r.urgency));
  if (r.shown) out.member("shown", true);
  if (!r.missing.empty()) {
    out.name("missing").begin_array();
    for (const auto& one : r.missing) out.string(one);
    out.end_array();
  }
  write(out, "suggested", r.suggested);
  out.end_object();
}

void write(writer& out, const judgement& j) {
  out.begin_object();
  if (!j.refused.empty()) out.member("refused", j.refused);
  out.member("cards", j.cards).name("rules").begin_array();
  for (const auto& one : j.rules) write(out, one);
  out.end_array().end_object();
}

suggested_deed read_deed(const value& from, line_reader& reader) {
  suggested_deed read;
  read.what = reader.one_of(from, "deed", deed_named);
  read.happened = reader.one_of(from, "happened",
                                [](std::string_view name) { return named_among<happening>(name, happening::unknown); });
  if (from["days"]) read.days = reader.count<int>(from, "days");
  return read;
}

rule_result read_rule(const value& from, line_reader& reader) {
  rule_result read;
  read.rule = reader.one_of(from, "rule", cds::rule_named);
  read.verdict =
      reader.one_of(from, "verdict", [](std::string_view name) { return named_among(name, cds::verdict::fired); });
  if (from["urgency"])
    read.urgency = reader.one_of(from, "urgency",
                                 [](std::string_view name) { return named_among(name, cds::indicator::critical); });
  read.shown = reader.flag(from, "shown");
  read.missing =
      reader.list(from, "missing", [&](const value& one) { return std::string(reader.taken(one.string())); });
  read.suggested = reader.list(from, "suggested", [&](const value& one) { return read_deed(one, reader); });
  return read;
}

judgement read_judgement(const value& from, line_reader& reader) {
  judgement read;
  if (!from.is(fhir::json::kind::object)) reader.spoil();
  read.rules = reader.list(from, "rules", [&](const value& one) { return read_rule(one, reader); });
  read.cards = reader.count<int>(from, "cards");
  read.refused = reader.text_if_any(from, "refused");
  return read;
}

} // namespace

std::string_view name_of(deed d) { return deeds.at(static_cast<std::size_t>(d)); }
std::optional<deed> deed_named(std::string_view name) { return named_among(name, deed::dose_changed); }
std::string_view name_of(happening h) { return happenings.at(static_cast<std::size_t>(h)); }

bool stands_before(const replayed_order& a, const replayed_order& b) {
  return std::tie(a.patient, a.at, a.order) < std::tie(b.patient, b.at, b.order);
}

void append_line(std::string& to, const replayed_order& of) {
  writer out(to);
  out.begin_object().member("patient", of.patient).member("order", of.order).member("at", to_text(of.at));
  out.member("day", cds::to_text(of.day)).member("agent", cds::name_of(of.agent));
  if (!of.prescriber.empty()) out.member("prescriber", of.prescriber);
  if (of.follow_up_complete) out.member("followUpComplete", true);
  if (of.statuses_as_exported != 0) out.member("statusesAsExported", of.statuses_as_exported);
  if (of.left_out_undated != 0) out.member("leftOutUndated", of.left_out_undated);
  out.name("judged");
  write(out, of.judged);
  if (of.compared) {
    out.name("compared");
    write(out, *of.compared);
  }
  write(out, "unprompted", of.unprompted);
  out.end_object();
  to.push_back('\n');
}

tl::expected<replayed_order, std::string> read_replayed_order(std::string_view line) {
  fhir::json::document document;
  const auto root = document.read(line);
  if (!root) return tl::unexpected(std::string("is not JSON"));
  line_reader reader;
  replayed_order read;
  read.patient = reader.text(*root, "patient");
  read.order = reader.text(*root, "order");
  read.at = reader.one_of(*root, "at", read_instant);
  read.day = reader.one_of(*root, "day", read_day);
  read.agent = reader.one_of(*root, "agent", cds::agent_named);
  read.prescriber = reader.text_if_any(*root, "prescriber");
  read.follow_up_complete = reader.flag(*root, "followUpComplete");
  read.statuses_as_exported = reader.count<int>(*root, "statusesAsExported");
  read.left_out_undated = reader.count<int>(*root, "leftOutUndated");
  read.judged = read_judgement((*root)["judged"], reader);
  if ((*root)["compared"]) read.compared = read_judgement((*root)["compared"], reader);
  read.unprompted = reader.list(*root, "unprompted", [&](const value& one) { return read_deed(one, reader); });
  if (!reader.good()) return tl::unexpected(std::string("is not the line of a replayed order"));
  return read;
}

} // namespace server
