#include "hooks/response.hpp"

#include <algorithm>

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

/// The last card, saying what could not be shown: a finding is never left out unsaid.
recommendation with_rest_named(const recommendation& last, std::size_t left_out, const std::string& titles) {
  auto told = last;
  told.not_known.push_back(std::to_string(left_out) + (left_out == 1 ? " more finding is" : " more findings are") +
                           " not shown here: " + titles);
  return told;
}

bool is_worse(const recommendation* a, const recommendation* b) { return a->indicator > b->indicator; }

} // namespace

std::vector<const recommendation*> shown(const std::vector<recommendation>& all, std::size_t most) {
  std::vector<const recommendation*> kept;
  kept.reserve(all.size());
  for (const auto& one : all) kept.push_back(&one);
  std::ranges::stable_sort(kept, {}, rank_of);
  auto critical = static_cast<std::size_t>(std::ranges::count_if(kept, [](auto* r) { return rank_of(r) == 0; }));
  kept.resize(std::min(kept.size(), std::max(most, critical)));
  // Back in the engine's order among equals.
  std::ranges::sort(kept);
  std::ranges::stable_sort(kept, is_worse);
  return kept;
}

std::string response_body(const cds::decision& decided, std::size_t most_cards, const card_context& context) {
  std::string body;
  fhir::json::writer out(body);
  out.begin_object().name("cards").begin_array();
  const auto& all = decided.recommendations;
  auto kept = shown(all, most_cards);
  for (const auto* found : kept) {
    bool names_rest = found == kept.back() && kept.size() < all.size();
    if (names_rest) {
      write_card(out, with_rest_named(*found, all.size() - kept.size(), titles_left_out(all, kept, context.known)),
                 context);
    } else {
      write_card(out, *found, context);
    }
  }
  out.end_array().end_object();
  return body;
}

} // namespace hooks
