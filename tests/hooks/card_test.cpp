#include "hooks/card.hpp"

#include <gmock/gmock.h>

#include "hooks/card_detail.hpp"
#include "hooks/conformance.hpp"
#include "tests/hooks/small_knowledge.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/world.hpp"

namespace {

using namespace std::chrono_literals;
using cds::indicator;
using cds::rule_id;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view drafts =
    R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationRequest","id":"d-1",)"
    R"("status":"draft","intent":"order","medicationCodeableConcept":{"coding":[{)"
    R"("system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"313564"}]},)"
    R"("subject":{"reference":"Patient/p-1"},"dosageInstruction":[{"text":"as told","x":1.00}],"note":[]}}]})";

/// The chart of one draft order, and the card written from a recommendation about it.
class written_card {
 public:
  written_card() {
    auto root = orders_.read(drafts);
    if (!root) throw std::invalid_argument(root.error().message);
    chart_.now = {.at = std::chrono::sys_days{2026y / 1 / 20} + 15h, .today = 2026y / 1 / 20};
    chart_.drafts.emplace_back().source = {"MedicationRequest", "d-1"};
    proposals_ = {.patient_id = "p-1",
                  .encounter_id = "e-1",
                  .user = "Practitioner/u-1",
                  .draft_orders = *root,
                  .facts = &chart_};
  }

  std::string of(const cds::recommendation& found, const cds::knowledge& known = hooks_tests::small_knowledge()) {
    auto world = support::world_at(chart_.now.at);
    std::string text;
    fhir::json::writer out(text);
    hooks::write_card(out, found, {known, hooks::card_parts(known, {}), proposals_, world});
    EXPECT_TRUE(out.complete());
    fhir::json::document answer;
    auto body = R"({"cards":[)" + text + "]}"; // the document points into it
    auto root = answer.read(body);
    EXPECT_TRUE(root) << text;
    if (root) {
      EXPECT_EQ(hooks::to_text(hooks::check_cards(*root, {proposals_.draft_orders, proposals_.patient_id})), "");
    }
    return text;
  }

 private:
  fhir::json::document orders_;
  cds::facts chart_;
  fhir::proposal_context proposals_;
};

constexpr std::size_t first_draft[] = {0};

cds::recommendation finding(rule_id rule, std::string_view summary) {
  cds::recommendation found;
  found.rule = rule;
  found.drafts = first_draft;
  found.summary = summary;
  return found;
}

constexpr std::string_view reasons[] = {"12 days of valacyclovir without healing", "the immune state is severe"};
constexpr std::string_view unknowns[] = {"adherence"};
constexpr std::string_view choices[] = {"send a culture", "involve a specialist"};
const cds::datum measured[] = {
    {"creatinine", "0.9 mg/dL", cds::date_time{2026y / 1 / 19, 2026y / 1 / 19, {}}, {"Observation", "cr-1"}},
    {"lesion", "active", {}, {"Condition", "c-1"}}};
const cds::action cultures[] = {
    cds::order_test{{cds::code_system::loinc, "5859-4", "Herpes simplex virus identified"}, true, "HSV culture"}};
const cds::action referrals[] = {cds::refer{
    {cds::code_system::snomed_ct, "306284005", "Referral to infectious diseases service"}, true, "Referral"}};
const cds::action withdrawals[] = {cds::cancel_order{0, "Withdraw the order"}};
const cds::suggestion offers[] = {
    {"Order culture", true, cultures}, {"Refer", true, referrals}, {"Cancel this order", false, withdrawals}};

cds::recommendation with_everything() {
  return {.rule = rule_id::treatment_failure,
          .indicator = indicator::warning,
          .drafts = first_draft,
          .summary = "Day 12 of valacyclovir, lesion not healed",
          .why = reasons,
          .data_used = measured,
          .not_known = unknowns,
          .options = choices,
          .suggestions = offers};
}

TEST(Card, SaysEverythingInOrder) {
  EXPECT_TRUE(support::is_golden("hooks/card.json", support::laid_out(written_card().of(with_everything()))));
}

TEST(Card, LeavesOutWhatIsEmpty) {
  auto text = written_card().of(finding(rule_id::paediatric, "Below the label age"));
  for (const auto* member : {"suggestions", "selectionBehavior", "overrideReasons", "**Why**", "**Data used**",
                             "**Not known**", "**Options**"}) {
    EXPECT_THAT(text, Not(HasSubstr(member)));
  }
  EXPECT_THAT(text, HasSubstr("**Basis** Valacyclovir label; statements S1, S2; rule paediatric 1.2"));
}

TEST(Card, MarksOnlyWhatIsRecommended) {
  auto text = written_card().of(with_everything());
  EXPECT_THAT(
      text,
      HasSubstr(R"("label":"Order culture","uuid":"00000000-0000-4000-8000-000000000002","isRecommended":true,)"));
  EXPECT_THAT(text,
              HasSubstr(R"("label":"Cancel this order","uuid":"00000000-0000-4000-8000-000000000004","actions":)"));
}

TEST(Card, LinksOnlyToSourcesWithAnAddress) {
  auto text = written_card().of(finding(rule_id::confirm_indication, "Confirm the site"));
  EXPECT_THAT(text, Not(HasSubstr("\"links\"")));
  EXPECT_THAT(text, Not(HasSubstr("\"url\"")));
  EXPECT_THAT(text, HasSubstr(R"("label":"Project convention")"));
  EXPECT_THAT(
      written_card().of(with_everything()),
      HasSubstr(R"("links":[{"label":"Valacyclovir label","url":"https://example.org/label","type":"absolute"},)"
                R"({"label":"Guideline on herpes labialis","url":"https://example.org/guide","type":"absolute"}])"));
}

TEST(Card, EscapesWhatComesFromTheChart) {
  auto found = finding(rule_id::regimen_check, "x\n<b>");
  const cds::datum used[] = {{"cd4 <img src=x>", "10*3/uL", {}, {"Observation", "a](https://evil.test)"}}};
  constexpr std::string_view why[] = {"# heading\n- item"};
  found.data_used = used;
  found.why = why;
  auto text = written_card().of(found);
  EXPECT_THAT(text, HasSubstr(R"("summary":"x <b>")"));
  EXPECT_THAT(text, HasSubstr(R"(**Why** \\# heading - item)"));
  EXPECT_THAT(text, HasSubstr(R"(cd4 \\<img src=x\\> 10\\*3/uL (Observation/a\\](https\\://evil.test)))"));
  EXPECT_THAT(text, Not(HasSubstr("](https://")));
}

TEST(Card, CutsASummaryThatIsTooLong) {
  const std::string long_summary(200, 'x');
  auto text = written_card().of(finding(rule_id::regimen_check, long_summary));
  EXPECT_THAT(text, HasSubstr("\"" + std::string(138, 'x') + "\xE2\x80\xA6\""));
}

TEST(Card, NeedsTheDisplayOfEachOverrideReason) {
  auto known = cds::knowledge{};
  known.sources = hooks_tests::small_knowledge().sources;
  known.rules = hooks_tests::small_knowledge().rules;
  EXPECT_THROW(written_card().of(with_everything(), known), std::logic_error);
}

TEST(CardDetail, ListsAtMostADozenDataEachOnce) {
  auto found = finding(rule_id::regimen_check, "x");
  cds::notepad notes;
  for (int i = 0; i < 30; ++i) // two of each
    found.data_used.add({"dose", notes.say(i / 2, " mg"), {}, {"MedicationAdministration", "m"}}, notes.memory());
  auto text = hooks::detail_of(found, "**Basis** none");
  EXPECT_THAT(text, HasSubstr("dose 11 mg (MedicationAdministration/m); and 3 more"));
  EXPECT_THAT(text, Not(HasSubstr("dose 12 mg")));
}

TEST(CardDetail, KeepsTheOrderOfSections) {
  auto text = hooks::detail_of(with_everything(), "**Basis** none");
  std::size_t before = 0;
  for (const auto* title : {"**Why**", "**Data used**", "**Not known**", "**Options**", "**Basis**"}) {
    auto at = text.find(title);
    ASSERT_NE(at, std::string::npos) << title;
    EXPECT_TRUE(at == 0 || at > before) << title;
    before = at;
  }
}

} // namespace
