#include "cds/rules/not_checked.hpp"

#include <algorithm>

namespace cds::rules {
namespace {

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    if (!text.empty()) text += ", ";
    text += item;
  }
  return text;
}

/// Checks that lacked the same thing share a line.
struct gap {
  std::string missing;
  std::vector<std::string> rules;
};

std::vector<gap> gaps_of(const situation& s, const std::vector<outcome>& outcomes) {
  std::vector<gap> gaps;
  for (const outcome& o : outcomes) {
    if (o.verdict != verdict::not_evaluable || s.known.mode_of(o.rule) != rule_mode::on) continue;
    const std::string missing = listed(o.missing);
    auto same = std::find_if(gaps.begin(), gaps.end(), [&](const gap& g) { return g.missing == missing; });
    if (same == gaps.end()) same = gaps.insert(gaps.end(), gap{missing, {}});
    same->rules.push_back(s.known.rule(o.rule).title);
  }
  return gaps;
}

} // namespace

std::optional<recommendation> not_checked(const situation& s, const std::vector<outcome>& outcomes) {
  finding f(s, rule_id::not_checked, indicator::info);
  const auto gaps = gaps_of(s, outcomes);
  if (gaps.empty()) return std::nullopt;
  std::size_t count = 0;
  for (const gap& g : gaps) {
    count += g.rules.size();
    f.not_known("missing", {{"rule", listed(g.rules)}, {"missing", g.missing}});
  }
  const agent drug = s.draft.drug.agent;
  const placeholders values = {{"count", std::to_string(count)},
                               {"agent", drug == agent::none ? "medicine" : std::string(name_of(drug))}};
  f.summary(count == 1 ? "summary_one" : "summary_several", values).why("why");
  for (const std::string& reason : s.draft.dosage.unread) f.not_known("unread", {{"reason", reason}});
  f.option("option");
  return f.take();
}

} // namespace cds::rules
