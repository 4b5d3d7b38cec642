#include "cds/rules/not_checked.hpp"

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

} // namespace

std::optional<recommendation> not_checked(const situation& s, const std::vector<outcome>& outcomes) {
  finding f(s, rule_id::not_checked, indicator::info);
  std::size_t count = 0;
  for (const outcome& o : outcomes) {
    if (o.verdict != verdict::not_evaluable) continue;
    ++count;
    f.not_known("missing", {{"rule", s.known.rule(o.rule).title}, {"missing", listed(o.missing)}});
  }
  if (count == 0) return std::nullopt;
  const placeholders values = {{"count", std::to_string(count)}, {"agent", std::string(name_of(s.draft.drug.agent))}};
  f.summary(count == 1 ? "summary_one" : "summary_several", values).why("why");
  for (const std::string& reason : s.draft.dosage.unread) f.not_known("unread", {{"reason", reason}});
  f.option("option");
  return f.take();
}

} // namespace cds::rules
