#include "cds/knowledge/content.hpp"

namespace cds_knowledge {

cds::dose_plan read_plan(section& s) {
  cds::dose_plan plan;
  plan.dose_mg = s.positive("dose_mg");
  plan.interval_hours = s.positive_or_zero("every_hours");
  const bool once = s.flag("once");
  plan.times_per_day = s.whole_or_zero("times_per_day");
  plan.days = s.positive_or_zero("days");

  const int ways =
      static_cast<int>(s.has("every_hours")) + static_cast<int>(s.has("times_per_day")) + static_cast<int>(once);
  if (ways != 1) s.fault(s.at(), "a dose needs exactly one of `every_hours`, `times_per_day`, `once = true`");
  if (once && s.has("days")) s.fault("days", "`days` does not go with `once`");
  if (once) {
    plan.administrations = 1;
    plan.days = 1;
  }
  return plan;
}

renal_tables read_renal(section root, const references& known) {
  renal_tables all;
  for (const placed_text& name : root.keys()) {
    auto table = root.table(name.value);
    if (!table) continue;
    renal_table& read = all[name.value];
    read.at = name.at;
    std::vector<row_range> ranges;
    for (section& row : table->tables("rows")) {
      renal_row r{read_range(row), row.flag("unchanged"), {}};
      if (!r.unchanged) r.plan = read_plan(row);
      row.done();
      ranges.push_back(r.range);
      read.rows.push_back(r);
    }
    check_ranges(*table, ranges);
    if (!ranges.empty() && (ranges.back().lower > 0 || !ranges.back().lower_included))
      table->fault(ranges.back().at, "the last row has the worst kidneys and begins with `from = 0`");
    read_source_keys(*table, known);
    table->done();
  }
  return all;
}

} // namespace cds_knowledge
