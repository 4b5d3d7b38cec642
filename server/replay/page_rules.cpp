// The page: what each rule would have said, of which medicine, and what came of it.
#include <algorithm>

#include <fmt/format.h>

#include "server/replay/page_parts.hpp"
#include "server/replay/page_sections.hpp"
#include "server/replay/proportion.hpp"
#include "server/replay/report_text.hpp"

namespace server {
namespace {

using cds::rule_id;

count most_cards(const figures& counted) {
  count most = 0;
  for (const auto& rule : counted.rules) most = std::max(most, rule.shown());
  return most;
}

std::string deed_text(deed what) {
  switch (what) {
  case deed::culture:
    return "culture or susceptibility test";
  case deed::laboratory:
    return "other tests";
  case deed::referral:
    return "referral to infectious disease";
  case deed::order_ended:
    return "order stopped";
  case deed::drug_changed:
    return "another antiviral ordered";
  case deed::dose_changed:
    return "dosage changed";
  }
  return {};
}

/// `4.2 (15 of 357)`
std::string after_no_card(const figures& counted, deed what) {
  const auto& unprompted = counted.unprompted[static_cast<std::size_t>(what)];
  if (unprompted.known() == 0) return "–";
  return fmt::format("{} ({} of {})", rate(unprompted.yes, unprompted.known()), grouped(unprompted.yes),
                     grouped(unprompted.known()));
}

void happened_row(table& rows, std::string_view rule, std::string_view what, const happened_counts& happened,
                  std::string_view otherwise) {
  if (happened == happened_counts{}) return;
  rows.html(rule).html(what).number(happened.yes).number(happened.no).number(happened.unknown);
  const bool known = happened.known() > 0;
  rows.html(known ? rate(happened.yes, happened.known()) : "–")
      .html(range(happened.yes, happened.known()))
      .html(otherwise);
  rows.html(share_bar(happened.yes, happened.known()));
}

void compared_row(table& rows, std::string_view name, count before, const compared_counts& rule, count orders,
                  count widest) {
  rows.html(name).number(before).number(rule.after).html(rate(before, orders)).html(rate(rule.after, orders));
  const auto difference = per_hundred(rule.after, orders) - per_hundred(before, orders);
  rows.html(before == rule.after ? "0" : fmt::format("{:+.1f}", difference));
  rows.number(rule.gained).number(rule.lost).number(rule.other_urgency);
  const auto share = [&](count of) { return per_hundred(of, widest) / 100; };
  rows.html(bar({{"before", share(before)}}) + bar({{"mark", share(rule.after)}}));
}

} // namespace

std::string rules_section(const figures& counted, const report_options& options) {
  table rows("For each rule: cards among all orders, and how it ended for the orders that it applies to. Held back: it "
             "had something to "
             "say, and the order's other cards went before, or it is switched to silent.",
             {{"rule"},
              {"cards", column::number},
              {"per 100 orders", column::number},
              {"95 % interval", column::number},
              {"critical", column::number},
              {"warning", column::number},
              {"info", column::number},
              {"patients", column::number},
              {"held back", column::number},
              {"nothing to say", column::number},
              {"not evaluable", column::number},
              {"cards", column::plot}});
  const auto widest = most_cards(counted);
  std::string never;
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    const auto& rule = counted.rules[i];
    const auto title = rule_text(static_cast<rule_id>(i), options);
    if (rule.fired + rule.negative + rule.not_evaluable == 0) {
      never.append(never.empty() ? "" : "; ").append(title);
      continue;
    }
    rows.html(title).number(rule.shown()).html(rate(rule.shown(), counted.all.orders));
    rows.html(range(rule.shown(), counted.all.orders))
        .number(rule.cards[2])
        .number(rule.cards[1])
        .number(rule.cards[0]);
    rows.number(rule.patients).number(rule.fired - std::min(rule.fired, rule.shown())).number(rule.negative);
    rows.number(rule.not_evaluable).html(urgency_bar(rule.cards, widest));
  }
  auto text = rows.empty() ? std::string() : scrolling("Every rule", rows.whole()) + urgency_key();
  if (!never.empty()) text += "<p class=\"quiet\">Applied to no order: " + never + ".</p>\n";
  return section("rules", "Every rule", text);
}

std::string happened_section(const figures& counted, const report_options& options) {
  table rows("Of cards that suggest it: whether it happened within 14 days after the order, and how often it did after "
             "orders without a card. Not known: the export ends before, or has no such records.",
             {{"rule"},
              {"suggested"},
              {"happened", column::number},
              {"did not", column::number},
              {"not known", column::number},
              {"of 100 known", column::number},
              {"95 % interval", column::number},
              {"without a card, of 100", column::number},
              {"", column::plot}});
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    const auto& rule = counted.rules[i];
    const auto title = rule_text(static_cast<rule_id>(i), options);
    const auto suggested =
        std::count_if(rule.deeds.begin(), rule.deeds.end(), [](const auto& one) { return one != happened_counts{}; });
    if (suggested > 1) happened_row(rows, title, "at least one of these", rule.any, "");
    for (std::size_t d = 0; d < deed_count; ++d)
      happened_row(rows, title, deed_text(static_cast<deed>(d)), rule.deeds[d],
                   after_no_card(counted, static_cast<deed>(d)));
  }
  if (rows.empty())
    return section("happened", "What happened anyway", "<p>No card suggested anything that records could show.</p>\n");
  return section("happened", "What happened anyway", scrolling("What happened anyway", rows.whole()));
}

std::string agents_section(const figures& counted) {
  table rows("Orders by medicine", {{"medicine"},
                                    {"orders", column::number},
                                    {"with a card", column::number},
                                    {"of 100", column::number},
                                    {"95 % interval", column::number},
                                    {"", column::plot}});
  for (std::size_t i = 0; i < agent_count; ++i) {
    const auto& all = counted.agents[i];
    if (all.orders == 0) continue;
    const auto agent = static_cast<cds::agent>(i);
    rows.text(agent == cds::agent::none ? "not recognised" : cds::name_of(agent))
        .number(all.orders)
        .number(all.orders_with_cards);
    rows.html(rate(all.orders_with_cards, all.orders)).html(range(all.orders_with_cards, all.orders));
    rows.html(share_bar(all.orders_with_cards, all.orders));
  }
  if (rows.empty()) return {};
  return section("medicines", "By medicine", scrolling("By medicine", rows.whole()));
}

std::string compared_section(const figures& counted, const report_options& options) {
  if (!counted.compared) return {};
  table rows(
      "The same orders with the compared knowledge laid over. Gained: a card only with it; lost: only without it.",
      {{"rule"},
       {"before", column::number},
       {"after", column::number},
       {"per 100 before", column::number},
       {"per 100 after", column::number},
       {"difference", column::number},
       {"gained", column::number},
       {"lost", column::number},
       {"other urgency", column::number},
       {"before above after", column::plot}});
  compared_counts all;
  count widest = most_cards(counted);
  for (const auto& one : counted.rules_compared) {
    widest = std::max(widest, one.after);
    all += one;
  }
  const auto orders = counted.all.orders;
  compared_row(rows, "all cards", counted.all.cards, all, orders, std::max(counted.all.cards, all.after));
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    const auto before = counted.rules[i].shown();
    const auto& after = counted.rules_compared[i];
    if (before > 0 || after.after > 0)
      compared_row(rows, rule_text(static_cast<rule_id>(i), options), before, after, orders, widest);
  }
  return section("compared", "With the other knowledge", scrolling("With the other knowledge", rows.whole()));
}

} // namespace server
