#include <algorithm>
#include <charconv>
#include <optional>

#include <tl/expected.hpp>

#include "fhir/json/writer.hpp"
#include "server/console/pages.hpp"
#include "server/console/reception_tally.hpp"
#include "server/console/replies.hpp"
#include "server/console/supply_text.hpp"
#include "server/console/time_text.hpp"
#include "server/rfc3339.hpp"
#include "server/store/export.hpp"

namespace server {
namespace {

using fhir::json::writer;
using std::chrono::sys_seconds;

constexpr std::chrono::days usual_span{30};
constexpr std::chrono::days longest_span{400};
constexpr std::int64_t most_exported = 100'000;

tl::expected<sys_seconds, std::string> time_in(std::string_view name, std::string_view text, sys_seconds otherwise) {
  if (text.empty()) return otherwise;
  auto time = read_rfc3339(text);
  if (!time) time = read_rfc3339(std::string(text) + "T00:00:00Z");
  if (time) return *time;
  return tl::unexpected("`" + std::string(name) +
                        "` is neither a day such as 2026-01-05 nor a time such as 2026-01-05T10:00:00Z");
}

tl::expected<reception_filter, std::string> filter_of(const console_world& world, const console_call& call) {
  const auto until = time_in("until", call.asked("until"), world.clock() + std::chrono::seconds{1});
  if (!until) return tl::unexpected(until.error());
  const auto since = time_in("since", call.asked("since"), *until - usual_span);
  if (!since) return tl::unexpected(since.error());
  if (*since >= *until) return tl::unexpected(std::string("`since` must be before `until`"));
  if (*until - *since > longest_span) return tl::unexpected(std::string("the time must not be longer than 400 days"));
  return reception_filter{*since, *until, std::string(call.asked("client"))};
}

tl::expected<std::int64_t, std::string> number_in(const console_call& call, std::string_view name, std::int64_t most,
                                                  std::int64_t otherwise) {
  const auto text = call.asked(name);
  if (text.empty()) return otherwise;
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size() || number < 1 || number > most)
    return tl::unexpected("`" + std::string(name) + "` must be a number from 1 to " + std::to_string(most));
  return number;
}

hooks::reply nothing_kept() { return refused_answer(404, "nothing is kept here: the server runs without a store"); }

/// Why is for the log and the administrator's look at health, not for a page.
hooks::reply unreadable() {
  auto answer = refused_answer(503, "the store cannot be read now, or not within the time: ask again, or for less");
  answer.headers.emplace_back("Retry-After", "5");
  return answer;
}

void write_received(writer& out, const received_cards& of, bool with_ignored = true) {
  out.member("cards", of.cards).name("by_urgency").begin_object().member("info", of.by_urgency[0]);
  out.member("warning", of.by_urgency[1]).member("critical", of.by_urgency[2]).end_object();
  out.member("accepted", of.accepted).member("overridden", of.overridden);
  if (with_ignored) out.member("ignored", of.ignored);
}

void write_rule(writer& out, const cds::knowledge& known, const std::string& name, const rule_tally& of) {
  const auto id = cds::rule_named(name);
  out.begin_object().member("rule", name).member("title", id ? known.rule(*id).title : name);
  out.member("mode", id ? cds::name_of(known.mode_of(*id)) : "off");
  out.member("fired", of.fired).member("not_evaluable", of.not_evaluable);
  write_received(out, of.received);
  out.name("reasons").begin_array();
  for (const auto& [code, times] : of.reasons) {
    const auto reason = std::ranges::find(known.overrides, code, &cds::override_reason::code);
    const auto display = reason == known.overrides.end() ? std::string() : reason->display;
    out.begin_object().member("code", code).member("display", display).member("count", times).end_object();
  }
  out.end_array().end_object();
}

void write_periods(writer& out, const reception_tally& all) {
  out.name("periods").begin_array();
  for (const auto& [day, of] : all.periods) {
    out.begin_object().member("from", time_text(day).substr(0, 10)).member("decisions", of.decisions);
    write_received(out, of.received, false);
    out.end_object();
  }
  out.end_array();
}

void write_clients(writer& out, const reception_tally& all, const call_totals& since_start) {
  out.name("clients").begin_array();
  for (const auto& [name, of] : all.clients) {
    out.begin_object().member("client", name).member("decisions", of.decisions).member("cards", of.received.cards);
    out.member("accepted", of.received.accepted).member("overridden", of.received.overridden);
    out.member("ignored", of.received.ignored).member("not_evaluable", of.not_evaluable);
    write_supply_of(out, since_start, name);
    out.end_object();
  }
  out.end_array();
}

hooks::reply counts(const console_world& world, const console_call& call) {
  if (!world.reports.counts) return nothing_kept();
  const auto unit = call.asked("unit");
  if (!unit.empty() && unit != "day" && unit != "week")
    return refused_answer(400, "`unit` is neither `day` nor `week`");
  const auto wanted = filter_of(world, call);
  if (!wanted) return refused_answer(400, wanted.error());
  const auto counted = world.reports.counts(*wanted);
  if (!counted) return unreadable();
  const auto all = tally(*counted, unit == "day" ? period_unit::day : period_unit::week);
  const auto known = world.shown.serves()->known;
  std::string text;
  writer out(text);
  out.begin_object().member("since", time_text(wanted->since)).member("until", time_text(wanted->until));
  out.member("unit", unit == "day" ? "day" : "week").name("client");
  if (wanted->client.empty())
    out.null();
  else
    out.string(wanted->client);
  out.member("decisions", all.all.decisions).member("cards", all.all.received.cards);
  out.member("unknown_feedback", counted->unknown).member("complete", counted->complete);
  out.name("rules").begin_array();
  for (const auto& [name, of] : all.rules) write_rule(out, *known, name, of);
  out.end_array();
  write_periods(out, all);
  write_clients(out, all, world.shown.calls.sum());
  out.end_object();
  return json_answer(std::move(text));
}

void write_comment(writer& out, const comment_row& row) {
  out.begin_object().member("received", row.received).member("client", row.client).member("service", row.service);
  out.name("rule");
  if (row.rule.empty())
    out.null();
  else
    out.string(row.rule);
  out.member("outcome", row.outcome).member("reason_code", row.reason_code);
  out.member("reason_display", row.reason_display).member("comment", row.comment).end_object();
}

hooks::reply comments(const console_world& world, const console_call& call) {
  if (!world.reports.comments) return nothing_kept();
  const auto wanted = filter_of(world, call);
  if (!wanted) return refused_answer(400, wanted.error());
  const auto most = number_in(call, "limit", 200, 50);
  if (!most) return refused_answer(400, most.error());
  const auto before = number_in(call, "before", INT64_MAX, INT64_MAX);
  if (!before) return refused_answer(400, before.error());
  const auto rows = world.reports.comments(*wanted, {*before, *most});
  if (!rows) return unreadable();
  std::string text;
  writer out(text);
  out.begin_object().member("may_hold_patient_data", true).name("comments").begin_array();
  for (const auto& row : *rows) write_comment(out, row);
  out.end_array().name("next");
  if (static_cast<std::int64_t>(rows->size()) == *most)
    out.string(std::to_string(rows->back().id));
  else
    out.null();
  out.end_object();
  return json_answer(std::move(text));
}

hooks::reply csv(const console_world& world, const console_call& call) {
  if (!world.reports.rows) return nothing_kept();
  const auto wanted = filter_of(world, call);
  if (!wanted) return refused_answer(400, wanted.error());
  auto text = csv_head();
  const auto done = world.reports.rows(
      {.since = wanted->since, .client = wanted->client, .until = wanted->until, .most = most_exported},
      [&](const feedback_row& row) { text += csv_line(row); });
  if (!done) return unreadable();
  auto answer = json_answer(std::move(text));
  answer.content_type = "text/csv; charset=utf-8; header=present";
  answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"vesicle-feedback.csv\"");
  return answer;
}

} // namespace

routes reception_routes(const console_world& world) {
  const auto route = [&world](std::string_view pattern, std::string_view deed, std::vector<std::string_view> may_ask,
                              hooks::reply (*answer)(const console_world&, const console_call&)) {
    return console_route{.method = "GET",
                         .pattern = pattern,
                         .role = admin_role::reviewer,
                         .deed = deed,
                         .slow = true,
                         .may_ask = std::move(may_ask),
                         .answer = [&world, answer](const console_call& call) { return answer(world, call); }};
  };
  return {route("/console/api/reception", "", {"since", "until", "client", "unit"}, counts),
          route("/console/api/reception/comments", "read-comments", {"since", "until", "client", "before", "limit"},
                comments),
          route("/console/api/reception/feedback.csv", "export-feedback", {"since", "until", "client"}, csv),
          route("/console/api/latency", "", {},
                [](const console_world& of, const console_call&) { return latency_answer(of); })};
}

} // namespace server
