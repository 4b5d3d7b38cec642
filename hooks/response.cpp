#include "hooks/response.hpp"

#include <algorithm>
#include <utility>

namespace hooks {
namespace {

using cds::indicator;
using cds::recommendation;

/// Smaller is kept first.
int rank_of(const recommendation* r) {
  if (r->indicator == indicator::critical) return 0;
  if (r->indicator == indicator::warning) return 1;
  return r->rule == cds::rule_id::not_checked ? 2 : 3;
}

/// The titles of the findings there was no room for.
std::string titles_left_out(const std::vector<recommendation>& all, const std::vector<const recommendation*>& kept,
                            const cds::knowledge& known) {
  std::vector<std::string_view> titles;
  for (const auto& one : all) {
    std::string_view title = known.rule(one.rule).title;
    if (std::ranges::find(kept, &one) == kept.end() && std::ranges::find(titles, title) == titles.end())
      titles.push_back(title);
  }
  std::string text;
  for (auto title : titles) text.append(text.empty() ? "" : ", ").append(title);
  return text;
}

/// What could not be shown: a finding is never left out unsaid.
std::string rest_named(std::size_t left_out, const std::string& titles) {
  return std::to_string(left_out) + (left_out == 1 ? " more finding is" : " more findings are") +
         " not shown here: " + titles;
}

/// What a silent rule found is for the record alone.
bool is_told(const cds::outcome& one, const cds::knowledge& known) {
  return one.verdict != cds::verdict::not_applicable && known.rule(one.rule).mode == cds::rule_mode::on;
}

/// A list that is written when it has an item.
class open_list {
 public:
  open_list(fhir::json::writer& out, std::string_view name) : out_(out), name_(name) {}
  fhir::json::writer& next() {
    if (!std::exchange(begun_, true)) out_.name(name_).begin_array();
    return out_;
  }
  void end() {
    if (begun_) out_.end_array();
  }

 private:
  fhir::json::writer& out_;
  std::string_view name_;
  bool begun_ = false;
};

void write_outcomes(fhir::json::writer& out, std::string_view name, const std::vector<cds::outcome>& outcomes,
                    const cds::knowledge& known, const card_parts& parts) {
  open_list list(out, name);
  for (const auto& one : outcomes)
    if (is_told(one, known)) list.next().raw(parts[one.rule].ended_as.at(static_cast<std::size_t>(one.verdict)));
  list.end();
}

bool is_worse(const recommendation* a, const recommendation* b) { return a->indicator > b->indicator; }

} // namespace

std::vector<const recommendation*> shown(const std::vector<recommendation>& all, std::size_t most) {
  std::vector<const recommendation*> kept;
  kept.reserve(all.size());
  for (const auto& one : all) kept.push_back(&one);
  if (kept.size() > most) {
    std::ranges::stable_sort(kept, {}, rank_of);
    auto critical = static_cast<std::size_t>(std::ranges::count_if(kept, [](auto* r) { return rank_of(r) == 0; }));
    kept.resize(std::min(kept.size(), std::max(most, critical)));
    std::ranges::sort(kept); // back in the engine's order among equals
  }
  if (!std::ranges::is_sorted(kept, is_worse)) std::ranges::stable_sort(kept, is_worse);
  return kept;
}

std::vector<issued_card> write_cards(fhir::json::writer& out, const cds::decision& decided, std::size_t most_cards,
                                     const card_context& context) {
  std::vector<issued_card> issued;
  out.name("cards").begin_array();
  const auto& all = decided.recommendations;
  auto kept = shown(all, most_cards);
  issued.reserve(kept.size());
  for (const auto* found : kept) {
    bool names_rest = found == kept.back() && kept.size() < all.size();
    if (names_rest) {
      const auto rest = rest_named(all.size() - kept.size(), titles_left_out(all, kept, context.known));
      std::vector<std::string_view> not_known(found->not_known.begin(), found->not_known.end());
      not_known.push_back(rest);
      auto last = *found;
      last.not_known = not_known;
      issued.push_back(write_card(out, last, context));
    } else {
      issued.push_back(write_card(out, *found, context));
    }
  }
  out.end_array();
  return issued;
}

void write_extension(fhir::json::writer& out, std::string_view id, const cds::decision& decided,
                     const cds::facts& chart, const cds::knowledge& known, const card_parts& parts) {
  out.name("extension").begin_object().name("org.vesicle.decision").begin_object().member("id", id);
  out.name("knowledge").begin_object();
  out.member("version", known.version).member("hash", known.hash).end_object();
  open_list orders(out, "orders");
  for (const auto& order : decided.orders) {
    if (std::ranges::none_of(order.outcomes, [&](const auto& one) { return is_told(one, known); })) continue;
    orders.next().begin_object();
    if (const auto& named = chart.drafts[order.draft].source; !named.id.empty())
      out.member("order", cds::to_text(named));
    write_outcomes(out, "outcomes", order.outcomes, known, parts);
    out.end_object();
  }
  orders.end();
  write_outcomes(out, "standing", decided.standing, known, parts);
  out.end_object().end_object();
}

} // namespace hooks
