#include <algorithm>
#include <string>

#include "cds/assess/situation.hpp"
#include "cds/fact_text.hpp"
#include "server/console/trial.hpp"

namespace server {
namespace {

using fhir::json::writer;
using when = std::optional<cds::date_time>;

std::string_view name_of(cds::supply state) {
  if (state == cds::supply::complete) return "complete";
  return state == cds::supply::failed ? "failed" : "missing";
}

void write_text_or_null(writer& out, std::string_view name, const when& date) {
  if (date)
    out.member(name, cds::to_text(*date));
  else
    out.name(name).null();
}

struct fact_list {
  writer& out;
  const places& where;

  void add(std::string_view kind, const cds::resource_ref& source, const when& date, const std::string& text) const {
    out.begin_object().member("kind", kind).member("text", text);
    write_text_or_null(out, "date", date);
    out.member("source", cds::to_text(source)).name("at");
    where.write_place(out, where.path_of_resource(source.type, source.id));
    out.end_object();
  }
  void add(const cds::data_set<cds::medication>& set, std::string_view kind) const {
    for (const auto& m : set.items) add(kind, m.source, m.start, cds::dosage_text(m.drug, m.dosage));
  }
  void add(const cds::data_set<cds::observation>& set, std::string_view kind) const {
    for (const auto& o : set.items) add(kind, o.source, o.effective, cds::observation_text(o));
  }
};

template<class T> void write_supply(writer& out, std::string_view key, const cds::data_set<T>& set) {
  out.begin_object().member("key", key).member("state", name_of(set.state)).member("count", set.items.size());
  out.end_object();
}

void write_supplied(writer& out, const cds::facts& chart) {
  out.name("supplied").begin_array();
  write_supply(out, "conditions", chart.conditions);
  write_supply(out, "medications", chart.requests);
  write_supply(out, "dispenses", chart.dispenses);
  write_supply(out, "administrations", chart.administrations);
  write_supply(out, "statements", chart.statements);
  write_supply(out, "labs", chart.labs);
  write_supply(out, "vitals", chart.vitals);
  write_supply(out, "serviceRequests", chart.service_requests);
  write_supply(out, "allergies", chart.allergies);
  out.end_array();
}

/// `not-evaluable`: names that a page can use as they are.
std::string hyphened(std::string_view name) {
  std::string text(name);
  std::ranges::replace(text, ' ', '-');
  return text;
}

void write_outcome(writer& out, const cds::knowledge& known, const cds::outcome& one) {
  const auto& rule = known.rule(one.rule);
  out.begin_object().member("rule", cds::name_of(one.rule)).member("title", rule.title).member("version", rule.version);
  out.member("mode", cds::name_of(rule.mode)).member("verdict", hyphened(cds::name_of(one.verdict)));
  out.member("because", one.because).name("missing").begin_array();
  for (const auto& what : one.missing) out.string(what);
  out.end_array().name("urgency");
  if (one.recommendation)
    out.string(cds::name_of(one.recommendation->indicator));
  else
    out.null();
  out.end_object();
}

void write_outcomes(writer& out, std::string_view name, const cds::knowledge& known,
                    const std::vector<cds::outcome>& all) {
  out.name(name).begin_array();
  for (const auto& one : all) write_outcome(out, known, one);
  out.end_array();
}

} // namespace

void write_facts(writer& out, const cds::facts& chart, const places& where) {
  write_supplied(out, chart);
  out.name("facts").begin_array();
  const fact_list list{out, where};
  list.add("patient", chart.patient.source, chart.patient.birth, "birth");
  for (const auto& c : chart.conditions.items)
    list.add("condition", c.source, c.onset ? c.onset : c.recorded, cds::name_of_term(c.named));
  list.add(chart.requests, "request");
  list.add(chart.dispenses, "dispense");
  list.add(chart.administrations, "administration");
  list.add(chart.statements, "statement");
  list.add(chart.labs, "lab");
  list.add(chart.vitals, "vital");
  for (const auto& r : chart.service_requests.items)
    list.add("service-request", r.source, r.authored, "order for a test or a referral");
  for (const auto& a : chart.allergies.items) list.add("allergy", a.source, {}, cds::name_of_term(a.drug.named));
  out.end_array().name("not_used").begin_array();
  for (const auto& one : chart.unreadable) {
    out.begin_object().member("path", one.path).member("reason", one.reason);
    where.write_line(out, one.path);
    out.end_object();
  }
  out.end_array();
}

void write_orders(writer& out, const cds::knowledge& known, const cds::facts& chart, const cds::decision& decided,
                  const places& where) {
  const auto who = cds::assess_patient(chart, known);
  out.name("orders").begin_array();
  for (const auto& order : decided.orders) {
    const auto& draft = chart.drafts[order.draft];
    const auto s = cds::assess_order(chart, known, who, order.draft);
    out.begin_object().member("draft", order.draft).member("order", cds::to_text(draft.source)).name("at");
    where.write_place(out, "context.draftOrders.entry[" + std::to_string(draft.entry) + "].resource");
    out.member("text", cds::dosage_text(draft.drug, draft.dosage)).name("not_read").begin_array();
    for (const auto& reason : draft.dosage.unread) out.string(reason);
    out.end_array().member("site", cds::name_of(s.where.site)).member("site_from", s.where.from);
    out.member("lesion", cds::name_of(s.lesion.state));
    write_outcomes(out, "outcomes", known, order.outcomes);
    out.end_object();
  }
  out.end_array();
  write_outcomes(out, "standing", known, decided.standing);
}

} // namespace server
