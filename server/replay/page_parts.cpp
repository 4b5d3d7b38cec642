#include "server/replay/page_parts.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "server/replay/proportion.hpp"
#include "server/replay/report_text.hpp"

namespace server {
namespace {

constexpr std::array<std::string_view, urgency_count> paints = {"info", "warning", "critical"};

std::string_view class_of(column kind) {
  switch (kind) {
  case column::number:
    return " class=\"n\"";
  case column::plot:
    return " class=\"plot\"";
  case column::text:
    break;
  }
  return "";
}

std::string drawn(std::string_view shapes) {
  return fmt::format(
      R"(<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}</svg>)",
      shapes);
}

} // namespace

std::string bar(const std::vector<bar_part>& parts) {
  std::string shapes = R"(<rect class="rest" width="100" height="10"/>)";
  double at = 0;
  for (const auto& part : parts) {
    const auto width = 100 * std::clamp(part.share, 0.0, 1.0);
    if (width <= 0) continue;
    fmt::format_to(std::back_inserter(shapes), R"(<rect class="{}" x="{:.2f}" width="{:.2f}" height="10"/>)",
                   part.paint, at, width);
    at += width;
  }
  return drawn(shapes);
}

std::string urgency_bar(const std::array<count, urgency_count>& cards, count widest) {
  std::vector<bar_part> parts;
  for (std::size_t i = urgency_count; i-- > 0;)
    parts.push_back({paints[i], widest == 0 ? 0 : static_cast<double>(cards[i]) / static_cast<double>(widest)});
  return bar(parts);
}

std::string share_bar(count of, count among) {
  if (among == 0) return {};
  const auto [lower, upper] = wilson(of, among);
  return drawn(fmt::format(
      R"(<rect class="rest" width="100" height="10"/><rect class="mark" width="{:.2f}" height="10"/>)"
      R"(<path class="whisker" vector-effect="non-scaling-stroke" stroke-width="1.5" d="M{:.2f} 5H{:.2f}M{:.2f} 2V8M{:.2f} 2V8"/>)",
      per_hundred(of, among), 100 * lower, 100 * upper, 100 * lower, 100 * upper));
}

table::table(std::string_view caption, std::vector<head> heads) : heads_(std::move(heads)) {
  text_ = fmt::format("<table><caption>{}</caption><thead><tr>", caption);
  for (const auto& one : heads_)
    fmt::format_to(std::back_inserter(text_), "<th scope=\"col\"{}>{}</th>", class_of(one.kind), one.name);
  text_ += "</tr></thead><tbody>\n";
}

table& table::text(std::string_view any) { return html(in_html(any)); }
table& table::number(count value) { return html(grouped(value)); }

table& table::html(std::string_view as_it_is) {
  const std::string_view kind = class_of(heads_.at(at_).kind);
  if (at_ == 0) {
    const auto wide = kind.empty() && heads_.size() > 5 ? std::string_view(" class=\"wide\"") : kind;
    fmt::format_to(std::back_inserter(text_), "<tr><th scope=\"row\"{}>{}</th>", wide, as_it_is);
  } else {
    fmt::format_to(std::back_inserter(text_), "<td{}>{}</td>", kind, as_it_is);
  }
  if (++at_ == heads_.size()) {
    text_ += "</tr>\n";
    at_ = 0;
    ++rows_;
  }
  return *this;
}

std::string table::whole() const { return text_ + "</tbody></table>\n"; }

std::string rule_text(cds::rule_id id, const report_options& options) {
  const auto& title = options.titles[static_cast<std::size_t>(id)];
  return in_html(title.empty() ? cds::name_of(id) : std::string_view(title));
}

std::string urgency_key() {
  std::string text = "<p class=\"note\">";
  for (std::size_t i = urgency_count; i-- > 0;)
    fmt::format_to(
        std::back_inserter(text),
        R"(<svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="{}" width="10" height="10"/></svg>{})",
        paints[i], paints[i]);
  return text + "</p>\n";
}

} // namespace server
