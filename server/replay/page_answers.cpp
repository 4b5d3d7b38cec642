// The first screen: how often, on whom, was it right.
#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "server/replay/burden.hpp"
#include "server/replay/page_parts.hpp"
#include "server/replay/page_sections.hpp"
#include "server/replay/report_text.hpp"

namespace server {
namespace {

using cds::rule_id;

constexpr std::array<cds::indicator, urgency_count> worst_first = {cds::indicator::critical, cds::indicator::warning,
                                                                   cds::indicator::info};

std::string cards(count number) { return grouped(number) + (number == 1 ? " card" : " cards"); }

std::string interval_of(count of, count among) {
  if (among == 0) return "there is none";
  return fmt::format("{} of {}; 95 % interval {} of 100", grouped(of), grouped(among), range(of, among));
}

std::string big(count of, count among, std::string_view whom, std::string_view what) {
  const auto value = among == 0 ? std::string("–") : rate(of, among);
  return fmt::format("<p class=\"big\">{} <small>of 100 {}</small></p>\n<p class=\"what\">{}</p>\n", value, whom, what);
}

std::string how_often(const figures& counted, const report_options& options) {
  const auto& all = counted.all;
  std::string text = "<section class=\"answer\"><h2>How often will it fire?</h2>\n";
  text += big(all.orders_with_cards, all.orders, "antiviral orders", "would have shown a card");
  text += "<p class=\"quiet\">" + interval_of(all.orders_with_cards, all.orders) + "</p>\n";
  table rows("Cards by urgency",
             {{"urgency"}, {"cards", column::number}, {"per 100 orders", column::number}, {"", column::plot}});
  for (const auto urgency : worst_first) {
    const auto number = all.by_urgency[static_cast<std::size_t>(urgency)];
    std::array<count, urgency_count> alone{};
    alone[static_cast<std::size_t>(urgency)] = number;
    rows.text(cds::name_of(urgency)).number(number).html(rate(number, all.orders)).html(urgency_bar(alone, all.cards));
  }
  text += rows.whole();
  text += fmt::format("<p class=\"quiet\">Something could not be evaluated for {} of 100 orders (<a "
                      "href=\"#not-evaluated\">why</a>).</p>\n",
                      rate(all.incomplete, all.orders));
  const auto weeks = burden_of(counted, options.identifying);
  if (weeks.weeks > 0)
    text += fmt::format("<p class=\"quiet\">In a week with an antiviral order a prescriber would have seen {} at the "
                        "median, at most {} in "
                        "95 of 100 weeks, and never more than {}.</p>\n",
                        cards(weeks.at_most(50)), grouped(weeks.at_most(95)), grouped(weeks.at_most(100)));
  return text + "</section>\n";
}

/// Rules that showed a card, the most frequent first.
std::vector<rule_id> by_cards(const figures& counted) {
  std::vector<rule_id> rules;
  for (std::size_t i = 0; i < cds::rule_count; ++i)
    if (counted.rules[i].shown() > 0) rules.push_back(static_cast<rule_id>(i));
  std::stable_sort(rules.begin(), rules.end(), [&](rule_id a, rule_id b) {
    return counted.rules[static_cast<std::size_t>(a)].shown() > counted.rules[static_cast<std::size_t>(b)].shown();
  });
  return rules;
}

std::string on_whom(const figures& counted, const report_options& options) {
  count with = 0;
  count often = 0;
  for (const auto& [cards, patients] : counted.patients_by_cards) {
    if (cards > 0) with += patients;
    if (cards > 2) often += patients;
  }
  std::string text = "<section class=\"answer\"><h2>On whom?</h2>\n";
  text += big(with, counted.patients, "patients on antivirals", "would have been the subject of a card");
  text += "<p class=\"quiet\">" + interval_of(with, counted.patients) +
          fmt::format("; {} with three cards or more</p>\n", grouped(often));
  const auto rules = by_cards(counted);
  const auto widest = rules.empty() ? 0 : counted.rules[static_cast<std::size_t>(rules.front())].shown();
  table rows("Patients by what the cards were about, most cards first",
             {{"finding"}, {"patients", column::number}, {"cards", column::plot}});
  constexpr std::size_t most = 5;
  for (std::size_t i = 0; i < std::min(most, rules.size()); ++i) {
    const auto& rule = counted.rules[static_cast<std::size_t>(rules[i])];
    rows.html(rule_text(rules[i], options)).number(rule.patients).html(urgency_bar(rule.cards, widest));
  }
  if (!rows.empty()) text += rows.whole();
  if (rules.size() > most)
    text += fmt::format("<p class=\"quiet\">and {} more <a href=\"#rules\">below</a></p>\n", rules.size() - most);
  return text + "</section>\n";
}

/// What cards are followed by, held against what is done anyway.
std::string without_a_card(const figures& counted) {
  constexpr std::pair<deed, std::string_view> told[] = {{deed::culture, "a culture or test"},
                                                        {deed::referral, "a referral"},
                                                        {deed::dose_changed, "another dosage"},
                                                        {deed::drug_changed, "another antiviral"}};
  std::string text;
  for (const auto& [what, words] : told) {
    const auto& unprompted = counted.unprompted[static_cast<std::size_t>(what)];
    if (unprompted.known() > 0)
      fmt::format_to(std::back_inserter(text), "{}{} {}", text.empty() ? "" : ", ", words,
                     rate(unprompted.yes, unprompted.known()));
  }
  if (text.empty()) return text;
  return "<p class=\"quiet\">After 100 orders without a card: " + text + ".</p>\n";
}

std::string was_it_right(const figures& counted, const report_options& options) {
  happened_counts all;
  for (const auto& rule : counted.rules) all += rule.any;
  std::string text = "<section class=\"answer\"><h2>Was it right?</h2>\n";
  text += big(all.yes, all.known(), "cards",
              "were followed, within 14 days, by something that they suggest, though nobody saw them");
  text += "<p class=\"quiet\">" + interval_of(all.yes, all.known()) +
          fmt::format("; not known for {} more</p>\n", grouped(all.unknown));
  table rows("Done anyway, by finding",
             {{"finding"}, {"of cards", column::number}, {"of 100", column::number}, {"", column::plot}});
  constexpr std::size_t most = 4;
  std::size_t written = 0;
  for (const auto id : by_cards(counted)) {
    const auto& any = counted.rules[static_cast<std::size_t>(id)].any;
    if (any.known() == 0 || ++written > most) continue;
    rows.html(rule_text(id, options))
        .number(any.known())
        .html(rate(any.yes, any.known()))
        .html(share_bar(any.yes, any.known()));
  }
  if (!rows.empty()) text += rows.whole();
  if (written > most)
    text += fmt::format("<p class=\"quiet\">and {} more <a href=\"#happened\">below</a></p>\n", written - most);
  text += without_a_card(counted);
  text += "<p class=\"quiet\">A sign, no proof: what was not done may have been missed, or not needed. Whether cards "
          "were right is for "
          "people to say, from charts: <a href=\"#review\">a sample to review</a>.</p>\n";
  return text + "</section>\n";
}

} // namespace

std::string answers_section(const figures& counted, const report_options& options) {
  return "<div class=\"answers\">\n" + how_often(counted, options) + on_whom(counted, options) +
         was_it_right(counted, options) + "</div>\n" + urgency_key();
}

} // namespace server
