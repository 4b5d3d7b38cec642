#include "cds/knowledge/content.hpp"

namespace cds_knowledge {

std::vector<cds::intravenous_band> read_intravenous(section root, const references& known) {
  std::vector<cds::intravenous_band> bands;
  std::vector<row_range> ranges;
  for (section& row : root.tables("rows")) {
    const row_range r = read_range(row);
    cds::intravenous_band band;
    band.from = from_of(r);
    if (r.has_upper) band.below = below_of(r);
    band.interval_hours = row.positive("every_hours");
    band.dose_share = row.positive("dose_share");
    if (band.dose_share > 1) row.fault("dose_share", "a share must be at most 1");
    if (!bands.empty() && band.interval_hours < bands.back().interval_hours)
      row.fault("every_hours", "worse kidneys must not get a shorter interval than the row before");
    row.done();
    ranges.push_back(r);
    bands.push_back(band);
  }
  check_ranges(root, ranges);
  if (!ranges.empty() && (ranges.back().lower > 0 || !ranges.back().lower_included))
    root.fault(ranges.back().at, "the last row has the worst kidneys and begins with `from = 0`");
  read_source_keys(root, known);
  root.done();
  return bands;
}

} // namespace cds_knowledge
