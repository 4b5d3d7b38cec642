// A dosage and the words beside its structure: what they add, and what they contradict.
#include <gtest/gtest.h>

#include "dosage_cases.hpp"
#include "sample_chart.hpp"

namespace {

using reasons = std::vector<std::string>;
using sample::expect_instructions;

/// 500 mg twice daily with these members beside it.
std::string beside(std::string_view members) {
  return sample::told(
      sample::instructions_of("[{'doseQuantity':{'value':500,'code':'mg'},'timing':{'code':{'text':'BID'}}," +
                              std::string(members) + "}]")
          .dosage);
}

TEST(DosageText, CompletesTheRest) {
  expect_instructions({
      {"{'text':'1 g PO TID for 7 days'}", "1000 mg, 3 a day, every 8 h, 7 days, oral"},
      {"{'patientInstruction':'1 g PO TID for 7 days'}", "1000 mg, 3 a day, every 8 h, 7 days, oral"},
      {"{'text':'1 g twice daily','patientInstruction':'drink plenty of water'}", "1000 mg, 2 a day, every 12 h"},
      {"{'text':'1 g twice daily','timing':{'code':{'text':'BID'}}}", "1000 mg, 2 a day, every 12 h"},
      {"{'text':'1 g twice daily','doseQuantity':{'value':1000,'code':'mg'}}", "1000 mg, 2 a day, every 12 h"},
      {"{'text':'1 g twice daily for 7 "
       "days','doseQuantity':{'value':1000,'code':'mg'},'timing':{'code':{'text':'BID'}}}",
       "1000 mg, 2 a day, every 12 h, 7 days"},
      {"{'text':'as directed','doseQuantity':{'value':1,'code':'g'},'timing':{'code':{'text':'BID'}}}",
       "1000 mg, 2 a day, every 12 h"},
      {"{'text':'500 mg in the morning and at bedtime','doseQuantity':{'value':500,'code':'mg'}}",
       "500 mg, 2 a day, every 12 h"},
      {"{'text':'Infuse 40 mg/kg IV over 1 hour every 8 hours'}",
       "40 mg/kg, 3 a day, every 8 h, intravenous, over 1 h"},
  });
}

TEST(DosageText, ThatIsUnderstoodMustAgree) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"'text':'500 mg twice daily'", "500 mg, 2 a day, every 12 h"},
      {"'text':'Take 1 tablet (500 mg) by mouth twice daily for 7 days'", "500 mg, 2 a day, every 12 h, 7 days, oral"},
      {"'text':'1 g twice daily'", "2 a day, every 12 h; the text of the dosage says another dose"},
      {"'text':'500 mg three times daily'", "500 mg; the text of the dosage says another frequency"},
      {"'text':'500 mg once'", "500 mg; the text of the dosage says another frequency"},
      {"'patientInstruction':'1 g twice daily'", "2 a day, every 12 h; the text of the dosage says another dose"},
      {"'text':'500 mg twice daily','patientInstruction':'500 mg daily'",
       "500 mg; the text of the dosage says another frequency"},
      {"'text':'500 mg iv twice daily','route':{'text':'oral'}",
       "500 mg, 2 a day, every 12 h, oral; the text of the dosage names another route"},
  };
  for (const auto& [members, want] : cases) EXPECT_EQ(beside(members), want) << members;
}

TEST(DosageText, ThatIsNotUnderstoodIsHeardAllTheSame) {
  constexpr std::string_view kept = "500 mg, 2 a day, every 12 h";
  constexpr std::string_view needed = "500 mg, as needed; it is taken only as needed, at most so often";
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"'text':'500 mg twice daily with grapefruit'", kept},
      {"'text':'see the leaflet'", kept},
      {"'text':'Start at first sign of a cold sore'", kept},
      {"'text':'Increase fluids while taking it'", kept},
      {"'text':'1 g daily in divided doses'", kept},
      {"'text':'1 g twice daily with grapefruit'", "2 a day, every 12 h; the text of the dosage says another dose"},
      {"'text':'500 mg every 8 hours with grapefruit'", "500 mg; the text of the dosage says another frequency"},
      {"'patientInstruction':'500 mg daily with grapefruit'", "500 mg; the text of the dosage says another frequency"},
      {"'text':'500 mg twice daily prn'", needed},
      {"'text':'BID as needed for outbreaks'", needed},
      {"'patientInstruction':'use if needed'", needed},
      {"'text':'500 mg twice daily for 5 days, then 500 mg daily'",
       "; the text of the dosage says that it changes during the course"},
      {"'text':'taper'", "; the text of the dosage says that it changes during the course"},
      {"'text':'500 to 1000 mg twice daily'", "; the text of the dosage says a range"},
      {"'text':'1-2 tablets twice daily'", "; the text of the dosage says a range"},
      {"'text':'500 mg twice daily after dialysis'", "500 mg; the text of the dosage names certain days"},
      {"'text':'Take 1 g twice daily. Indications: herpes'",
       "2 a day, every 12 h; the text of the dosage says another dose"},
      {"'text':'up to 2 times daily'", "; the text of the dosage sets a limit"},
  };
  for (const auto& [members, want] : cases) EXPECT_EQ(beside(members), want) << members;
}

TEST(DosageText, AdditionalInstructionsAreHeard) {
  constexpr std::string_view kept = "500 mg, 2 a day, every 12 h";
  constexpr std::string_view needed = "500 mg, as needed; it is taken only as needed, at most so often";
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"'additionalInstruction':[{'text':'with food'}]", kept},
      {"'additionalInstruction':[{'coding':[{'system':'http://snomed.info/sct','code':'311504000','display':'With or "
       "after food'}]}]",
       kept},
      {"'additionalInstruction':[{'text':'only if needed'}]", needed},
      {"'additionalInstruction':[{'text':'with food'},{'coding':[{'display':'As needed'}]}]", needed},
      {"'additionalInstruction':[{'text':'take 1 g on dialysis days'}]",
       "; the text of the dosage says another dose; the text of the dosage names certain days"},
      {"'additionalInstruction':[{'text':'Take 1 g twice daily'}]",
       "2 a day, every 12 h; the text of the dosage says another dose"},
      {"'additionalInstruction':[{'text':'after 3 days reduce to one daily'}]",
       "; the text of the dosage says that it changes during the course"},
      {"'additionalInstructions':{'text':'as needed'}", needed}, // DSTU2
  };
  for (const auto& [members, want] : cases) EXPECT_EQ(beside(members), want) << members;
}

TEST(DosageText, OfR5MayStandInTheOrder) {
  const auto read = [](std::string_view members) {
    const sample::parsed text("{" + std::string(members) + "}");
    fhir::report to;
    return sample::told(fhir::read_instructions(text.root(), "dosageInstruction", to).dosage);
  };
  EXPECT_EQ(read("'renderedDosageInstruction':'1 g by mouth twice daily for 7 days'"),
            "1000 mg, 2 a day, every 12 h, 7 days, oral");
  EXPECT_EQ(read("'renderedDosageInstruction':'see leaflet'"),
            "; the dosage is free text: not all of it is understood");
  EXPECT_EQ(read("'renderedDosageInstruction':'1 g twice daily','dosageInstruction':[{'text':'1 g daily'}]"),
            "1000 mg; the text of the dosage says another frequency");
  EXPECT_EQ(read("'renderedDosageInstruction':'1 g daily','dosageInstruction':[{'text':'1 g daily'}]"),
            "1000 mg, 1 a day, every 24 h");
}

TEST(DosageText, MustMakeTheDoseOfTheProduct) {
  constexpr std::string_view other = "its text makes another dose of this product";
  const auto gram = [](double strength, double concentration) {
    cds::drug product;
    product.strength_mg = strength;
    product.concentration_mg_per_ml = concentration;
    return product;
  };
  const struct {
    std::string_view instruction;
    cds::drug product;
    bool fits;
  } cases[] = {
      {"{'text':'2 tablets (1,000 mg each) twice daily'}", gram(0, 0), true},
      {"{'text':'2 tablets (1,000 mg each) twice daily'}", gram(1000, 0), true},
      {"{'text':'2 tablets (1,000 mg each) twice daily'}", gram(500, 0), false},
      {"{'text':'2 tablets twice daily','doseQuantity':{'value':1000,'code':'mg'}}", gram(500, 0), true},
      {"{'text':'2 tablets twice daily','doseQuantity':{'value':1000,'code':'mg'}}", gram(1000, 0), false},
      {"{'text':'1 g twice daily','doseQuantity':{'value':2,'unit':'tablets'}}", gram(500, 0), true},
      {"{'text':'1 g twice daily','doseQuantity':{'value':2,'unit':'tablets'}}", gram(1000, 0), false},
      {"{'text':'1 g twice daily','doseQuantity':{'value':2,'unit':'tablets'}}", gram(0, 0), true},
      {"{'text':'10 mL (400 mg) twice daily'}", gram(0, 40), true},
      {"{'text':'10 mL (400 mg) twice daily'}", gram(0, 80), false},
      {"{'text':'10 mL twice daily','doseQuantity':{'value':400,'code':'mg'}}", gram(0, 40), true},
      {"{'text':'10 mL twice daily','doseQuantity':{'value':400,'code':'mg'}}", gram(0, 20), false},
  };
  for (const auto& c : cases) {
    auto taken = sample::instructions_of("[" + std::string(c.instruction) + "]");
    ASSERT_TRUE(taken.dosage.dose) << c.instruction;
    fhir::compare_with_product(taken, c.product);
    EXPECT_EQ(taken.dosage.dose.has_value(), c.fits) << c.instruction << c.product.strength_mg;
    EXPECT_EQ(taken.dosage.unread, c.fits ? reasons{} : reasons{std::string(other)}) << c.instruction;
  }
}

} // namespace
