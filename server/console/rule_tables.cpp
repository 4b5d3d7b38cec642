#include "server/console/rule_tables.hpp"

#include <algorithm>
#include <cmath>

#include "cds/quantity.hpp"

namespace server {
namespace {

using cds::knowledge;
using cds::rule_entry;

bool uses(const rule_entry& rule, std::string_view table) {
  return std::find(rule.uses.begin(), rule.uses.end(), table) != rule.uses.end();
}

std::string between(double from, double below, const char* unit) {
  std::string text = "from " + cds::to_text(from);
  if (std::isfinite(below)) text += " to below " + cds::to_text(below);
  return text + ' ' + unit;
}

std::string cell_text(const cds::foscarnet_band::cell& c) {
  return cds::to_text(c.mg_per_kg) + " mg/kg every " + cds::to_text(c.interval_hours) + " hours";
}

void add_regimens(std::vector<table_line>& lines, const knowledge& known, bool with_renal) {
  for (const auto& r : known.regimens) {
    const bool compromised = r.whom == cds::audience::immunocompromised;
    lines.push_back({r.id + ": " + std::string(name_of(r.agent)) + ' ' + to_text(r.plan) +
                         (r.most_days > 0 ? ", at most " + cds::to_text(r.most_days) + " days" : "") +
                         (compromised ? ", immunocompromised" : ", immunocompetent") +
                         (r.why == cds::purpose::suppressive ? ", suppressive" : ", episodic"),
                     r.sources});
    if (!with_renal) continue;
    for (const auto& band : r.bands)
      lines.push_back({"  " + between(band.from, band.below, "mL/min") + ": " + to_text(band.plan), {}});
  }
}

} // namespace

bool uses(const rule_entry& rule, const cds::listed_limit& limit) {
  return std::any_of(rule.uses.begin(), rule.uses.end(),
                     [&](const std::string& use) { return limit.name == use || limit.name.starts_with(use + '.'); });
}

std::vector<table_line> tables_of(const knowledge& known, const rule_entry& rule) {
  std::vector<table_line> lines;
  if (uses(rule, "regimens.toml")) {
    add_regimens(lines, known, uses(rule, "renal.toml"));
    for (const auto& l : known.label_ages)
      lines.push_back(
          {"label age of " + std::string(name_of(l.agent)) + ": " + std::to_string(l.years) + " years", l.sources});
  }
  if (uses(rule, "intravenous.toml"))
    for (const auto& band : known.intravenous_acyclovir)
      lines.push_back({"intravenous acyclovir, " + between(band.from, band.below, "mL/min") + ": every " +
                           cds::to_text(band.interval_hours) + " hours, " + cds::to_text(100 * band.dose_share) +
                           " % of the dose",
                       {}});
  if (uses(rule, "foscarnet.toml"))
    for (const auto& band : known.foscarnet)
      lines.push_back({std::string("foscarnet, ") + (band.lowest_included ? "from " : "above ") +
                           cds::to_text(band.above) +
                           (std::isfinite(band.up_to) ? " up to " + cds::to_text(band.up_to) : std::string()) +
                           " mL/min/kg: " + cell_text(band.q12h) + "; or " + cell_text(band.q8h),
                       {}});
  return lines;
}

} // namespace server
