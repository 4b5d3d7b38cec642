#include "cds/assess/immune.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <vector>

#include "cds/assess/corticosteroids.hpp"
#include "cds/assess/medicines.hpp"
#include "cds/assess/observations.hpp"

namespace cds {
namespace {

struct finding {
  immune_level level;
  datum evidence;
};

/// What was found so far, and where its words are written.
struct findings {
  notepad& notes;
  std::pmr::vector<finding> all{&notes.memory()};

  void add(immune_level level, const datum& evidence) { all.push_back({level, evidence}); }
};

bool over(const condition& c) {
  return c.status == condition::clinical::inactive || c.status == condition::clinical::remission ||
         c.status == condition::clinical::resolved;
}

std::optional<date_time> date_of(const condition& c) { return c.onset ? c.onset : c.recorded; }

datum datum_of_condition(const condition& c) {
  return {"condition", c.named ? c.named->coding.display : "coded condition", date_of(c), c.source};
}

bool has_aids(const facts& chart) {
  return std::any_of(chart.conditions.items.begin(), chart.conditions.items.end(),
                     [](const condition& c) { return c.sets.has(value_set::aids) && !c.unconfirmed; });
}

/// HIV is severe without a recent CD4 count: the count is what would make it mild.
immune_level level_of_hiv(const facts& chart, const knowledge& known, findings& found) {
  const observation* cd4 = newest(chart.labs.items, value_set::cd4_count, chart.now, known.limits.immune_cd4_days);
  if (!cd4 || cd4->value->unit != unit::cells_per_microlitre) return immune_level::severe;
  const bool severe = below(cd4->value->value, known.limits.immune_cd4_severe_below);
  const immune_level level = severe ? immune_level::severe : immune_level::mild;
  found.add(level, datum_of("CD4 count", *cd4, found.notes));
  return has_aids(chart) ? immune_level::severe : level;
}

void add_conditions(const facts& chart, const knowledge& known, findings& found) {
  bool hiv_done = false;
  for (const condition& c : chart.conditions.items) {
    if (c.unconfirmed) continue;
    const auto& in = c.sets;
    if (in.has(value_set::stem_cell_transplant) || in.has(value_set::solid_organ_transplant) ||
        in.has(value_set::severe_immunodeficiency) || in.has(value_set::aids)) {
      found.add(immune_level::severe, datum_of_condition(c));
    } else if (in.has(value_set::hiv_infection)) {
      if (!hiv_done) {
        const immune_level level = level_of_hiv(chart, known, found); // it adds the CD4 count first
        found.add(level, datum_of_condition(c));
      }
      hiv_done = true;
    } else if (!over(c) &&
               (in.has(value_set::graft_versus_host_disease) || in.has(value_set::haematological_malignancy))) {
      found.add(immune_level::severe, datum_of_condition(c));
    } else if (!over(c) && (in.has(value_set::other_immunosuppression) || in.has(value_set::neutropenia))) {
      found.add(immune_level::mild, datum_of_condition(c));
    }
  }
}

void add_neutrophils(const facts& chart, const knowledge& known, findings& found) {
  const observation* count =
      newest(chart.labs.items, value_set::neutrophil_count, chart.now, known.limits.immune_neutrophils_days);
  if (count && count->value->unit == unit::cells_per_microlitre &&
      below(count->value->value, known.limits.immune_neutrophils_severe_below))
    found.add(immune_level::severe, datum_of("neutrophils", *count, found.notes));
}

datum datum_of_drug(const medication& m) {
  return {"medicine", m.drug.named ? m.drug.named->coding.display : "coded medicine", m.start, m.source};
}

/// False when a dose that could decide was not readable.
bool add_steroids(const facts& chart, const knowledge& known, findings& found) {
  const corticosteroid_use use = assess_corticosteroids(chart, known.limits.exposure_reach_days);
  const bool severe = at_least(use.mg_per_day, known.limits.immune_prednisone_mg_per_day) &&
                      at_least(use.days, known.limits.immune_prednisone_days);
  if (!use.told_by || !severe) return use.readable;
  datum d = datum_of_drug(*use.told_by);
  d.value = found.notes.say(d.value, ", ", use.mg_per_day, " mg/day of prednisone equivalent");
  found.add(immune_level::severe, d);
  return true;
}

/// Tacrolimus ointment or fluorouracil cream weaken no defences.
bool on_the_surface(const medication& m) {
  const route way = route_of(m.drug, m.dosage);
  return way == route::topical || way == route::ophthalmic || is_topical(m.drug, m.dosage);
}

void add_medicines(const facts& chart, const knowledge& known, findings& found) {
  struct kind {
    value_set set;
    immune_level level;
    double within;
  };
  const double reach = known.limits.exposure_reach_days; // a dose of yesterday still counts
  const std::array kinds = {
      kind{value_set::cytotoxic_chemotherapy, immune_level::severe, known.limits.immune_chemotherapy_days},
      kind{value_set::lymphocyte_directed_biologic, immune_level::severe, known.limits.immune_biologic_days},
      kind{value_set::jak_inhibitor, immune_level::severe, reach},
      kind{value_set::low_dose_immunosuppressant, immune_level::mild, reach},
      kind{value_set::other_immunosuppressant, immune_level::mild, reach},
  };
  for (const medication* m : all_medications(chart))
    for (const kind& k : kinds) {
      if (!m->drug.sets.has(k.set) || on_the_surface(*m) || !is_current(*m, chart.now.today, k.within)) continue;
      found.add(k.level, datum_of_drug(*m));
      break;
    }
}

} // namespace

const char* name_of(immune_level level) {
  switch (level) {
  case immune_level::none:
    return "no immunosuppression found";
  case immune_level::mild:
    return "mildly immunocompromised";
  case immune_level::severe:
    return "severely immunocompromised";
  case immune_level::unknown:
    break;
  }
  return "immune status unknown";
}

immune_state assess_immune(const facts& chart, const knowledge& known, notepad& notes) {
  findings found{notes};
  add_conditions(chart, known, found);
  add_neutrophils(chart, known, found);
  const bool steroids_readable = add_steroids(chart, known, found);
  add_medicines(chart, known, found);

  immune_state state;
  for (const finding& f : found.all) state.level = std::max(state.level, f.level);
  if (found.all.empty()) {
    if (!chart.conditions.known()) state.missing.add("conditions");
    if (!chart.requests.known()) state.missing.add("medications");
    if (!steroids_readable) state.missing.add("the dose of a corticosteroid");
    state.level = state.missing.empty() ? immune_level::none : immune_level::unknown;
  }
  std::pmr::set<std::tuple<std::string_view, std::string_view, std::string_view, std::string_view, day>> told(
      &notes.memory());
  for (const finding& f : found.all) {
    const datum& e = f.evidence;
    const day when = e.date ? e.date->first : day();
    if (f.level == state.level && told.emplace(e.label, e.value, e.source.type, e.source.id, when).second)
      state.evidence.add(e, notes.memory());
  }
  return state;
}

} // namespace cds
