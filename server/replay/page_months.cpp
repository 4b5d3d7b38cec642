// The page: months, as a plot and as the table that it repeats.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "server/replay/page_parts.hpp"
#include "server/replay/page_sections.hpp"
#include "server/replay/proportion.hpp"
#include "server/replay/report_text.hpp"

namespace server {
namespace {

constexpr double width = 720;
constexpr double height = 200;
constexpr double left = 34;
constexpr double bottom = 24;
constexpr double top = 12;
constexpr std::array<std::string_view, urgency_count> paints = {"info", "warning", "critical"};

/// The next round number, so that the axis has whole marks.
double ceiling_of(double value) {
  for (double step = 1;; step *= 10)
    for (const double factor : {1.0, 2.0, 3.0, 4.0, 5.0})
      if (value <= step * factor * 2) return step * factor * 2;
}

double most_per_hundred(const figures& counted) {
  double most = 0;
  for (const auto& [month, all] : counted.months) most = std::max(most, per_hundred(all.cards, all.orders));
  return most;
}

void draw_axis(std::string& out, double most) {
  for (int i = 0; i <= 2; ++i) {
    const auto y = height - bottom - (height - bottom - top) * i / 2;
    fmt::format_to(
        std::back_inserter(out),
        R"(<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>)", left,
        width, y, y, left - 5, y + 4, most * i / 2);
  }
}

void draw_month(std::string& out, const volume& all, double x, double wide, double most) {
  auto y = height - bottom;
  for (std::size_t i = 0; i < urgency_count; ++i) {
    const auto tall = (height - bottom - top) * per_hundred(all.by_urgency[i], all.orders) / most;
    y -= tall;
    if (tall > 0)
      fmt::format_to(std::back_inserter(out),
                     R"(<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>)", paints[i], x, y,
                     wide, tall);
  }
}

std::string plot(const figures& counted) {
  const auto most = ceiling_of(most_per_hundred(counted));
  const auto pitch = (width - left) / static_cast<double>(counted.months.size());
  const auto labelled = (counted.months.size() + 17) / 18; // as many labels as have room
  std::string shapes;
  draw_axis(shapes, most);
  std::size_t at = 0;
  for (const auto& [month, all] : counted.months) {
    const auto x = left + pitch * static_cast<double>(at);
    draw_month(shapes, all, x + pitch * 0.15, std::min(pitch * 0.7, 60.0), most);
    if (at % labelled == 0)
      fmt::format_to(std::back_inserter(shapes), R"(<text x="{:.1f}" y="{}">{}</text>)", x + pitch * 0.15, height - 7,
                     pitch * static_cast<double>(labelled) < 52 ? to_text(month).substr(2) : to_text(month));
    ++at;
  }
  return fmt::format(
      R"(<svg class="months" viewBox="0 0 {} {}" role="img" aria-label="Cards per 100 orders in each month; the table below has the numbers">{}</svg>)",
      width, height, shapes);
}

} // namespace

std::string months_section(const figures& counted) {
  if (counted.months.empty()) return {};
  table rows("Orders are counted on the day that they were signed", {{"month"},
                                                                     {"orders", column::number},
                                                                     {"with a card", column::number},
                                                                     {"of 100", column::number},
                                                                     {"95 % interval", column::number},
                                                                     {"critical", column::number},
                                                                     {"warning", column::number},
                                                                     {"info", column::number}});
  for (const auto& [month, all] : counted.months) {
    rows.text(to_text(month))
        .number(all.orders)
        .number(all.orders_with_cards)
        .html(rate(all.orders_with_cards, all.orders));
    rows.html(range(all.orders_with_cards, all.orders))
        .number(all.by_urgency[2])
        .number(all.by_urgency[1])
        .number(all.by_urgency[0]);
  }
  return section("months", "Month by month",
                 "<p class=\"quiet\">Cards per 100 antiviral orders</p>\n" +
                     scrolling("Months as a plot", plot(counted)) + urgency_key() + scrolling("Months", rows.whole()));
}

} // namespace server
