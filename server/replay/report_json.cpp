#include "fhir/json/writer.hpp"
#include "server/replay/burden.hpp"
#include "server/replay/proportion.hpp"
#include "server/replay/report_files.hpp"
#include "server/replay/report_text.hpp"
#include "server/replay/shown_groups.hpp"

namespace server {
namespace {

using cds::rule_id;
using fhir::json::writer;

constexpr std::array<cds::indicator, urgency_count> urgencies = {cds::indicator::critical, cds::indicator::warning,
                                                                 cds::indicator::info};

void write_share(writer& out, std::string_view name, count of, count among) {
  out.name(name).begin_object().member("of", of).member("among", among);
  if (among > 0) {
    const auto [lower, upper] = wilson(of, among);
    out.member("share", static_cast<double>(of) / static_cast<double>(among));
    out.member("lower95", lower).member("upper95", upper);
  }
  out.end_object();
}

void write_urgencies(writer& out, const std::array<count, urgency_count>& cards) {
  for (const auto urgency : urgencies) out.member(cds::name_of(urgency), cards[static_cast<std::size_t>(urgency)]);
}

void write_volume(writer& out, const volume& all) {
  out.begin_object().member("orders", all.orders).member("refused", all.refused);
  out.member("incomplete", all.incomplete).member("cards", all.cards);
  write_share(out, "ordersWithCards", all.orders_with_cards, all.orders);
  write_urgencies(out, all.by_urgency);
  out.end_object();
}

void write_happened(writer& out, std::string_view what, const happened_counts& happened) {
  if (happened == happened_counts{}) return;
  out.name(what).begin_object().member("yes", happened.yes).member("no", happened.no);
  out.member("unknown", happened.unknown);
  write_share(out, "known", happened.yes, happened.known());
  out.end_object();
}

void write_rule(writer& out, const figures& counted, rule_id id) {
  const auto& rule = counted.rules[static_cast<std::size_t>(id)];
  out.begin_object().member("rule", cds::name_of(id));
  write_share(out, "cards", rule.shown(), counted.all.orders);
  write_urgencies(out, rule.cards);
  out.member("patients", rule.patients).member("negative", rule.negative).member("fired", rule.fired);
  out.member("notEvaluable", rule.not_evaluable).name("missing").begin_object();
  for (const auto& [what, orders] : rule.missing) out.member(what, orders);
  out.end_object().name("happenedWithin14Days").begin_object();
  write_happened(out, "any", rule.any);
  for (std::size_t i = 0; i < deed_count; ++i) write_happened(out, name_of(static_cast<deed>(i)), rule.deeds[i]);
  out.end_object().end_object();
}

void write_compared(writer& out, const figures& counted) {
  if (!counted.compared) return;
  out.name("compared").begin_object().name("all");
  write_volume(out, *counted.compared);
  out.name("rules").begin_array();
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    const auto& compared = counted.rules_compared[i];
    out.begin_object().member("rule", cds::name_of(static_cast<rule_id>(i)));
    out.member("before", counted.rules[i].shown()).member("after", compared.after).member("gained", compared.gained);
    out.member("lost", compared.lost).member("otherUrgency", compared.other_urgency).end_object();
  }
  out.end_array().end_object();
}

void write_groups(writer& out, const figures& counted, bool identifying) {
  if (counted.groups.empty()) return;
  out.name("groups").begin_array();
  for (const auto& row : shown_groups(counted, identifying)) {
    out.begin_object().member("group", row.name);
    const auto cell = [&](std::string_view name, const std::optional<count>& number) {
      out.name(name);
      number ? out.integer(static_cast<std::int64_t>(*number)) : out.null();
    };
    cell("prescribers", row.prescribers);
    cell("orders", row.orders);
    cell("ordersWithCards", row.orders_with_cards);
    cell("cards", row.cards);
    for (const auto urgency : urgencies) cell(cds::name_of(urgency), row.by_urgency[static_cast<std::size_t>(urgency)]);
    out.end_object();
  }
  out.end_array();
}

void write_burden(writer& out, const figures& counted, bool identifying) {
  const auto all = burden_of(counted, identifying);
  out.name("burden").begin_object().member("told", all.told);
  if (!all.told) {
    out.end_object();
    return;
  }
  out.member("prescribers", all.prescribers).member("prescriberWeeks", all.weeks);
  out.member("median", all.at_most(50)).member("percentile95", all.at_most(95)).member("most", all.at_most(100));
  out.member("ordersWithoutPrescriber", counted.orders_without_prescriber).name("weeksByCards").begin_object();
  for (const auto& [cards, weeks] : all.weeks_by_cards) out.member(std::to_string(cards), weeks);
  out.end_object().end_object();
}

void write_run(writer& out, const figures& counted) {
  out.name("run");
  if (!counted.run) {
    out.null();
    return;
  }
  std::string line;
  append_line(line, *counted.run);
  line.pop_back();
  out.raw(line);
}

} // namespace

std::string report_json(const figures& counted, const report_options& options) {
  std::string text;
  writer out(text);
  out.begin_object();
  write_run(out, counted);
  out.name("all");
  write_volume(out, counted.all);
  out.member("patients", counted.patients).name("patientsByCards").begin_object();
  for (const auto& [cards, patients] : counted.patients_by_cards) out.member(std::to_string(cards), patients);
  out.end_object().name("rules").begin_array();
  for (std::size_t i = 0; i < cds::rule_count; ++i) write_rule(out, counted, static_cast<rule_id>(i));
  out.end_array().name("happenedWithoutACard").begin_object();
  for (std::size_t i = 0; i < deed_count; ++i)
    write_happened(out, name_of(static_cast<deed>(i)), counted.unprompted[i]);
  out.end_object().name("refusals").begin_object();
  for (const auto& [what, orders] : counted.refusals) out.member(what, orders);
  out.end_object().name("agents").begin_object();
  for (std::size_t i = 0; i < agent_count; ++i) {
    if (counted.agents[i].orders == 0) continue;
    out.name(cds::name_of(static_cast<cds::agent>(i)));
    write_volume(out, counted.agents[i]);
  }
  out.end_object().name("months").begin_object();
  for (const auto& [month, all] : counted.months) {
    out.name(to_text(month));
    write_volume(out, all);
  }
  out.end_object();
  write_burden(out, counted, options.identifying);
  write_groups(out, counted, options.identifying);
  write_compared(out, counted);
  out.end_object();
  text.push_back('\n');
  return text;
}

} // namespace server
