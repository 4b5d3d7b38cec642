#include "fhir/proposals/draft_update.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/fhir/proposals/desk.hpp"
#include "tests/support/golden.hpp"

namespace {

using desk::request;
using desk::valacyclovir_draft;

constexpr cds::dose_plan one_day{.dose_mg = 2000, .interval_hours = 12, .days = 1};
constexpr std::string_view dosage =
    R"("dosageInstruction":[{"sequence":1,"text":"1 tablet twice daily for 10 days","timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}},)"
    R"("asNeededBoolean":false,"route":{"coding":[{"system":"urn:ehr","code":"PO"}]},)"
    R"("doseAndRate":[{"doseQuantity":{"value":1,"unit":"tablet","code":"{tablet}"}}]}])";

std::string updated(const request& r, const cds::dose_plan& plan) {
  const auto proposed = r.propose(cds::change_dosage{0, plan, "as said"});
  EXPECT_EQ(proposed.what, fhir::deed::update);
  EXPECT_EQ(proposed.description, "as said");
  return proposed.resource;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(DraftUpdate, ChangesTheDosageAndKeepsTheRest) {
  const std::string draft =
      R"({"resourceType":"MedicationRequest","id":"draft-1","meta":{"versionId":"3"},)"
      R"("text":{"status":"generated","div":"<div>1 tablet twice daily</div>"},)"
      R"("extension":[{"url":"urn:ehr:cost","valueDecimal":1.00}],"status":"draft","intent":"order","x-unknown":{"z":[1,2.50,-0],"a":true},)"
      R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"313564"}]},)"
      R"("subject":{"reference":"Patient/p1","display":"\u00c9va \"E\" \u2028"},"note":[{"text":"caf\u00e9"}],)" +
      std::string(dosage) +
      R"(,"dispenseRequest":{"numberOfRepeatsAllowed":2,"quantity":{"value":20.0,"unit":"tab","system":"urn:ehr","code":"T"},)"
      R"("expectedSupplyDuration":{"value":10,"unit":"d"},"initialFill":{"quantity":{"value":5}}},"substitution":{"allowedBoolean":true}})";
  request r({draft});
  r.draft(0).amount = cds::quantity{20, cds::unit::product_unit};
  EXPECT_TRUE(support::is_golden("proposals/update.json", support::laid_out(updated(r, one_day))));
}

TEST(DraftUpdate, AnotherStrengthWhenTheDraftsDoesNotFit) {
  request r(
      {valacyclovir_draft("," + std::string(dosage) + R"(,"dispenseRequest":{"quantity":{"value":20,"unit":"tab"}})")});
  r.draft(0).amount = cds::quantity{20, cds::unit::product_unit};
  EXPECT_TRUE(support::is_golden("proposals/update-strength.json",
                                 support::laid_out(updated(r, {.dose_mg = 500, .interval_hours = 12, .days = 3}))));
}

TEST(DraftUpdate, KeepsAProductItCannotReplaceAndCountsNothing) {
  const cds::dose_plan half{.dose_mg = 500, .interval_hours = 12, .days = 3};
  const auto supply = "," + std::string(dosage) +
                      R"(,"dispenseRequest":{"quantity":{"value":20,"unit":"tab"},"numberOfRepeatsAllowed":1})";
  request referred({R"({"resourceType":"MedicationRequest","id":"draft-1","medicationReference":{"reference":"#m"})" +
                    supply + "}"});
  request unsold({valacyclovir_draft(supply)});
  unsold.draft(0).drug.agent =
      cds::agent::famciclovir; // no product of 1 g divides, and none of another strength makes 510 mg
  request unknown({valacyclovir_draft(supply)});
  unknown.draft(0).drug.strength_mg = 0;
  for (const auto& text : {updated(referred, half), updated(unsold, {.dose_mg = 510, .interval_hours = 12, .days = 3}),
                           updated(unknown, half)}) {
    EXPECT_TRUE(holds(text, R"("medicationReference":{"reference":"#m"})") ||
                holds(text, R"("text":"valacyclovir 1 g")"))
        << text;
    EXPECT_TRUE(holds(text, R"("dispenseRequest":{"numberOfRepeatsAllowed":1})")) << text;
    EXPECT_FALSE(holds(text, "tablet")) << text;
  }
  auto context = unsold.context();
  unsold.draft(0).drug.agent = cds::agent::valacyclovir;
  context.known = nullptr;
  EXPECT_TRUE(
      holds(desk::to_proposal(cds::change_dosage{0, half, ""}, context).resource, R"("text":"valacyclovir 1 g")"));
}

TEST(DraftUpdate, AnOpenEndedPlanHasNoAmount) {
  request r(
      {valacyclovir_draft("," + std::string(dosage) +
                          R"(,"dispenseRequest":{"quantity":{"value":20},"expectedSupplyDuration":{"value":10}})")});
  const auto text = updated(r, {.dose_mg = 1000, .interval_hours = 24});
  EXPECT_FALSE(holds(text, "dispenseRequest")) << text;
  EXPECT_FALSE(holds(text, "boundsDuration")) << text;
  EXPECT_TRUE(holds(text, R"("repeat":{"frequency":1,"period":1,"periodUnit":"d"})")) << text;
}

TEST(DraftUpdate, NothingIsAddedThatTheDraftDoesNotState) {
  request r({valacyclovir_draft(R"(,"dispenseRequest":{"numberOfRepeatsAllowed":0},"note":[],"priority":"")")});
  const auto text = updated(r, one_day);
  EXPECT_TRUE(holds(text, R"("dispenseRequest":{"numberOfRepeatsAllowed":0})")) << text;
  EXPECT_TRUE(holds(
      text,
      R"("dosageInstruction":[{"text":"Take 2 g (2 tablets of 1 g) by mouth every 12 hours for 1 day, 2 doses in all")"))
      << text;
  EXPECT_TRUE(holds(text, R"("code":"26643006")")) << text;
  EXPECT_FALSE(holds(text, "note") || holds(text, "priority")) << text;
}

TEST(DraftUpdate, OnlyAnOralRouteStays) {
  request r({valacyclovir_draft("," + std::string(dosage))});
  EXPECT_TRUE(holds(updated(r, one_day), R"("route":{"coding":[{"system":"urn:ehr","code":"PO"}]})"));
  r.draft(0).dosage.route = cds::route::unknown;
  EXPECT_FALSE(holds(updated(r, one_day), "urn:ehr"));
}

struct version_case {
  std::string_view draft;
  std::string_view timing;
  std::string_view dose;
};

TEST(DraftUpdate, StaysInTheVersionOfTheDraft) {
  constexpr std::string_view bounds = R"({"value":7,"unit":"days","system":"http://unitsofmeasure.org","code":"d"})";
  constexpr std::string_view quantity =
      R"("doseQuantity":{"value":1000,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"}})";
  const version_case cases[] = {
      {R"({"resourceType":"MedicationOrder","id":"d","dosageInstruction":[{"text":"x"}]})", "periodUnits", ""},
      {R"({"resourceType":"MedicationRequest","id":"d","dosageInstruction":[{"doseQuantity":{"value":1}}]})",
       "periodUnit", ""},
      {R"({"resourceType":"MedicationRequest","id":"d","context":{"reference":"Encounter/e1"}})", "periodUnit", ""},
      {R"({"resourceType":"MedicationRequest","id":"d","dosageInstruction":[{"text":"x"}]})", "periodUnit",
       "doseAndRate"},
      {R"({"resourceType":"MedicationRequest","id":"d","medication":{"concept":{"text":"x"}},"renderedDosageInstruction":"x","effectiveDosePeriod":{"start":"2026"}})",
       "periodUnit", "doseAndRate"},
  };
  for (const auto& c : cases) {
    request r({std::string(c.draft)});
    const auto text = updated(r, {.dose_mg = 1000, .interval_hours = 12, .days = 7});
    const bool oldest = c.timing == "periodUnits";
    EXPECT_TRUE(
        holds(text, std::string(oldest ? R"("boundsQuantity":)" : R"("boundsDuration":)") + std::string(bounds)))
        << text;
    EXPECT_TRUE(holds(text, "\"" + std::string(c.timing) + R"(":"h")")) << text;
    EXPECT_TRUE(holds(text, c.dose.empty() ? std::string(",") + std::string(quantity)
                                           : R"("doseAndRate":[{)" + std::string(quantity)))
        << text;
    EXPECT_FALSE(holds(text, "rendered") || holds(text, "effectiveDosePeriod")) << text;
  }
}

TEST(DraftUpdate, LeavesOutWhatTellsTheOldDosage) {
  const std::string_view cases[][2] = {
      {R"("courseOfTherapyType":{"coding":[{"code":"continuous"}]})", "continuous"},
      {R"("note":[{"text":"Take 1 tablet twice daily for 10 days"}])", "note"},
      {R"("note":"1 tablet twice daily")", "note"}, // DSTU2
      {R"("dispenseRequest":{"dispenseInterval":{"value":10,"unit":"d"}})", "dispense"},
      {R"("dispenseRequest":{"dispenserInstruction":[{"text":"take 1 tablet twice daily"}]})", "dispense"},
      {R"("renderedDosageInstruction":"x","_text":{"id":"y"})", "rendered"},
  };
  for (const auto& [members, gone] : cases) {
    request r({valacyclovir_draft("," + std::string(members))});
    EXPECT_FALSE(holds(updated(r, one_day), gone)) << members;
  }
}

TEST(DraftUpdate, KeepsWhatWasDecidedForItself) {
  for (
      const std::string_view members : {
          R"("note":[{"text":"patient asks for generics"}])",
          R"("note":"kidneys checked on 3 January")",
          R"("substitution":{"allowedBoolean":false})",
          R"("dispenseRequest":{"validityPeriod":{"start":"2026-03-03","end":"2026-04-03"},"numberOfRepeatsAllowed":2})",
          R"("contained":[{"resourceType":"Medication","id":"m","amount":{"numerator":{"value":20}}}])",
          R"("category":{"text":"outpatient"},"priority":"urgent","detectedIssue":[{"reference":"DetectedIssue/1"}])",
      }) {
    request r({valacyclovir_draft("," + std::string(members))});
    EXPECT_TRUE(holds(updated(r, one_day), members)) << members;
  }
  request two({valacyclovir_draft(R"(,"note":[{"text":"1 tablet twice daily"},{"text":"call me"}])")});
  EXPECT_TRUE(holds(updated(two, one_day), R"("note":[{"text":"call me"}])"));
}

// DSTU2 repeats the drug in what is to be dispensed.
TEST(DraftUpdate, AnotherStrengthLeavesNoOldProductBehind) {
  const auto supply =
      R"(,"dispenseRequest":{"medicationCodeableConcept":{"text":"valacyclovir 1 g"},"numberOfRepeatsAllowed":1})";
  request r({valacyclovir_draft(supply)});
  const auto halved = updated(r, {.dose_mg = 500, .interval_hours = 12, .days = 7});
  EXPECT_FALSE(holds(halved, "valacyclovir 1 g")) << halved;
  EXPECT_TRUE(holds(halved, R"("dispenseRequest":{"numberOfRepeatsAllowed":1})")) << halved;
  const auto whole = updated(r, one_day);
  EXPECT_TRUE(holds(whole, R"("dispenseRequest":{"medicationCodeableConcept":{"text":"valacyclovir 1 g"})")) << whole;
}

TEST(DraftUpdate, AnotherStrengthInR5) {
  request r({R"({"resourceType":"MedicationRequest","id":"d","medication":{"concept":{"text":"valacyclovir 1 g"}}})"});
  EXPECT_TRUE(holds(
      updated(r, {.dose_mg = 500, .interval_hours = 12, .days = 7}),
      R"("medication":{"concept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"313565",)"));
}

} // namespace
