#include <algorithm>
#include <array>

#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

using cds::audience;
using cds::purpose;

audience read_audience(section& s) {
  const std::string name = s.text("for");
  if (name == "immunocompromised") return audience::immunocompromised;
  if (!name.empty() && name != "immunocompetent")
    s.fault("for", "unknown host `" + name + "`, expected `immunocompetent` or `immunocompromised`");
  return audience::immunocompetent;
}

purpose read_purpose(section& s) {
  const std::string name = s.text("purpose");
  if (name == "suppressive") return purpose::suppressive;
  if (!name.empty() && name != "episodic")
    s.fault("purpose", "unknown purpose `" + name + "`, expected `episodic` or `suppressive`");
  return purpose::episodic;
}

// The rows of the regimen's table as plans of this regimen: what a row leaves open is the regimen's own.
void resolve_bands(section& s, cds::regimen& r, renal_tables& tables) {
  const auto found = tables.find(r.renal_table);
  if (found == tables.end()) {
    s.fault("renal_table", "unknown renal table `" + r.renal_table + "`, renal.toml lists them");
    return;
  }
  found->second.used = true;
  for (const renal_row& row : found->second.rows) {
    cds::renal_band band{from_of(row.range), below_of(row.range), row.unchanged ? r.plan : row.plan};
    if (cds::administrations_per_day(band.plan) > 0 && band.plan.days <= 0) band.plan.days = r.plan.days;
    if (r.bands.empty() && band.plan != r.plan)
      s.fault("renal_table", "the first row of `" + r.renal_table + "` must be the dose of `" + r.id + "` itself");
    if (!r.bands.empty() && cds::daily_mg(band.plan) > cds::daily_mg(r.bands.back().plan))
      s.fault(row.range.at, "worse kidneys must not get a higher daily dose than the row before");
    r.bands.push_back(band);
  }
}

cds::regimen read_regimen(section& s, const references& known, renal_tables& tables) {
  cds::regimen r;
  r.id = s.text("id");
  r.agent = read_agent(s, "agent");
  r.whom = read_audience(s);
  r.why = read_purpose(s);
  r.plan = read_plan(s);
  r.most_days = s.positive_or_zero("most_days");
  r.preferred = s.flag("preferred");
  r.one_day = r.plan.days > 0 && r.plan.days <= 1;
  r.renal_table = s.text_or_empty("renal_table");
  r.sources = read_source_keys(s, known);
  s.done();
  if (s.has("most_days") && r.most_days < r.plan.days) s.fault("most_days", "`most_days` must not be below `days`");
  if (!r.renal_table.empty()) resolve_bands(s, r, tables);
  return r;
}

std::string name_of(audience whom) {
  return whom == audience::immunocompetent ? "immunocompetent" : "immunocompromised";
}

std::string name_of(audience whom, purpose why) {
  return std::string(why == purpose::episodic ? "episodic" : "suppressive") + " treatment of an " + name_of(whom) +
         " patient";
}

void check_preferred(section& root, const std::vector<cds::regimen>& all) {
  for (const audience whom : {audience::immunocompetent, audience::immunocompromised})
    for (const purpose why : {purpose::episodic, purpose::suppressive}) {
      const auto chosen = std::count_if(
          all.begin(), all.end(), [&](const cds::regimen& r) { return r.preferred && r.whom == whom && r.why == why; });
      if (chosen != 1)
        root.fault(root.at(), "exactly one preferred regimen is needed for " + name_of(whom, why) + ", not " +
                                  std::to_string(chosen));
    }
}

cds::dose_signature read_signature(section& s, const references& known) {
  cds::dose_signature d;
  d.agent = read_agent(s, "agent");
  d.dose_mg = s.positive("dose_mg");
  d.times_per_day = s.positive("times_per_day");
  const std::string means = s.text("means");
  d.means = cds::value_set_named(means).value_or(cds::value_set::count_);
  if (!means.empty() && d.means != cds::value_set::zoster && d.means != cds::value_set::cytomegalovirus)
    s.fault("means", "a signature means `zoster` or `cytomegalovirus`, not `" + means + "`");
  d.sources = read_source_keys(s, known);
  s.done();
  return d;
}

cds::adequate_dose read_adequate(section& s, const references& known) {
  cds::adequate_dose a;
  a.agent = read_agent(s, "agent");
  a.whom = read_audience(s);
  std::vector<row_range> ranges;
  for (section& band : s.tables("bands")) {
    ranges.push_back(read_range(band));
    const double daily = band.positive("daily_mg");
    band.done();
    if (!a.bands.empty() && daily > a.bands.back().daily_mg)
      band.fault("daily_mg", "worse kidneys must not need a higher daily dose than the row before");
    a.bands.push_back({from_of(ranges.back()), below_of(ranges.back()), daily});
  }
  check_ranges(s, ranges);
  if (!ranges.empty() && (ranges.back().lower > 0 || !ranges.back().lower_included))
    s.fault(ranges.back().at, "the last row has the worst kidneys and begins with `from = 0`");
  a.sources = read_source_keys(s, known);
  s.done();
  return a;
}

cds::label_age read_label_age(section& s, const references& known) {
  cds::label_age l;
  l.agent = read_agent(s, "agent");
  const std::string route = s.text_or_empty("route");
  l.route = cds::route_named(route).value_or(cds::route::unknown);
  if (!route.empty() && l.route == cds::route::unknown) s.fault("route", "unknown route `" + route + "`");
  l.years = s.whole("years");
  l.sources = read_source_keys(s, known);
  s.done();
  return l;
}

// Every agent that has a regimen needs an adequate dose for both hosts, or exposure could not be judged.
void check_adequate(section& root, const dosing& d) {
  std::vector<cds::agent> seen = {cds::agent::none}; // an unknown agent is told already
  for (const cds::regimen& r : d.regimens) {
    if (std::find(seen.begin(), seen.end(), r.agent) != seen.end()) continue;
    seen.push_back(r.agent);
    for (const audience whom : {audience::immunocompetent, audience::immunocompromised}) {
      const auto same = [&](const cds::adequate_dose& a) { return a.agent == r.agent && a.whom == whom; };
      if (std::none_of(d.adequate_doses.begin(), d.adequate_doses.end(), same))
        root.fault(root.at(), "no adequate dose of `" + std::string(cds::name_of(r.agent)) + "` for an " +
                                  name_of(whom) + " patient");
    }
  }
}

// Appends what `read` makes of each table; `same` finds a second entry for the same thing.
template<class T, class Read, class Same>
void read_all(section& root, std::string_view key, std::vector<T>& into, Read read, Same same, const char* repeated) {
  for (section& s : root.tables(key)) {
    T item = read(s);
    if (std::any_of(into.begin(), into.end(), [&](const T& other) { return same(item, other); }))
      s.fault(s.at(), repeated);
    into.push_back(std::move(item));
  }
}

} // namespace

dosing read_regimens(section root, const references& known, renal_tables& tables) {
  dosing d;
  read_all(
      root, "regimen", d.regimens, [&](section& s) { return read_regimen(s, known, tables); },
      [](const auto& a, const auto& b) { return a.id == b.id; }, "a regimen with this `id` is listed already");
  read_all(
      root, "signature", d.signatures, [&](section& s) { return read_signature(s, known); },
      [](const auto& a, const auto& b) {
        return a.agent == b.agent && a.dose_mg == b.dose_mg && a.times_per_day == b.times_per_day;
      },
      "this signature is listed already");
  read_all(
      root, "adequate", d.adequate_doses, [&](section& s) { return read_adequate(s, known); },
      [](const auto& a, const auto& b) { return a.agent == b.agent && a.whom == b.whom; },
      "the adequate dose of this agent and host is listed already");
  read_all(
      root, "label_age", d.label_ages, [&](section& s) { return read_label_age(s, known); },
      [](const auto& a, const auto& b) { return a.agent == b.agent && a.route == b.route; },
      "the label age of this agent and route is listed already");
  root.done();
  check_preferred(root, d.regimens);
  check_adequate(root, d);
  for (const auto& [name, table] : tables)
    if (!table.used) root.fault(table.at, "no regimen uses the renal table `" + name + "`");
  return d;
}

} // namespace cds_knowledge
