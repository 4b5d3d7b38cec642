// The page: what was not evaluated, burden, groups, the charts to review, what was read.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "server/replay/burden.hpp"
#include "server/replay/page_parts.hpp"
#include "server/replay/page_sections.hpp"
#include "server/replay/report_text.hpp"
#include "server/replay/shown_groups.hpp"

namespace server {
namespace {

using cds::rule_id;

std::string blinded(const figures& counted, const report_options& options) {
  if (!counted.run || counted.run->missing.empty()) return {};
  table rows("Types that the export does not have, and the rules that cannot see without them",
             {{"no file of"}, {"blinds, in whole or in part"}});
  for (const auto& type : counted.run->missing) {
    std::string rules;
    for (const auto rule : type.blinds) rules.append(rules.empty() ? "" : "; ").append(rule_text(rule, options));
    rows.text(type.type).html(rules);
  }
  return scrolling("Types that are missing", rows.whole());
}

std::string why_text(review_reason why) {
  switch (why) {
  case review_reason::card:
    return "a card was shown";
  case review_reason::not_evaluable:
    return "the rule could not be evaluated";
  case review_reason::quiet:
    return "everything was evaluated, and nothing said";
  case review_reason::refused:
    return "nothing could be evaluated";
  case review_reason::gained:
    return "a card with the other knowledge only";
  case review_reason::lost:
    return "no card with the other knowledge any more";
  }
  return {};
}

std::string tallied(const tallies& all) {
  table rows("Orders and charts", {{"what"}, {"number", column::number}});
  rows.text("antiviral orders evaluated or refused").number(all.orders).text("of patients").number(all.patients);
  const auto row = [&](std::string_view what, count number) {
    if (number > 0) rows.html(what).number(number);
  };
  row("orders refused: nothing could be evaluated", all.refused);
  row("orders left out: they say no time", all.orders_undated);
  row("orders left out: never signed (drafts, proposals, entered in error)", all.orders_unsigned);
  row("orders dated to the day: evaluated as of its first moment", all.orders_day_only);
  row("orders with something in the chart whose status then is not known; the status of the export was taken",
      all.statuses_as_exported);
  row("orders with something in the chart that says no date and was left out", all.left_out_undated);
  row("patients with an order and without a Patient resource", all.patients_missing);
  return scrolling("Orders and charts", rows.whole());
}

std::string files_read(const run_summary& run) {
  table rows("Files", {{"file"},
                       {"type"},
                       {"bytes", column::number},
                       {"resources", column::number},
                       {"skipped", column::number},
                       {"broken lines", column::number}});
  for (const auto& file : run.files)
    rows.text(file.name)
        .text(file.type)
        .number(file.bytes)
        .number(file.resources)
        .number(file.skipped)
        .number(file.broken);
  auto text = scrolling("Files", rows.whole());
  if (run.broken.empty()) return text;
  table broken("Lines that could not be read and were left out", {{"file"}, {"line", column::number}, {"why"}});
  for (const auto& line : run.broken) broken.text(line.file).number(line.line).text(line.why);
  return text + scrolling("Broken lines", broken.whole());
}

} // namespace

std::string not_evaluated_section(const figures& counted, const report_options& options) {
  table rows("Orders by what was missing; one order may lack several things", {{"rule"},
                                                                               {"missing"},
                                                                               {"orders", column::number},
                                                                               {"of 100 orders", column::number},
                                                                               {"95 % interval", column::number},
                                                                               {"", column::plot}});
  const auto row = [&](std::string_view rule, std::string_view what, count orders) {
    rows.html(rule)
        .text(what)
        .number(orders)
        .html(rate(orders, counted.all.orders))
        .html(range(orders, counted.all.orders));
    rows.html(share_bar(orders, counted.all.orders));
  };
  for (const auto& [what, orders] : counted.refusals) row("every rule", what, orders);
  for (std::size_t i = 0; i < cds::rule_count; ++i)
    for (const auto& [what, orders] : counted.rules[i].missing)
      row(rule_text(static_cast<rule_id>(i), options), what, orders);
  auto text = rows.empty() ? std::string("<p>Every rule could be evaluated for every order that it applies to.</p>\n")
                           : scrolling("What was missing", rows.whole());
  return section("not-evaluated", "What could not be evaluated, and why", text + blinded(counted, options));
}

std::string burden_section(const figures& counted, const report_options& options) {
  const auto all = burden_of(counted, options.identifying);
  constexpr std::string_view title = "Cards per prescriber and week";
  if (!all.told) return section("burden", title, "<p>Fewer than three prescribers: their weeks are not told.</p>\n");
  if (all.weeks == 0) return {};
  table rows("Weeks in which a prescriber signed an antiviral order, by the cards of that week",
             {{"cards", column::number}, {"weeks", column::number}, {"of 100", column::number}, {"", column::plot}});
  for (const auto& [cards, weeks] : all.weeks_by_cards) {
    rows.number(cards).number(weeks).html(rate(weeks, all.weeks));
    rows.html(bar({{"mark", static_cast<double>(weeks) / static_cast<double>(all.weeks)}}));
  }
  auto text = fmt::format("<p>{} prescribers, {} weeks with an order; in all other weeks they see nothing.</p>\n",
                          grouped(all.prescribers), grouped(all.weeks));
  if (counted.orders_without_prescriber > 0)
    text += fmt::format("<p class=\"quiet\">{} orders name no prescriber and are not counted here.</p>\n",
                        grouped(counted.orders_without_prescriber));
  text += scrolling("Cards in a week", rows.whole());
  if (options.identifying)
    text += "<p class=\"quiet\">Each prescriber's weeks: <a href=\"burden.csv\">burden.csv</a></p>\n";
  return section("burden", title, text);
}

std::string groups_section(const figures& counted, const report_options& options) {
  if (counted.groups.empty()) return {};
  table rows(options.identifying
                 ? "Groups of prescribers"
                 : "Groups of prescribers. Groups with fewer than five orders or three prescribers are put together; "
                   "counts from 1 to 4 are not told, nor others that would tell them.",
             {{"group"},
              {"prescribers", column::number},
              {"orders", column::number},
              {"with a card", column::number},
              {"of 100", column::number},
              {"95 % interval", column::number},
              {"critical", column::number},
              {"warning", column::number},
              {"info", column::number},
              {"", column::plot}});
  for (const auto& row : shown_groups(counted, options.identifying)) {
    const auto cell = [&](const std::optional<count>& number) {
      number ? rows.number(*number) : rows.html("<span class=\"quiet\">not told</span>");
    };
    rows.text(row.name);
    for (const auto& number : {row.prescribers, row.orders, row.orders_with_cards}) cell(number);
    const bool rated = row.orders && row.orders_with_cards;
    const auto of = row.orders_with_cards.value_or(0);
    const auto among = row.orders.value_or(0);
    rows.html(rated ? rate(of, among) : std::string()).html(rated ? range(of, among) : std::string());
    for (const auto urgency : {2U, 1U, 0U}) cell(row.by_urgency[urgency]);
    rows.html(rated ? share_bar(of, among) : std::string());
  }
  return section("groups", "By group of prescribers", scrolling("Groups", rows.whole()));
}

std::string review_section(const figures& counted, const report_options& options) {
  table rows("A sample of orders of each kind is in worklist.csv, by id, with room for what reviewers find",
             {{"why"}, {"rule"}, {"sampled", column::number}, {"among", column::number}});
  for (const auto& [kind, sample] : counted.review.kinds())
    rows.html(why_text(kind.why))
        .html(kind.rule == rule_id::count_ ? std::string() : rule_text(kind.rule, options))
        .number(sample.orders.size())
        .number(sample.among);
  if (rows.empty()) return {};
  return section("review", "Charts to review",
                 "<p>The list: <a href=\"worklist.csv\">worklist.csv</a></p>\n" +
                     scrolling("Charts to review", rows.whole()));
}

std::string input_section(const figures& counted) {
  if (!counted.run) return {};
  auto text = std::string(
      "<p>Each order was evaluated as if at the moment it was signed: with what was dated and recorded by then, and "
      "nothing later. An export "
      "shows how records stand at its end; where it does not tell how they stood then, that is counted below.</p>\n");
  return section("input", "What was read", text + tallied(counted.run->counts) + files_read(*counted.run));
}

} // namespace server
