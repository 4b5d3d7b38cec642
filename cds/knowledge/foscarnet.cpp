#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

using cell = cds::foscarnet_band::cell;

cell read_cell(section& row, std::string_view key) {
  auto table = row.table(key);
  if (!table) return {};
  const cell c{table->positive("mg_per_kg"), table->positive("every_hours")};
  table->done();
  return c;
}

double daily(const cell& c) { return c.interval_hours > 0 ? c.mg_per_kg * 24 / c.interval_hours : 0; }

} // namespace

std::vector<cds::foscarnet_band> read_foscarnet(section root, const references& known) {
  std::vector<cds::foscarnet_band> bands;
  std::vector<row_range> ranges;
  for (section& row : root.tables("rows")) {
    const row_range r = read_range(row);
    if (r.has_upper && !r.upper_included) row.fault("below", "the upper end is inclusive in this table: `up_to`");
    cds::foscarnet_band band;
    band.above = r.lower;
    band.lowest_included = r.lower_included;
    if (r.has_upper) band.up_to = r.upper;
    band.q12h = read_cell(row, "q12h");
    band.q8h = read_cell(row, "q8h");
    row.done();
    const auto rises = [&](cell cds::foscarnet_band::*column) {
      const double before = bands.empty() ? 0 : daily(bands.back().*column);
      return before > 0 && daily(band.*column) > before;
    };
    if (rises(&cds::foscarnet_band::q12h) || rises(&cds::foscarnet_band::q8h))
      row.fault(row.at(), "worse kidneys must not get a higher daily dose than the row before");
    ranges.push_back(r);
    bands.push_back(band);
  }
  check_ranges(root, ranges);
  if (!ranges.empty() && (!ranges.back().lower_included || ranges.back().lower <= 0))
    root.fault(ranges.back().at, "the last row includes its lower end, above 0: `from`");
  for (std::size_t i = 0; i + 1 < ranges.size(); ++i)
    if (ranges[i].lower_included) root.fault(ranges[i].at, "only the last row includes its lower end: `above`");
  read_source_keys(root, known);
  root.done();
  return bands;
}

} // namespace cds_knowledge
