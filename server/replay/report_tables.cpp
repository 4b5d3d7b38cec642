// The CSV files.
#include <initializer_list>

#include <fmt/format.h>

#include "server/replay/burden.hpp"
#include "server/replay/proportion.hpp"
#include "server/replay/report_files.hpp"
#include "server/replay/report_text.hpp"
#include "server/replay/shown_groups.hpp"

namespace server {
namespace {

using cds::rule_id;

class csv {
 public:
  explicit csv(std::string_view head) : text_(head) { text_ += "\r\n"; }

  csv& text(std::string_view value) { return raw(in_csv(value)); }
  csv& number(count value) { return raw(std::to_string(value)); }
  csv& share(double value) { return raw(fmt::format("{:.4f}", value)); }
  csv& nothing() { return raw(""); }
  void end() {
    text_ += "\r\n";
    first_ = true;
  }
  std::string&& whole() && { return std::move(text_); }

 private:
  csv& raw(std::string_view value) {
    if (!first_) text_ += ',';
    first_ = false;
    text_ += value;
    return *this;
  }
  std::string text_;
  bool first_ = true;
};

csv& shares(csv& out, count of, count among) {
  const auto [lower, upper] = wilson(of, among);
  if (among == 0) return out.nothing().nothing().nothing();
  return out.share(static_cast<double>(of) / static_cast<double>(among)).share(lower).share(upper);
}

std::string_view rule_or_nothing(rule_id id) { return id == rule_id::count_ ? std::string_view{} : cds::name_of(id); }

} // namespace

std::string cards_csv(const figures& counted) {
  csv out("rule,cards,critical,warning,info,share_of_orders,lower_95,upper_95,patients,negative,fired,not_evaluable");
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    const auto& rule = counted.rules[i];
    out.text(cds::name_of(static_cast<rule_id>(i))).number(rule.shown());
    out.number(rule.cards[2]).number(rule.cards[1]).number(rule.cards[0]);
    shares(out, rule.shown(), counted.all.orders);
    out.number(rule.patients).number(rule.negative).number(rule.fired).number(rule.not_evaluable).end();
  }
  return std::move(out).whole();
}

std::string months_csv(const figures& counted) {
  csv out("month,orders,refused,incomplete,orders_with_cards,share,lower_95,upper_95,cards,critical,warning,info");
  for (const auto& [month, all] : counted.months) {
    out.text(to_text(month))
        .number(all.orders)
        .number(all.refused)
        .number(all.incomplete)
        .number(all.orders_with_cards);
    shares(out, all.orders_with_cards, all.orders);
    out.number(all.cards).number(all.by_urgency[2]).number(all.by_urgency[1]).number(all.by_urgency[0]).end();
  }
  return std::move(out).whole();
}

std::string not_evaluated_csv(const figures& counted) {
  csv out("rule,missing,orders,share_of_orders,lower_95,upper_95");
  for (const auto& [what, orders] : counted.refusals) {
    out.text("every rule").text(what).number(orders);
    shares(out, orders, counted.all.orders).end();
  }
  for (std::size_t i = 0; i < cds::rule_count; ++i)
    for (const auto& [what, orders] : counted.rules[i].missing) {
      out.text(cds::name_of(static_cast<rule_id>(i))).text(what).number(orders);
      shares(out, orders, counted.all.orders).end();
    }
  return std::move(out).whole();
}

std::string happened_csv(const figures& counted) {
  csv out("after,deed,happened,did_not,not_known,share_of_known,lower_95,upper_95");
  const auto row = [&](std::string_view after, std::string_view what, const happened_counts& happened) {
    if (happened == happened_counts{}) return;
    out.text(after).text(what).number(happened.yes).number(happened.no).number(happened.unknown);
    shares(out, happened.yes, happened.known()).end();
  };
  const auto rows = [&](std::string_view after, const std::array<happened_counts, deed_count>& deeds) {
    for (std::size_t i = 0; i < deed_count; ++i) row(after, name_of(static_cast<deed>(i)), deeds[i]);
  };
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    const auto rule = cds::name_of(static_cast<rule_id>(i));
    row(rule, "any", counted.rules[i].any);
    rows(rule, counted.rules[i].deeds);
  }
  rows("no card", counted.unprompted);
  return std::move(out).whole();
}

std::string burden_csv(const figures& counted, const report_options& options) {
  if (!options.identifying) {
    csv out("cards_in_a_week,prescriber_weeks");
    for (const auto& [cards, weeks] : burden_of(counted, false).weeks_by_cards) out.number(cards).number(weeks).end();
    return std::move(out).whole();
  }
  csv out("prescriber,monday,orders,cards");
  for (const auto& [prescriber, their_weeks] : counted.burden)
    for (const auto& [monday, week] : their_weeks)
      out.text(prescriber).text(cds::to_text(monday)).number(week.orders).number(week.cards).end();
  return std::move(out).whole();
}

std::string groups_csv(const figures& counted, const report_options& options) {
  csv out("group,prescribers,orders,orders_with_cards,cards,critical,warning,info");
  for (const auto& row : shown_groups(counted, options.identifying)) {
    out.text(row.name);
    for (const auto& number : {row.prescribers, row.orders, row.orders_with_cards, row.cards, row.by_urgency[2],
                               row.by_urgency[1], row.by_urgency[0]})
      number ? out.number(*number) : out.text("not told");
    out.end();
  }
  return std::move(out).whole();
}

std::string compared_csv(const figures& counted) {
  csv out("rule,cards_before,cards_after,orders_gained,orders_lost,other_urgency");
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    const auto& compared = counted.rules_compared[i];
    out.text(cds::name_of(static_cast<rule_id>(i))).number(counted.rules[i].shown()).number(compared.after);
    out.number(compared.gained).number(compared.lost).number(compared.other_urgency).end();
  }
  return std::move(out).whole();
}

std::string worklist_csv(const figures& counted, const report_options& options) {
  csv out(options.identifying ? "why,rule,order,patient,among,reviewer_agrees,comment"
                              : "why,rule,order,among,reviewer_agrees,comment");
  for (const auto& [kind, sample] : counted.review.kinds())
    for (const auto& one : sample.orders) {
      out.text(name_of(kind.why)).text(rule_or_nothing(kind.rule)).text(one.order);
      if (options.identifying) out.text(one.patient);
      out.number(sample.among).nothing().nothing().end();
    }
  return std::move(out).whole();
}

} // namespace server
