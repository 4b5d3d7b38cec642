#include <algorithm>

#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

std::string end_text(const char* key, double value) {
  std::string digits = std::to_string(value);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return '`' + std::string(key) + " = " + digits + '`';
}

// One of two keys for an end of the row; the second one is the opposite of inclusive-as-usual.
bool read_end(section& row, const char* usual, const char* other, double& value, bool& is_usual) {
  is_usual = !row.has(other);
  value = row.from_zero(is_usual ? usual : other, 0);
  row.from_zero(is_usual ? other : usual, 0); // asked for, so that only the fault below is told
  if (row.has(usual) && row.has(other))
    row.fault(other, "`" + std::string(usual) + "` and `" + other + "` exclude each other");
  return row.has(usual) || row.has(other);
}

constexpr double beyond_tolerance = 1 + 1e-8;

} // namespace

row_range read_range(section& row) {
  row_range r;
  r.at = row.at();
  bool upper_excluded = true;
  const bool has_lower = read_end(row, "from", "above", r.lower, r.lower_included);
  r.has_upper = read_end(row, "below", "up_to", r.upper, upper_excluded);
  r.upper_included = !upper_excluded;
  const bool reversed = r.has_upper && r.upper <= r.lower;
  if (!has_lower) row.fault(row.at(), "missing key `from` or `above`");
  if (reversed) row.fault(row.at(), "the row's upper end must be above its lower end");
  r.sound = has_lower && !reversed && !(row.has("from") && row.has("above")) && !(row.has("below") && row.has("up_to"));
  return r;
}

void check_ranges(section& parent, const std::vector<row_range>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const row_range& r = rows[i];
    if (i == 0) {
      if (r.has_upper) parent.fault(r.at, "the first row has the best kidneys and no upper end");
      continue;
    }
    const row_range& better = rows[i - 1];
    if (!r.sound || !better.sound) continue;
    const std::string expected = end_text(better.lower_included ? "below" : "up_to", better.lower);
    const bool touches = r.has_upper && r.upper == better.lower;
    if (touches && r.upper_included != better.lower_included) continue;
    const bool overlaps = !r.has_upper || r.upper > better.lower || (touches && r.upper_included);
    parent.fault(r.at, std::string(overlaps ? "the row overlaps" : "the row leaves a gap to") +
                           " the one before it, expected " + expected);
  }
}

double from_of(const row_range& r) { return r.lower_included ? r.lower : r.lower * beyond_tolerance; }

double below_of(const row_range& r) {
  if (!r.has_upper) return std::numeric_limits<double>::infinity();
  return r.upper_included ? r.upper * beyond_tolerance : r.upper;
}

} // namespace cds_knowledge
