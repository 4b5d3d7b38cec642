#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "cds/assess/medicines.hpp"
#include "cds/assess/situation.hpp"
#include "cds/fact_text.hpp"
#include "server/console/trial.hpp"

namespace server {
namespace {

using cds::day;
using fhir::json::writer;

void write_number(writer& out, std::string_view name, const std::optional<double>& value) {
  if (value)
    out.member(name, *value);
  else
    out.name(name).null();
}

void write_day(writer& out, std::string_view name, const std::optional<day>& date) {
  if (date)
    out.member(name, cds::to_text(*date));
  else
    out.name(name).null();
}

std::string_view name_of(cds::medication::kind kind) {
  constexpr std::array<std::string_view, 4> names{"request", "dispense", "administration", "statement"};
  return names.at(static_cast<std::size_t>(kind));
}

std::string_view name_of(cds::adequacy a) {
  if (a == cds::adequacy::adequate) return "adequate";
  return a == cds::adequacy::inadequate ? "inadequate" : "unknown";
}

std::string_view name_of(cds::age_group group) {
  if (group == cds::age_group::adult) return "adult";
  return group == cds::age_group::minor ? "minor" : "unknown";
}

std::optional<day> after_days(day from, double days) {
  return days >= 1 ? std::optional<day>(from + std::chrono::days{static_cast<int>(std::ceil(days)) - 1}) : std::nullopt;
}

/// Collects the days to draw while it writes.
struct timeline {
  writer& out;
  const cds::facts& chart;
  day first, last;

  void reach(const std::optional<day>& when) {
    if (!when) return;
    first = std::min(first, *when);
    last = std::max(last, *when);
  }

  void course(std::string_view kind, const cds::drug& drug, const cds::dosage& dosage, std::optional<day> from,
              std::optional<day> to, const cds::resource_ref& source) {
    out.begin_object().member("kind", kind).member("agent", cds::name_of(drug.agent));
    out.member("text", cds::dosage_text(drug, dosage));
    write_day(out, "from", from);
    write_day(out, "to", to);
    out.member("source", cds::to_text(source)).end_object();
    reach(from);
    reach(to);
  }

  void courses() {
    out.name("courses").begin_array();
    for (const auto* m : cds::all_medications(chart))
      if (m->drug.agent != cds::agent::none)
        course(name_of(m->origin), m->drug, m->dosage, m->start ? std::optional(m->start->first) : std::nullopt,
               cds::last_day(*m, chart.now.today), m->source);
    for (const auto* d : cds::all_drafts(chart))
      if (d->drug.agent != cds::agent::none)
        course("draft", d->drug, d->dosage, chart.now.today, after_days(chart.now.today, d->dosage.days.value_or(0)),
               d->source);
    out.end_array();
  }

  void event(std::string_view kind, const std::optional<cds::date_time>& when, const std::string& text,
             const cds::resource_ref& source) {
    if (!when) return;
    out.begin_object().member("date", cds::to_text(when->first)).member("text", text).member("kind", kind);
    out.member("source", cds::to_text(source)).end_object();
  }
};

void write_run(writer& out, const cds::exposure_run& run) {
  out.begin_object().member("agent", cds::name_of(run.agent)).member("from", cds::to_text(run.first));
  out.member("to", cds::to_text(run.last)).member("elapsed_days", run.elapsed_days);
  out.member("covered_days", run.covered_days);
  write_number(out, "coverage", run.coverage);
  write_number(out, "mean_daily_mg", run.mean_daily_mg);
  out.member("adequacy", name_of(run.adequate)).name("sources").begin_array();
  for (const auto* m : run.from) out.string(cds::to_text(m->source));
  out.end_array().end_object();
}

void write_exposure(timeline& to, const cds::exposure& exposure) {
  to.out.name("runs").begin_array();
  for (const auto& one : exposure.runs) {
    to.out.begin_object().member("from", cds::to_text(one.first)).member("to", cds::to_text(one.last)).end_object();
    to.reach(one.first);
  }
  to.out.end_array().name("run");
  if (exposure.run)
    write_run(to.out, *exposure.run);
  else
    to.out.null();
}

/// The days of treatment at which a lesion that has not healed means more.
void write_thresholds(timeline& to, const cds::knowledge& known, const cds::exposure& exposure) {
  to.out.name("thresholds").begin_array();
  for (const auto& limit : known.listed_limits) {
    if (!limit.name.starts_with("failure.") || limit.unit != "days") continue;
    to.out.begin_object().member("name", limit.name).member("days", limit.value);
    std::optional<day> reached;
    if (exposure.run) reached = exposure.run->first + std::chrono::days{static_cast<int>(limit.value)};
    write_day(to.out, "date", reached);
    to.out.member("crossed", exposure.run && exposure.run->elapsed_days >= limit.value).member("note", limit.note);
    to.out.end_object();
  }
  to.out.end_array();
}

void write_events(timeline& to, const cds::patient_state& who) {
  to.out.name("events").begin_array();
  for (const auto& e : who.immune.evidence) to.event("host", e.date, std::string(e.value), e.source);
  for (const auto& o : to.chart.labs.items) to.event("result", o.effective, cds::observation_text(o), o.source);
  for (const auto& r : to.chart.service_requests.items)
    to.event(&r == who.referral ? "referral" : "test", r.authored, "order for a test or a referral", r.source);
  to.out.end_array();
}

void write_lesion(timeline& to, const cds::knowledge& known, const cds::patient_state& who) {
  to.out.name("lesion");
  if (to.chart.drafts.empty()) {
    to.out.null();
    return;
  }
  const auto s = cds::assess_order(to.chart, known, who, 0);
  std::optional<day> onset;
  if (s.lesion.onset) onset = s.lesion.onset->first;
  to.out.begin_object().member("state", cds::name_of(s.lesion.state));
  write_day(to.out, "onset", onset);
  to.out.end_object();
  to.reach(onset);
}

} // namespace

void write_timeline(writer& out, const cds::knowledge& known, const cds::facts& chart) {
  const auto who = cds::assess_patient(chart, known);
  timeline to{out, chart, chart.now.today, chart.now.today};
  out.name("timeline").begin_object().member("today", cds::to_text(chart.now.today));
  write_lesion(to, known, who);
  to.courses();
  write_exposure(to, who.exposure);
  write_events(to, who);
  write_thresholds(to, known, who.exposure);
  const auto longest = std::chrono::days{static_cast<int>(known.limits.exposure_look_back_days)};
  out.member("from", cds::to_text(std::max(to.first, chart.now.today - longest))).member("to", cds::to_text(to.last));
  out.end_object();
}

void write_assessment(writer& out, const cds::knowledge& known, const cds::facts& chart) {
  const auto who = cds::assess_patient(chart, known);
  const auto value_of = [](const cds::observation* o) {
    return o != nullptr && o->value ? std::optional(o->value->value) : std::nullopt;
  };
  out.name("assessment").begin_object();
  write_number(out, "age_years", who.years ? std::optional<double>(who.years->youngest) : std::nullopt);
  out.member("age_group", name_of(who.group)).member("immune", cds::name_of(who.immune.level));
  out.name("immune_evidence").begin_array();
  for (const auto& e : who.immune.evidence) {
    out.begin_object().member("label", e.label).member("value", e.value);
    if (e.date)
      out.member("date", cds::to_text(*e.date));
    else
      out.name("date").null();
    out.member("source", cds::to_text(e.source)).end_object();
  }
  out.end_array();
  write_number(out, "weight_kg", value_of(who.renal.weight));
  write_number(out, "creatinine_mg_dl", value_of(who.renal.creatinine));
  write_number(out, "clearance_ml_min", who.renal.clearance_ml_min);
  write_number(out, "clearance_ml_min_kg", who.renal.clearance_ml_min_kg);
  if (who.red_flag != nullptr)
    out.member("red_flag", cds::name_of_term(who.red_flag->named));
  else
    out.name("red_flag").null();
  out.end_object();
}

} // namespace server
