// The checker must see what it exists for: one seeded violation for each rule, each found at its path.
#include "hooks/conformance.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

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
    R"({"type":"create","description":"HSV culture","resource":{"resourceType":"ServiceRequest","status":"draft",)"
    R"("intent":"order","subject":{"reference":"Patient/p"}}}]},)"
    R"({"label":"Replace","uuid":"00000000-0000-4000-8000-000000000003","actions":[)"
    R"({"type":"delete","description":"Withdraw","resourceId":"MedicationRequest/d"},)"
    R"({"type":"create","description":"Order","resource":{"resourceType":"MedicationOrder","status":"draft",)"
    R"("patient":{"reference":"Patient/p"}}}]},)"
    R"({"label":"Change","uuid":"00000000-0000-4000-8000-000000000004","actions":[)"
    R"({"type":"update","description":"Dose","resource":{"resourceType":"MedicationRequest","id":"d","note":[]}}]}],)"
    R"("selectionBehavior":"any","overrideReasons":[{"code":"r","system":"s","display":"d"}],)"
    R"("links":[{"label":"More","url":"https://example.org/more","type":"absolute"},)"
    R"({"label":"App","url":"https://example.org/launch","type":"smart","appContext":"x"}]}]})";
const std::string culture =
    R"({"resourceType":"ServiceRequest","status":"draft","intent":"order","subject":{"reference":"Patient/p"}})";
const std::string discovery =
    R"({"services":[{"hook":"order-sign","title":"Title","description":"What","id":"one","prefetch":{"patient":"Patient/{{context.patientId}}",)"
    R"("labs":"Observation?patient={{context.patientId}}&code=1,2"},"usageRequirements":"Use","version":"3.0.0",)"
    R"("extension":{"org.example.x":{"v":"1"}}},{"hook":"order-select","description":"What","id":"one"}]})";
const std::string refusal =
    R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"value","diagnostics":"d","expression":["a.b"]}]})";

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

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
  return found_in(text, [&](const auto& answer) { return hooks::check_cards(answer, {*root, "p"}); });
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
      {R"("cards":)", R"("card":)", "card: no-unknown-member\ncards: cards-is-array\n"},
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
      {R"("actions":[{"type":"create","description":"HSV culture","resource":)" + culture + "}]", R"("actions":[])",
       "cards[0].suggestions[0].actions: suggestion-has-actions\n"},
      {R"("description":"HSV culture",)", "",
       "cards[0].suggestions[0].actions[0].description: action-has-description\n"},
      {R"("type":"create","description":"HSV)", R"("type":"add","description":"HSV)",
       "cards[0].suggestions[0].actions[0].type: action-type-is-known\n"},
      {R"(,"resource":)" + culture, "", "cards[0].suggestions[0].actions[0]: write-has-only-resource\n"},
      {culture, R"({"id":"x"})", "cards[0].suggestions[0].actions[0]: write-has-only-resource\n"},
      {R"("resource":)" + culture, R"("resourceId":"a/b","resource":)" + culture,
       "cards[0].suggestions[0].actions[0]: write-has-only-resource\n"},
      {R"("ServiceRequest",)", R"("ServiceRequest","note":[],)",
       "cards[0].suggestions[0].actions[0].resource.note" + empty},
      {R"("ServiceRequest",)", R"("ServiceRequest","code":{"text":""},)",
       "cards[0].suggestions[0].actions[0].resource.code.text" + empty},
      {R"("resourceId":"MedicationRequest/d")", R"("resourceId":"MedicationRequest/other")",
       "cards[0].suggestions[1].actions[0]: delete-names-a-draft\n"},
      {R"("resourceId":"MedicationRequest/d")", R"("resourceId":"MedicationRequest/d","resource":{"resourceType":"x"})",
       "cards[0].suggestions[1].actions[0]: delete-has-only-id\n"},
      {R"("resourceId":"MedicationRequest/d")", R"("resource":"d")",
       "cards[0].suggestions[1].actions[0]: delete-has-only-id\ncards[0].suggestions[1].actions[0]: "
       "delete-names-a-draft\n"},
      {R"({"type":"create","description":"Order","resource":{"resourceType":"MedicationOrder","status":"draft",)"
       R"("patient":{"reference":"Patient/p"}}})",
       R"({"type":"update","description":"Order","resource":{"resourceType":"MedicationRequest","id":"d"}})",
       "cards[0].suggestions[1]: delete-alone-or-with-create\n"},
      {R"("id":"d","note")", R"("id":"e","note")", "cards[0].suggestions[2].actions[0]: update-names-a-draft\n"},
      {R"("code":"r",)", "", "cards[0].overrideReasons[0]: override-has-code-system-display\n"},
      {R"("overrideReasons":[{"code":"r","system":"s","display":"d"}])", R"("overrideReasons":"r")",
       "cards[0].overrideReasons: override-reasons-is-array\n"},
      {R"("overrideReasons":[{"code":"r","system":"s","display":"d"}])", R"("overrideReasons":[])",
       "cards[0].overrideReasons: override-reasons-is-array\ncards[0].overrideReasons" + empty},
      {R"("links":[{"label":"More","url":"https://example.org/more","type":"absolute"},)"
       R"({"label":"App","url":"https://example.org/launch","type":"smart","appContext":"x"}])",
       R"("links":7)", "cards[0].links: links-is-array\n"},
      {R"("label":"More",)", "", "cards[0].links[0].label: link-has-label\n"},
      {R"("type":"absolute")", R"("type":"relative")", "cards[0].links[0].type: link-type-is-known\n"},
      {R"("url":"https://example.org/more")", R"("url":"more")", "cards[0].links[0].url: link-url-is-absolute\n"},
      {R"("type":"absolute")", R"("type":"absolute","appContext":"x")",
       "cards[0].links[0].appContext: app-context-only-on-smart\n"},
      {R"("indicator":"info")", R"("indicator":"info","extension":{"org.x":null})", "cards[0].extension.?" + empty},
      {R"("indicator":"info")", R"("indicator":"info","extension":{"org.x":{"y":[{}]}})",
       "cards[0].extension.?.y[0]" + empty},
  };
  for (const auto& one : table)
    EXPECT_EQ(found_in_cards(replaced(cards, one.what, one.with)), one.found) << one.what << " -> " << one.with;
}

// A closed world: what the specification does not name may only stand in an extension, and that has a name of its own.
TEST(Checker, SeesEachMemberThatIsNotOfTheSpecification) {
  const std::string unknown = ": no-unknown-member\n";
  const std::string name = ": extension-name-is-reverse-dns\n";
  const seeded table[] = {
      {R"({"cards":)", R"({"decision":1,"cards":)", "decision" + unknown},
      {R"({"cards":)", R"({"extension":{"decision":1},"cards":)", "extension.decision" + name},
      {R"({"cards":)", R"({"extension":{".org":1},"cards":)", "extension.?" + name},
      {R"({"cards":)", R"({"extension":{"org..x":1},"cards":)", "extension.?" + name},
      {R"({"cards":)", R"({"extension":{"org x.y":1},"cards":)", "extension.?" + name},
      {R"({"cards":)", R"({"extension":["org.x"],"cards":)",
       "extension: extension-is-object\nextension[0]: extension-name-is-reverse-dns\n"},
      {R"("indicator":)", R"("priority":1,"indicator":)", "cards[0].priority" + unknown},
      {R"("indicator":)", R"("extension":{"rule":1},"indicator":)", "cards[0].extension.rule" + name},
      {R"("source":{)", R"("source":{"name":"n",)", "cards[0].source.name" + unknown},
      {R"("label":"Culture")", R"("label":"Culture","id":"x")", "cards[0].suggestions[0].id" + unknown},
      {R"("description":"Withdraw")", R"("description":"Withdraw","id":"x")",
       "cards[0].suggestions[1].actions[0].id" + unknown},
      {R"("label":"More")", R"("label":"More","autolaunchable":true)", "cards[0].links[0].autolaunchable" + unknown},
  };
  for (const auto& one : table)
    EXPECT_EQ(found_in_cards(replaced(cards, one.what, one.with)), one.found) << one.what << " -> " << one.with;
}

TEST(Checker, SeesEachOrderThatIsNotOneOfOurs) {
  const std::string first = "cards[0].suggestions[0].actions[0].resource";
  const seeded table[] = {
      {R"("ServiceRequest")", R"("Task")", first + ".resourceType: order-type-is-known\n"},
      {R"("ServiceRequest",)", R"("ServiceRequest","id":"x",)", first + ".id: new-order-has-no-id\n"},
      {R"("status":"draft",)", R"("status":"active",)", first + ".status: new-order-is-draft\n"},
      {R"("status":"draft",)", "", first + ".status: new-order-is-draft\n"},
      {R"("intent":"order",)", "", first + ".intent: new-order-has-intent\n"},
      {R"("intent":"order",)", R"("intent":"plan",)", first + ".intent: new-order-has-intent\n"},
      {R"("Patient/p")", R"("Patient/q")", first + ".subject: new-order-is-for-the-patient\n"},
      {R"("Patient/p")", R"("Group/p")", first + ".subject: new-order-is-for-the-patient\n"},
      {R"(,"subject":{"reference":"Patient/p"})", "", first + ".subject: new-order-is-for-the-patient\n"},
      {R"("patient":{"reference":"Patient/p"})", R"("patient":{"reference":"Patient/q"})",
       "cards[0].suggestions[1].actions[1].resource.subject: new-order-is-for-the-patient\n"},
      {R"("resource":{"resourceType":"MedicationRequest","id":"d")", R"("resource":{"resourceType":"Task","id":"d")",
       "cards[0].suggestions[2].actions[0]: update-names-a-draft\n"
       "cards[0].suggestions[2].actions[0].resource.resourceType: order-type-is-known\n"},
  };
  for (const auto& one : table)
    EXPECT_EQ(found_in_cards(replaced(cards, one.what, one.with)), one.found) << one.what << " -> " << one.with;
}

TEST(Checker, SeesHowActionsAreChosenOnlyWhereAClientAskedForIt) {
  fhir::json::document orders;
  const auto drafted = orders.read(drafts);
  const std::string path = "cards[0].suggestions[0].actionSelectionBehavior: ";
  const auto found = [&](std::string_view behavior, bool takes_it) {
    const auto text =
        replaced(cards, R"("isRecommended":true)", R"("actionSelectionBehavior":)" + std::string(behavior));
    return found_in(text, [&](const auto& answer) { return hooks::check_cards(answer, {*drafted, "p", takes_it}); });
  };
  for (const auto* behavior : {R"("all")", R"("any")", R"("at-most-one")"}) {
    EXPECT_EQ(found(behavior, true), "") << behavior;
    EXPECT_EQ(found(behavior, false), path + "no-action-selection-behavior\n") << behavior;
  }
  for (const auto* behavior : {R"("all-or-none")", "true", "null"})
    EXPECT_EQ(found(behavior, true), path + "action-selection-is-known\n") << behavior;
}

TEST(Checker, SeesEachBrokenInvariantOfARequest) {
  const std::string broken = "fhirServer: authorization-needs-server\n";
  const struct {
    const char *request, *found;
  } table[] = {{"{}", ""},
               {R"({"fhirServer":"s"})", ""},
               {R"({"fhirServer":"s","fhirAuthorization":{}})", ""},
               {R"({"fhirAuthorization":null})", ""},
               {R"({"fhirAuthorization":{}})", broken.c_str()},
               {R"({"fhirServer":null,"fhirAuthorization":{}})", broken.c_str()}};
  for (const auto& one : table) EXPECT_EQ(found_in(one.request, hooks::check_request), one.found) << one.request;
}

TEST(Checker, SeesEachBrokenInvariantOfFeedback) {
  const std::string body =
      R"({"feedback":[{"outcome":"accepted","acceptedSuggestions":[{"id":"s"}]},)"
      R"({"outcome":"overridden","overrideReason":{"reason":{"code":"c"},"userComment":"u"}},{"outcome":"overridden"}]})";
  EXPECT_EQ(found_in(body, hooks::check_feedback), "");
  EXPECT_EQ(found_in(replaced(body, R"("reason":{"code":"c"},)", ""), hooks::check_feedback), "");
  EXPECT_EQ(found_in(replaced(body, R"(,"userComment":"u")", ""), hooks::check_feedback), "");
  const seeded table[] = {
      {body, R"({"feedback":[]})", "feedback: feedback-has-items\n"},
      {body, "{}", "feedback: feedback-has-items\n"},
      {R"("accepted",)", R"("ignored",)", "feedback[0].outcome: outcome-is-known\n"},
      {R"([{"id":"s"}])", "[]", "feedback[0].acceptedSuggestions: accepted-names-suggestions\n"},
      {R"(,"acceptedSuggestions":[{"id":"s"}])", "", "feedback[0].acceptedSuggestions: accepted-names-suggestions\n"},
      {R"({"reason":{"code":"c"},"userComment":"u"})", R"({"reason":null,"userComment":" "})",
       "feedback[1].overrideReason: override-has-reason-or-comment\n"},
  };
  for (const auto& one : table)
    EXPECT_EQ(found_in(replaced(body, one.what, one.with), hooks::check_feedback), one.found) << one.with;
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
      {R"("title":"Title")", R"("name":"Title")", "services[0].name: no-unknown-member\n"},
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

// A rule that no test breaks may be one that cannot be broken.
TEST(Checker, HasASeededViolationForEachRule) {
  const auto root = std::filesystem::path(VESICLE_SOURCE_DIR);
  const auto own = text_of(root / "tests" / "conformance" / "checker_test.cpp");
  std::size_t rules = 0;
  for (const auto* source :
       {"conformance", "conformance_discovery", "conformance_findings", "conformance_incoming", "conformance_orders"}) {
    const auto text = text_of(root / "hooks" / (std::string(source) + ".cpp"));
    const std::regex named(R"re("([a-z0-9]+(-[a-z0-9]+)+)"\))re"); // the last argument of a check
    for (std::sregex_iterator found(text.begin(), text.end(), named), end; found != end; ++found, ++rules)
      EXPECT_NE(own.find((*found)[1].str() + "\\n"), std::string::npos) << (*found)[1];
  }
  EXPECT_GE(rules, 50u);
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
