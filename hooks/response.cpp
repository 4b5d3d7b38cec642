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
  for (const auto* found : shown(decided.recommendations, most_cards)) write_card(out, *found, context);
  out.end_array().end_object();
  return body;
}

} // namespace hooks
