#include "hooks/decision_record.hpp"

#include <gtest/gtest.h>

#include "tests/hooks/small_knowledge.hpp"

namespace {

TEST(DecisionRecord, NamesWhatASuggestionDoes) {
  const struct {
    std::vector<cds::action> actions;
    const char* kind;
  } table[] = {
      {{}, ""},
      {{cds::order_test{}}, "order-test"},
      {{cds::order_test{}, cds::order_test{}, cds::refer{}}, "order-test+refer"},
      {{cds::cancel_order{}, cds::order_foscarnet{}}, "cancel-order+order-foscarnet"},
      {{cds::change_dosage{}}, "change-dosage"},
      {{cds::order_oral{}, cds::change_foscarnet{}}, "order-oral+change-foscarnet"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(hooks::kind_of({.label = "a label", .recommended = true, .actions = cds::list<cds::action>(row.actions)}),
              row.kind);
  }
}

TEST(DecisionRecord, KeepsRuleVersionAndVerdictAndNoReason) {
  cds::outcome fired;
  fired.rule = cds::rule_id::renal_dose;
  fired.verdict = cds::verdict::fired;
  fired.because = "creatinine 3";
  cds::outcome silent;
  silent.rule = cds::rule_id::red_flag;
  silent.verdict = cds::verdict::negative;
  const auto recorded = hooks::to_recorded({fired, silent});
  EXPECT_EQ(recorded, (std::vector<hooks::recorded_outcome>{{cds::rule_id::renal_dose, cds::verdict::fired},
                                                            {cds::rule_id::red_flag, cds::verdict::negative}}));
  const auto& known = hooks_tests::small_knowledge();
  const auto edition = hooks::edition_of(known);
  EXPECT_EQ(edition.version, known.version);
  for (const auto& rule : known.rules) EXPECT_EQ(edition.version_of(rule.id), rule.version);
}

} // namespace
