#include "cds/assess/corticosteroids.hpp"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "cds/assess/medicines.hpp"

namespace cds {
namespace {

/// One corticosteroid as it is taken, whatever number of records tell of it.
struct intake {
  const medication* told_by = nullptr;
  double mg_per_day = 0; // of prednisone equivalent
  double days = 0;       // planned or so far, the longer
};

/// Doses a ward recorded: the mean of the days with a dose, over the stretch of days that reaches to now.
intake from_administrations(const std::vector<const medication*>& doses, const facts& chart, double reach) {
  std::vector<std::pair<day, double>> given; // civil day, prednisone equivalent
  for (const medication* m : doses)
    if (const auto mg = dose_mg(m->drug, m->dosage, 0); mg && m->start)
      given.emplace_back(m->start->first, *mg * m->drug.prednisone_factor);
  std::sort(given.begin(), given.end(), std::greater<>());
  intake found;
  double total = 0;
  int days_with_dose = 0;
  day last = chart.now.today;
  for (const auto& [when, mg] : given) {
    if (days_between(when, last) > reach) break;
    if (days_with_dose == 0 || when != last) ++days_with_dose;
    total += mg;
    last = when;
  }
  if (days_with_dose == 0) return found;
  found.told_by = doses.front();
  found.mg_per_day = total / days_with_dose;
  found.days = days_between(last, given.front().first) + 1;
  return found;
}

/// Orders, dispenses and statements: the highest daily dose and the longest course among them.
void widen(intake& found, const medication& m, const facts& chart) {
  const double mg = daily_mg(m.drug, m.dosage, 0).value_or(0) * m.drug.prednisone_factor;
  const double planned = course_days(m.drug, m.dosage, m.days_supply, m.amount).value_or(0);
  const double so_far = m.start ? days_between(m.start->first, chart.now.today) : 0;
  if (!found.told_by || mg > found.mg_per_day) found.told_by = &m;
  found.mg_per_day = std::max(found.mg_per_day, mg);
  found.days = std::max({found.days, planned, so_far});
}

bool has_readable_dose(const medication& m) {
  if (m.origin == medication::kind::administration) return dose_mg(m.drug, m.dosage, 0).has_value();
  return daily_mg(m.drug, m.dosage, 0).has_value();
}

/// All records of one drug.
intake intake_of(const term* drug, const std::vector<const medication*>& records, const facts& chart, double reach) {
  intake taken;
  std::vector<const medication*> doses;
  for (const medication* m : records) {
    if (m->drug.named != drug) continue;
    if (m->origin == medication::kind::administration)
      doses.push_back(m);
    else
      widen(taken, *m, chart);
  }
  const intake given = from_administrations(doses, chart, reach);
  if (!taken.told_by) taken.told_by = given.told_by;
  taken.mg_per_day = std::max(taken.mg_per_day, given.mg_per_day);
  taken.days = std::max(taken.days, given.days);
  return taken;
}

} // namespace

corticosteroid_use assess_corticosteroids(const facts& chart, double reach) {
  corticosteroid_use use;
  std::vector<const medication*> records;
  for (const medication* m : all_medications(chart)) {
    if (m->drug.prednisone_factor <= 0 || !is_systemic(m->drug, m->dosage)) continue;
    const bool current = is_current(*m, chart.now.today, reach);
    if (current && !has_readable_dose(*m)) use.readable = false;
    if (current || m->origin == medication::kind::administration) records.push_back(m);
  }
  std::vector<const term*> counted;
  for (const medication* m : records) {
    if (std::find(counted.begin(), counted.end(), m->drug.named) != counted.end()) continue;
    counted.push_back(m->drug.named);
    const intake taken = intake_of(m->drug.named, records, chart, reach);
    use.mg_per_day += taken.mg_per_day;
    use.days = std::max(use.days, taken.days);
    if (!use.told_by) use.told_by = taken.told_by;
  }
  return use;
}

} // namespace cds
