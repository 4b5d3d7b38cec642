// Nothing that is dated or recorded after an order changes what it brings: for each type of resource one that changes
// the answer when it is known, placed before, at and after the order's moment.
#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "server/replay/patient_replay.hpp"
#include "tests/server/replay/support/replaying.hpp"

namespace {

using namespace server;

/// The order's moment is 2025-06-10T12:00:00Z.
constexpr const char* just_before = "2025-06-10T11:59:59Z";
constexpr const char* at_once = "2025-06-10T12:00:00Z";
constexpr const char* in_another_offset = "2025-06-10T14:00:00+02:00"; // the same moment
constexpr const char* just_after = "2025-06-10T12:00:01Z";
constexpr const char* next_day = "2025-06-11T09:00:00Z";
constexpr const char* day_before = "2025-06-09";
constexpr const char* that_day = "2025-06-10";
constexpr const char* day_after = "2025-06-11";

constexpr const char* foscarnet =
    R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"1734377"}]})";

std::string with_time(std::string text, std::string_view when) {
  for (auto at = text.find("WHEN"); at != std::string::npos; at = text.find("WHEN")) text.replace(at, 4, when);
  return text;
}

std::string resource(std::string_view type, std::string_view members, std::string_view whose = "subject") {
  return R"({"resourceType":")" + std::string(type) + R"(","id":"x","meta":{"lastUpdated":"2026-01-01T00:00:00Z"},")" +
         std::string(whose) + R"(":{"reference":"Patient/p"},)" + std::string(members) + "}";
}

/// A patient of 70 after a transplant, with a resistant isolate, and an order of valacyclovir for a cold sore.
std::vector<std::pair<chart_type, std::string>> base() {
  return {
      {chart_type::patient, R"({"resourceType":"Patient","id":"p","gender":"female","birthDate":"1955-02-03"})"},
      {chart_type::condition,
       R"({"resourceType":"Condition","id":"sore","subject":{"reference":"Patient/p"},"recordedDate":"2025-06-08T10:00:00Z",
       "clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},
       "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"B00.1"}]}})"},
      {chart_type::condition,
       R"({"resourceType":"Condition","id":"transplant","subject":{"reference":"Patient/p"},"recordedDate":"2025-03-08T10:00:00Z",
       "clinicalStatus":{"coding":[{"code":"active"}]},
       "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"Z94.84"}]}})"},
      {chart_type::observation,
       R"({"resourceType":"Observation","id":"isolate","status":"final","subject":{"reference":"Patient/p"},
       "effectiveDateTime":"2025-05-30T10:00:00Z","issued":"2025-06-02T10:00:00Z",
       "code":{"coding":[{"system":"http://loinc.org","code":"73574-6"}]},
       "valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"30714006"}]},
       "interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"R"}]}]})"},
      {chart_type::medication_request,
       R"({"resourceType":"MedicationRequest","id":"order","status":"completed","intent":"order",
       "subject":{"reference":"Patient/p"},"authoredOn":"2025-06-10T12:00:00Z",
       "reasonReference":[{"reference":"Condition/sore"}],
       "medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"313564"}]},
       "dosageInstruction":[{"timing":{"repeat":{"boundsDuration":{"value":7,"unit":"d","system":"http://unitsofmeasure.org","code":"d"},
       "frequency":2,"period":1,"periodUnit":"d"}},"doseAndRate":[{"doseQuantity":{"value":1000,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"}}]}]})"},
  };
}

/// What a clinician would have been told; what happened afterwards may differ.
std::string told(const replayed_order& order) {
  std::string text = order.judged.refused + " " + std::to_string(order.judged.cards);
  for (const auto& rule : order.judged.rules) {
    text.append("; ").append(cds::name_of(rule.rule)).append(" ").append(cds::name_of(rule.verdict));
    if (rule.urgency) text.append(" ").append(cds::name_of(*rule.urgency));
    text += rule.shown ? " shown" : "";
    for (const auto& one : rule.missing) text.append(" lacks ").append(one);
    for (const auto& one : rule.suggested) text.append(" ").append(name_of(one.what));
  }
  return text;
}

/// What the order of the base brings with these lines beside it.
replayed_order replayed_with(const std::vector<std::pair<chart_type, std::string>>& more) {
  auto lines = base();
  lines.insert(lines.end(), more.begin(), more.end());
  std::vector<kept_line> kept;
  for (const auto& [type, text] : lines) kept.push_back({"p", type, text});
  const formulary medications;
  replay_ground ground{.known = replaying::known(), .compared = nullptr, .medications = medications};
  ground.has_files.fill(true);
  ground.last_seen = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
  patient_replay replay(ground);
  std::vector<replayed_order> orders;
  tallies counts;
  replay.replay(kept, orders, counts);
  for (const auto& one : orders)
    if (one.order == "order") return one;
  ADD_FAILURE() << "the order was not replayed";
  return {};
}

struct placed {
  const char* name;
  chart_type type;
  std::string text;          // WHEN where its time stands
  bool at_its_moment = true; // counts at the order's own moment
  bool that_day = false;     // and when only the order's day is said
};

std::vector<placed> all_types() {
  const std::string drug = foscarnet;
  return {
      {"Condition", chart_type::condition,
       resource("Condition",
                R"("recordedDate":"WHEN","onsetDateTime":"2025-06-01","clinicalStatus":{"coding":[{"code":"active"}]},
       "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"B00.4"}]})"),
       true, true},
      {"ConditionByOnset", chart_type::condition,
       resource("Condition", R"("onsetDateTime":"WHEN","clinicalStatus":{"coding":[{"code":"active"}]},
       "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"B00.4"}]})"),
       true, true},
      {"MedicationRequest", chart_type::medication_request,
       resource("MedicationRequest", R"("status":"active","intent":"order","authoredOn":"WHEN",)" + drug), false},
      {"MedicationDispense", chart_type::medication_dispense,
       resource(
           "MedicationDispense",
           R"("status":"completed","whenPrepared":"2025-06-01","whenHandedOver":"WHEN","daysSupply":{"value":10,"unit":"d","system":"http://unitsofmeasure.org","code":"d"},)" +
               drug)},
      {"MedicationAdministration", chart_type::medication_administration,
       resource("MedicationAdministration", R"("status":"completed","effectiveDateTime":"WHEN",)" + drug)},
      {"MedicationAdministrationOfAWhile", chart_type::medication_administration,
       resource("MedicationAdministration",
                R"("status":"completed","effectivePeriod":{"start":"WHEN","end":"2025-06-20T10:00:00Z"},)" + drug)},
      {"MedicationStatement", chart_type::medication_statement,
       resource("MedicationStatement",
                R"("status":"active","effectivePeriod":{"start":"2025-06-01"},"dateAsserted":"WHEN",)" + drug)},
      {"Observation", chart_type::observation,
       resource("Observation", R"("status":"final","effectiveDateTime":"2025-06-09T08:00:00Z","issued":"WHEN",
       "code":{"coding":[{"system":"http://loinc.org","code":"2160-0"}]},"valueQuantity":{"value":3.4,"unit":"mg/dL","system":"http://unitsofmeasure.org","code":"mg/dL"})")},
      {"ObservationByItsTime", chart_type::observation,
       resource("Observation", R"("status":"final","effectiveDateTime":"WHEN",
       "code":{"coding":[{"system":"http://loinc.org","code":"2160-0"}]},"valueQuantity":{"value":3.4,"unit":"mg/dL","system":"http://unitsofmeasure.org","code":"mg/dL"})")},
      {"ServiceRequest", chart_type::service_request,
       resource("ServiceRequest", R"("status":"active","intent":"order","authoredOn":"WHEN",
       "code":{"coding":[{"system":"http://snomed.info/sct","code":"306284005"}]})")},
      {"AllergyIntolerance", chart_type::allergy,
       resource("AllergyIntolerance", R"("recordedDate":"WHEN","clinicalStatus":{"coding":[{"code":"active"}]},
       "code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"1734377"}]})",
                "patient"),
       true, true},
  };
}

class Leakage : public testing::TestWithParam<placed> {};

TEST_P(Leakage, WhatIsLaterChangesNothing) {
  const auto& one = GetParam();
  const auto without = told(replayed_with({}));
  const auto with = [&](const char* when) { return told(replayed_with({{one.type, with_time(one.text, when)}})); };
  EXPECT_NE(with(just_before), without) << "a test that cannot fail";
  EXPECT_NE(with(day_before), without);
  EXPECT_EQ(with(at_once) != without, one.at_its_moment);
  EXPECT_EQ(with(in_another_offset) != without, one.at_its_moment);
  EXPECT_EQ(with(that_day) != without, one.that_day);
  for (const char* later : {just_after, next_day, day_after, "2025-07", "2026"})
    EXPECT_EQ(with(later), without) << later;
}

INSTANTIATE_TEST_SUITE_P(EveryType, Leakage, testing::ValuesIn(all_types()),
                         [](const auto& of) { return std::string(of.param.name); });

TEST(AsOf, WhatSaysNoTimeIsLeftOutAndCounted) {
  for (const auto& one : all_types()) {
    auto text = with_time(one.text, "soon");
    if (text.find("2025-06-01") != std::string::npos || text.find("2025-06-09") != std::string::npos) continue;
    const auto order = replayed_with({{one.type, text}});
    EXPECT_EQ(told(order), told(replayed_with({}))) << one.name;
    EXPECT_EQ(order.left_out_undated, 1) << one.name;
  }
}

TEST(AsOf, AConditionThatAbatedLaterWasActive) {
  const auto eczema = [](const char* abated) {
    return std::pair{
        chart_type::condition,
        resource("Condition", std::string(R"("recordedDate":"2025-06-01T10:00:00Z","abatementDateTime":")") + abated +
                                  R"(","clinicalStatus":{"coding":[{"code":"resolved"}]},
                              "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"B00.4"}]})")};
  };
  const auto without = told(replayed_with({}));
  EXPECT_NE(told(replayed_with({eczema(just_after)})), without);
  EXPECT_NE(told(replayed_with({eczema(that_day)})), without);
  EXPECT_EQ(told(replayed_with({eczema(at_once)})), without);
  EXPECT_EQ(told(replayed_with({eczema(day_before)})), without);
  EXPECT_EQ(replayed_with({eczema(just_after)}).statuses_as_exported, 0);
}

TEST(AsOf, AStatusWhoseTimeIsNotKnownIsTakenAsExportedAndCounted) {
  const auto over = [](const char* updated) {
    return std::pair{
        chart_type::condition,
        std::string(
            R"({"resourceType":"Condition","id":"y","subject":{"reference":"Patient/p"},"meta":{"lastUpdated":")") +
            updated + R"("},"recordedDate":"2025-06-01T10:00:00Z","clinicalStatus":{"coding":[{"code":"resolved"}]},
                              "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"B00.4"}]}})"};
  };
  EXPECT_EQ(replayed_with({over("2026-01-01T00:00:00Z")}).statuses_as_exported, 1);
  EXPECT_EQ(replayed_with({over("2025-06-03T00:00:00Z")}).statuses_as_exported, 0);
}

TEST(AsOf, AnOrderThatWasCompletedAfterItsPlannedEndWasActive) {
  const auto course = [](const char* authored, const char* status) {
    return std::pair{chart_type::medication_request,
                     resource("MedicationRequest", std::string(R"("intent":"order","status":")") + status +
                                                       R"(","authoredOn":")" + authored + R"(",)" + foscarnet +
                                                       R"(,"dosageInstruction":[{"timing":{"repeat":
        {"boundsDuration":{"value":20,"unit":"d","system":"http://unitsofmeasure.org","code":"d"},"frequency":2,"period":1,"periodUnit":"d"}}}])")};
  };
  const auto without = told(replayed_with({}));
  EXPECT_NE(told(replayed_with({course("2025-06-01T10:00:00Z", "completed")})), without);
  EXPECT_EQ(replayed_with({course("2025-06-01T10:00:00Z", "completed")}).statuses_as_exported, 0);
  EXPECT_EQ(told(replayed_with({course("2025-04-01T10:00:00Z", "completed")})), without);
  EXPECT_EQ(replayed_with({course("2025-04-01T10:00:00Z", "completed")}).statuses_as_exported, 0);
  EXPECT_EQ(replayed_with({course("2025-06-01T10:00:00Z", "stopped")}).statuses_as_exported, 1);
  EXPECT_EQ(replayed_with({course("2025-06-01T10:00:00Z", "cancelled")}).statuses_as_exported, 1);
}

TEST(AsOf, AnOrderWhoseDosesWereBeingGivenWasActive) {
  const auto order = std::pair{
      chart_type::medication_request,
      std::string(
          R"({"resourceType":"MedicationRequest","id":"drip","subject":{"reference":"Patient/p"},"intent":"order",
      "status":"stopped","authoredOn":"2025-06-05T10:00:00Z",)") +
          foscarnet + "}"};
  const auto dose = [](const char* when, const char* of) {
    return std::pair{chart_type::medication_administration,
                     resource("MedicationAdministration", std::string(R"("status":"completed","effectiveDateTime":")") +
                                                              when + "\"," + of + foscarnet)};
  };
  const auto count = [&](const auto&... doses) { return replayed_with({order, doses...}).statuses_as_exported; };
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(count(dose("2025-06-10T07:00:00Z", "")), 0);
  EXPECT_EQ(count(dose("2025-06-08T07:00:00Z", "")), 0);
  EXPECT_EQ(count(dose("2025-06-07T07:00:00Z", "")), 1);
  EXPECT_EQ(count(dose("2025-06-12T07:00:00Z", "")), 0) << "later doses tell that it still ran";
  EXPECT_EQ(count(dose("2025-06-12T07:00:00Z", R"("request":{"reference":"MedicationRequest/drip"},)")), 0);
  EXPECT_EQ(count(dose("2025-06-12T07:00:00Z", R"("request":{"reference":"MedicationRequest/other"},)")), 1);
  EXPECT_EQ(count(dose("2025-06-01T07:00:00Z", "")), 1);
}

TEST(AsOf, ATestWhoseResultCameLaterWasStillOrdered) {
  const auto request =
      std::pair{chart_type::service_request,
                std::string(R"({"resourceType":"ServiceRequest","id":"swab","status":"completed","intent":"order",
     "subject":{"reference":"Patient/p"},"authoredOn":"2025-06-09T10:00:00Z",
     "code":{"coding":[{"system":"http://loinc.org","code":"73574-6"}]}})")};
  const auto result = [](const char* issued) {
    return std::pair{
        chart_type::observation,
        resource(
            "Observation",
            std::string(R"("status":"final","effectiveDateTime":"2025-06-09T10:00:00Z","issued":")") + issued +
                R"(","basedOn":[{"reference":"ServiceRequest/swab"}],"code":{"coding":[{"system":"http://loinc.org","code":"73574-6"}]},
     "interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"R"}]}])")};
  };
  EXPECT_EQ(replayed_with({request}).statuses_as_exported, 1);
  EXPECT_EQ(replayed_with({request, result(next_day)}).statuses_as_exported, 0);
  EXPECT_EQ(replayed_with({request, result(just_before)}).statuses_as_exported, 0);
}

TEST(AsOf, OrdersThatAreNoneAreCountedAndNotReplayed) {
  const auto order = [](const std::string& members) {
    const std::string text =
        R"({"resourceType":"MedicationRequest","id":"other","subject":{"reference":"Patient/p"},)" + members +
        R"(,"medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"313564"}]}})";
    auto lines = base();
    std::vector<kept_line> kept;
    for (const auto& [type, line] : lines) kept.push_back({"p", type, line});
    kept.push_back({"p", chart_type::medication_request, text});
    const formulary medications;
    replay_ground ground{.known = replaying::known(), .compared = nullptr, .medications = medications};
    ground.has_files.fill(true);
    patient_replay replay(ground);
    std::vector<replayed_order> orders;
    tallies counts;
    replay.replay(kept, orders, counts);
    return std::tuple(orders.size(), counts.orders_unsigned, counts.orders_undated, counts.orders_day_only);
  };
  using found = std::tuple<std::size_t, std::uint64_t, std::uint64_t, std::uint64_t>;
  const std::string at = R"(,"authoredOn":"2025-03-03T10:00:00Z")";
  EXPECT_EQ(order(R"("status":"stopped","intent":"order")" + at), found(2, 0, 0, 0));
  EXPECT_EQ(order(R"("status":"cancelled","intent":"original-order")" + at), found(2, 0, 0, 0));
  EXPECT_EQ(order(R"("status":"active","intent":"order","authoredOn":"2025-03-03")"), found(2, 0, 0, 1));
  EXPECT_EQ(order(R"("status":"active","intent":"order","authoredOn":"2025-03")"), found(1, 0, 1, 0));
  EXPECT_EQ(order(R"("status":"active","intent":"order")"), found(1, 0, 1, 0));
  for (const char* none :
       {R"("status":"draft","intent":"order")", R"("status":"entered-in-error","intent":"order")",
        R"("status":"active","intent":"plan")", R"("status":"active","intent":"proposal")",
        R"("status":"active","intent":"filler-order")", R"("status":"active","intent":"order","doNotPerform":true)"})
    EXPECT_EQ(order(none + at), found(1, 1, 0, 0)) << none;
}

} // namespace
