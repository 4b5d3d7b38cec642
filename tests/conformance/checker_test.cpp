// The checker must see what it exists for: one seeded violation for each rule, each found at its path.
#include "hooks/conformance.hpp"

#include <gtest/gtest.h>

#include "hooks/outgoing.hpp"
#include "tests/hooks/faults.hpp"

namespace {

using hooks_tests::replaced;

const std::string drafts = R"({"entry":[{"resource":{"resourceType":"MedicationRequest","id":"d"}}]})";
const std::string cards =
    R"({"cards":[{"uuid":"00000000-0000-4000-8000-000000000001","summary":"Day 12","indicator":"info","detail":"**Why** \\<b\\>",)"
    R"("source":{"label":"Label","url":"https://example.org/","topic":{"code":"c","system":"s","display":"d"}},"suggestions":[)"
    R"({"label":"Culture","uuid":"00000000-0000-4000-8000-000000000002","isRecommended":true,"actions":[)"
    R"({"type":"create","description":"HSV culture","resource":{"resourceType":"ServiceRequest"}}]},)"
    R"({"label":"Replace","uuid":"00000000-0000-4000-8000-000000000003","actions":[)"
    R"({"type":"delete","description":"Withdraw","resourceId":"MedicationRequest/d"},)"
    R"({"type":"create","description":"Order","resource":{"resourceType":"MedicationRequest","status":"draft"}}]},)"
    R"({"label":"Change","uuid":"00000000-0000-4000-8000-000000000004","actions":[)"
    R"({"type":"update","description":"Dose","resource":{"resourceType":"MedicationRequest","id":"d","note":[]}}]}],)"
    R"("selectionBehavior":"any","overrideReasons":[{"code":"r","system":"s","display":"d"}],)"
    R"("links":[{"label":"More","url":"https://example.org/more","type":"absolute"},)"
    R"({"label":"App","url":"https://example.org/launch","type":"smart","appContext":"x"}]}]})";
const std::string discovery =
    R"({"services":[{"hook":"order-sign","title":"Title","description":"What","id":"one","prefetch":{"patient":"Patient/{{context.patientId}}",)"
    R"("labs":"Observation?patient={{context.patientId}}&code=1,2"},"usageRequirements":"Use","version":"3.0.0",)"
    R"("extension":{"org.example.x":{"v":"1"}}},{"hook":"order-select","description":"What","id":"one"}]})";
const std::string refusal =
    R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"value","diagnostics":"d","expression":["a.b"]}]})";

struct seeded {
  std::string what;
  std::string with;
  std::string found; // `path: rule`
};

template<class Check> std::string found_in(const std::string& text, Check check) {
  fhir::json::document document;
  auto root = document.read(text);
  if (!root) return "not JSON: " + root.error().message + " in " + text;
  return hooks::to_text(check(*root));
}

std::string found_in_cards(const std::string& text) {
  fhir::json::document orders;
  auto root = orders.read(drafts);
  return found_in(text, [&](const auto& answer) { return hooks::check_cards(answer, *root); });
}

TEST(Checker, AcceptsWhatKeepsTheRules) {
  EXPECT_EQ(found_in_cards(cards), "");
  EXPECT_EQ(found_in_cards(R"({"cards":[]})"), "");
  EXPECT_EQ(found_in_cards(R"({"cards":[],"extension":{"org.example.x":"1"}})"), "");
  EXPECT_EQ(found_in(discovery, hooks::check_discovery), "");
  EXPECT_EQ(found_in(refusal, hooks::check_refusal), "");
}

TEST(Checker, SeesEachBrokenCardRule) {
  const std::string first = "00000000-0000-4000-8000-000000000001";
  const std::string empty = ": nothing-empty\n";
  const seeded table[] = {
      {cards, "[]", ": answer-is-object\n"},
      {R"({"cards":)", R"({"systemActions":[],"cards":)", "systemActions: no-system-actions\n"},
      {R"({"cards":)", R"({"extension":{},"cards":)", "extension" + empty},
      {R"("cards":)", R"("card":)", "cards: cards-is-array\n"},
      {cards, R"({"cards":[7]})", "cards[0]: card-is-object\n"},
      {R"("summary":"Day 12",)", "", "cards[0].summary: summary-1-to-139\n"},
      {R"("Day 12")", R"(" ")", "cards[0].summary: summary-1-to-139\n"},
      {"Day 12", std::string(140, 'x'), "cards[0].summary: summary-1-to-139\n"},
      {R"("indicator":"info")", R"("indicator":"danger")", "cards[0].indicator: indicator-is-known\n"},
      {R"("indicator":"info",)", "", "cards[0].indicator: indicator-is-known\n"},
      {R"(\\<b\\>)", "<b>", "cards[0].detail: detail-without-html\n"},
      {R"(\\<b\\>)", R"(\\\\<b>)", "cards[0].detail: detail-without-html\n"},
      {R"("label":"Label",)", "", "cards[0].source: source-has-label\n"},
      {"https://example.org/\"", "/guide\"", "cards[0].source.url: source-url-is-absolute\n"},
      {R"("display":"d"}},)", R"("x":"d"}},)", "cards[0].source.topic: topic-has-code-system-display\n"},
      {first, "not-a-uuid", "cards[0].uuid: uuid-is-rfc-4122\n"},
      {first, "0000000A-0000-4000-8000-000000000001", "cards[0].uuid: uuid-is-rfc-4122\n"},
      {R"("uuid":")" + first + R"(",)", "", "cards[0].uuid: uuid-is-rfc-4122\n"},
      {first, "00000000-0000-4000-8000-000000000002", "cards[0].suggestions[0].uuid: uuid-is-unique\n"},
      {R"("selectionBehavior":"any",)", "", "cards[0].selectionBehavior: suggestions-need-selection-behavior\n"},
      {R"("selectionBehavior":"any")", R"("selectionBehavior":"all")",
       "cards[0].selectionBehavior: suggestions-need-selection-behavior\n"},
      {R"("uuid":"00000000-0000-4000-8000-000000000003")",
       R"("isRecommended":true,"uuid":"00000000-0000-4000-8000-000000000003")", ""},
      {R"("label":"Culture",)", "", "cards[0].suggestions[0].label: suggestion-has-label\n"},
      {R"("uuid":"00000000-0000-4000-8000-000000000003",)", "", "cards[0].suggestions[1].uuid: uuid-is-rfc-4122\n"},
      {R"("isRecommended":true)", R"("isRecommended":"true")",
       "cards[0].suggestions[0].isRecommended: recommended-is-boolean\n"},
      {R"("isRecommended":true)", R"("actionSelectionBehavior":"all")",
       "cards[0].suggestions[0].actionSelectionBehavior: no-action-selection-behavior\n"},
      {R"("actions":[{"type":"create","description":"HSV culture","resource":{"resourceType":"ServiceRequest"}}])",
       R"("actions":[])", "cards[0].suggestions[0].actions: suggestion-has-actions\n"},
      {R"("description":"HSV culture",)", "",
       "cards[0].suggestions[0].actions[0].description: action-has-description\n"},
      {R"("type":"create","description":"HSV)", R"("type":"add","description":"HSV)",
       "cards[0].suggestions[0].actions[0].type: action-type-is-known\n"},
      {R"(,"resource":{"resourceType":"ServiceRequest"})", "",
       "cards[0].suggestions[0].actions[0]: write-has-only-resource\n"},
      {R"("resource":{"resourceType":"ServiceRequest"})", R"("resource":{"id":"x"})",
       "cards[0].suggestions[0].actions[0]: write-has-only-resource\n"},
      {R"("resource":{"resourceType":"ServiceRequest"})",
       R"("resourceId":"a/b","resource":{"resourceType":"ServiceRequest"})",
       "cards[0].suggestions[0].actions[0]: write-has-only-resource\n"},
      {R"({"resourceType":"ServiceRequest"})", R"({"resourceType":"ServiceRequest","note":[]})",
       "cards[0].suggestions[0].actions[0].resource.note" + empty},
      {R"({"resourceType":"ServiceRequest"})", R"({"resourceType":"ServiceRequest","code":{"text":""}})",
       "cards[0].suggestions[0].actions[0].resource.code.text" + empty},
      {R"("resourceId":"MedicationRequest/d")", R"("resourceId":"MedicationRequest/other")",
       "cards[0].suggestions[1].actions[0]: delete-names-a-draft\n"},
      {R"("resourceId":"MedicationRequest/d")", R"("resourceId":"MedicationRequest/d","resource":{"resourceType":"x"})",
       "cards[0].suggestions[1].actions[0]: delete-has-only-id\n"},
      {R"("resourceId":"MedicationRequest/d")", R"("resource":"d")",
       "cards[0].suggestions[1].actions[0]: delete-has-only-id\ncards[0].suggestions[1].actions[0]: "
       "delete-names-a-draft\n"},
      {R"({"type":"create","description":"Order","resource":{"resourceType":"MedicationRequest","status":"draft"}})",
       R"({"type":"update","description":"Order","resource":{"resourceType":"MedicationRequest","id":"d"}})",
       "cards[0].suggestions[1]: delete-alone-or-with-create\n"},
      {R"("id":"d","note")", R"("id":"e","note")", "cards[0].suggestions[2].actions[0]: update-names-a-draft\n"},
      {R"("code":"r",)", "", "cards[0].overrideReasons[0]: override-has-code-system-display\n"},
      {R"("overrideReasons":[{"code":"r","system":"s","display":"d"}])", R"("overrideReasons":[])",
       "cards[0].overrideReasons" + empty},
      {R"("label":"More",)", "", "cards[0].links[0].label: link-has-label\n"},
      {R"("type":"absolute")", R"("type":"relative")", "cards[0].links[0].type: link-type-is-known\n"},
      {R"("url":"https://example.org/more")", R"("url":"more")", "cards[0].links[0].url: link-url-is-absolute\n"},
      {R"("type":"absolute")", R"("type":"absolute","appContext":"x")",
       "cards[0].links[0].appContext: app-context-only-on-smart\n"},
      {R"("indicator":"info")", R"("indicator":"info","x":null)", "cards[0].x" + empty},
      {R"("indicator":"info")", R"("indicator":"info","x":{"y":[{}]})", "cards[0].x.y[0]" + empty},
  };
  for (const auto& one : table)
    EXPECT_EQ(found_in_cards(replaced(cards, one.what, one.with)), one.found) << one.what << " -> " << one.with;
}

TEST(Checker, SeesTwoRecommendedWhereOneMayBeChosen) {
  auto text = replaced(cards, R"("selectionBehavior":"any")", R"("selectionBehavior":"at-most-one")");
  EXPECT_EQ(found_in_cards(text), "");
  text = replaced(text, R"("label":"Replace",)", R"("label":"Replace","isRecommended":true,)");
  EXPECT_EQ(found_in_cards(text), "cards[0].suggestions: at-most-one-recommends-at-most-one\n");
}

TEST(Checker, SeesEachBrokenDiscoveryRule) {
  const seeded table[] = {
      {discovery, R"({"services":{}})", "services: nothing-empty\nservices: services-is-array\n"},
      {R"("hook":"order-sign",)", "", "services[0].hook: service-has-hook-id-description\n"},
      {R"("description":"What",)", "", "services[0].description: service-has-hook-id-description\n"},
      {R"("id":"one","prefetch")", R"("id":"o/ne","prefetch")", "services[0].id: service-has-hook-id-description\n"},
      {R"("title":"Title")", R"("title":7)", "services[0].title: service-fields-are-strings\n"},
      {R"("version":"3.0.0")", R"("version":3.0)", "services[0].version: service-fields-are-strings\n"},
      {"{{context.patientId}}\"", "{{today()}}\"", "services[0].prefetch.patient: prefetch-is-restricted-query\n"},
      {"{{context.patientId}}\"", "{{context.patientId\"",
       "services[0].prefetch.patient: prefetch-is-restricted-query\n"},
      {"{{context.patientId}}\"", "{{context.a.b()}}\"",
       "services[0].prefetch.patient: prefetch-is-restricted-query\n"},
      {"&code=1,2", "&code=1&code=2", "services[0].prefetch.labs: prefetch-is-restricted-query\n"},
      {"&code=1,2", "&patient=x", "services[0].prefetch.labs: prefetch-is-restricted-query\n"},
      {"Observation?", "https://x/Observation?", "services[0].prefetch.labs: prefetch-is-restricted-query\n"},
      {R"("org.example.x":)", R"("x":)", "services[0].extension.x: extension-name-is-reverse-dns\n"},
      {R"({"org.example.x":{"v":"1"}})", "{}", "services[0].extension: nothing-empty\n"},
      {R"("order-select")", R"("order-sign")", "services[1]: id-and-hook-are-unique\n"},
  };
  for (const auto& one : table) {
    EXPECT_EQ(found_in(replaced(discovery, one.what, one.with), hooks::check_discovery), one.found) << one.with;
  }
}

TEST(Checker, SeesEachBrokenRefusalRule) {
  const seeded table[] = {
      {"OperationOutcome", "Bundle", "resourceType: refusal-is-outcome\n"},
      {R"("issue":)", R"("issues":)", "issue: refusal-has-issues\n"},
      {R"("severity":"error")", R"("severity":"bad")", "issue[0].severity: issue-has-severity\n"},
      {R"("code":"value",)", "", "issue[0].code: issue-has-code\n"},
      {R"("diagnostics":"d",)", "", "issue[0].diagnostics: issue-has-diagnostics\n"},
      {R"(["a.b"])", "[7]", "issue[0].expression[0]: issue-expression-is-text\n"},
      {R"(["a.b"])", "[]", "issue[0].expression: nothing-empty\n"},
  };
  for (const auto& one : table) {
    EXPECT_EQ(found_in(replaced(refusal, one.what, one.with), hooks::check_refusal), one.found) << one.with;
  }
}

TEST(Checker, StopsAnAnswerThatBreaksARuleInDebugBuilds) {
  for (const auto* broken : {"{", R"({"cards":[{}]})"}) {
    auto let_out = [&] { hooks::check_outgoing_cards(broken, {}); };
    if (hooks::checks_outgoing) {
      EXPECT_THROW(let_out(), std::logic_error) << broken;
    } else {
      EXPECT_NO_THROW(let_out()) << broken;
    }
  }
  EXPECT_NO_THROW(hooks::check_outgoing_cards(R"({"cards":[]})", {}));
}

} // namespace
