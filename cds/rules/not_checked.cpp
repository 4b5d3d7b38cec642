#include "cds/rules/not_checked.hpp"

#include <algorithm>

namespace cds::rules {
namespace {

/// Checks that lacked the same thing share a line.
struct gap {
  std::string_view missing;
  list<std::string_view> rules;
};

std::vector<gap> gaps_of(const situation& s, const std::vector<outcome>& outcomes) {
  std::vector<gap> gaps;
  for (const outcome& o : outcomes) {
    if (o.verdict != verdict::not_evaluable || s.known.mode_of(o.rule) != rule_mode::on) continue;
    const std::string_view missing = listed(s, o.missing);
    auto same = std::find_if(gaps.begin(), gaps.end(), [&](const gap& g) { return g.missing == missing; });
    if (same == gaps.end()) same = gaps.insert(gaps.end(), gap{missing, {}});
    same->rules.add(s.known.rule(o.rule).title, s.notes().memory());
  }
  return gaps;
}

} // namespace

std::optional<recommendation> not_checked(const situation& s, const std::vector<outcome>& outcomes) {
  const auto gaps = gaps_of(s, outcomes);
  if (gaps.empty()) return std::nullopt;
  finding f(s, rule_id::not_checked, indicator::info);
  std::size_t count = 0;
  for (const gap& g : gaps) {
    count += g.rules.size();
    f.not_known("missing", {{"rule", listed(s, g.rules)}, {"missing", g.missing}});
  }
  const agent drug = s.draft.drug.agent;
  const placeholders values = {{"count", s.notes().say(count)},
                               {"agent", drug == agent::none ? "medicine" : name_of(drug)}};
  f.summary(count == 1 ? "summary_one" : "summary_several", values).why("why");
  for (const std::string& reason : s.draft.dosage.unread) f.not_known("unread", {{"reason", reason}});
  f.option("option");
  return f.take();
}

} // namespace cds::rules
