// One Dosage: dose, limits and conditions; the whole reading of each.
#include "fhir/dosage.hpp"

#include <gtest/gtest.h>

#include "dosage_cases.hpp"
#include "sample_chart.hpp"

namespace {

using reasons = std::vector<std::string>;
using sample::dosage_case;

/// `dose` beside twice daily.
std::string dose_of(const std::string& dose) {
  return sample::told(sample::instructions_of("[{" + dose + ",'timing':{'code':{'text':'BID'}}}]").dosage);
}

TEST(Dosage, ReadsOneInstruction) {
  sample::expect_instructions({
      {"{'doseAndRate':[{'doseQuantity':{'value':1000,'code':'mg'}}],'timing':{'repeat':{'frequency':1,'period':12,"
       "'periodUnit':'h','boundsDuration':{'value':14,'code':'d'}}}}",
       "1000 mg, 2 a day, every 12 h, 14 days"},
      {"{'doseAndRate':[{'doseQuantity':{'value':2,'code':'g'}}],'timing':{'repeat':{'frequency':2,'period':1,"
       "'periodUnit':'d','boundsDuration':{'value':1,'code':'d'}}}}",
       "2000 mg, 2 a day, every 12 h, 1 days"},
      {"{'doseAndRate':[{'doseQuantity':{'value':1500,'code':'mg'}}],'timing':{'repeat':{'count':1}}}",
       "1500 mg, 1 in all"},
      {"{'doseAndRate':[{'doseQuantity':{'value':400,'code':'mg'}}],'timing':{'repeat':{'frequency':5,'period':1,"
       "'periodUnit':'d','boundsDuration':{'value':5,'code':'d'}}}}",
       "400 mg, 5 a day, 5 days"},
      {"{'doseAndRate':[{'doseQuantity':{'value':40,'code':'mg/kg'}}],'timing':{'code':{'coding':[{'code':'Q8H'}]}}}",
       "40 mg/kg, 3 a day, every 8 h"},
      // what the sandbox of CDS Hooks writes
      {"{'doseQuantity':{'value':2,'system':'http://unitsofmeasure.org','code':'{pill}'},'timing':{'repeat':{"
       "'frequency':2,'period':1,'periodUnit':'d','boundsPeriod':{'start':'2026-01-20','end':'2026-01-26'}}}}",
       "2 pieces, 2 a day, every 12 h, 7 days"},
      {"{'doseQuantity':{'value':2,'system':'http://unitsofmeasure.org','code':'{pill}'},'timing':{'repeat':{"
       "'frequency':1,'period':1,'periodUnits':'d','boundsPeriod':{}}}}",
       "2 pieces, 1 a day, every 24 h"},
      {"{'doseAndRate':[{'doseQuantity':{'value':1,'unit':'tablet','system':'http://unitsofmeasure.org','code':'{tbl}'}"
       "}],'route':{'text':'Oral'},'timing':{'code':{'text':'2 times daily'},'repeat':{'frequency':2,'period':1,"
       "'periodUnit':'d','boundsPeriod':{'start':'2026-01-20T15:00:00Z','end':'2026-01-27T14:59:00Z'},'count':14}},"
       "'asNeededBoolean':false,'text':'Take 1 tablet by mouth 2 (two) times daily for 7 days.'}",
       "1 pieces, 2 a day, every 12 h, 7 days, 14 in all, oral"},
      {"{'doseAndRate':[{'doseQuantity':{'value':10,'code':'mL'}}],'timing':{'code':{'text':'QID'}}}",
       "10 mL, 4 a day, every 6 h"},
      {"{'doseAndRate':[{'doseQuantity':{'value':1,'unit':'application'}}],'timing':{'repeat':{'frequency':5,'period':"
       "1,"
       "'periodUnit':'d'}}}",
       "1 application, 5 a day"},
  });
}

TEST(Dosage, ReadsTheDoseInEveryForm) {
  constexpr std::string_view several = "2 a day, every 12 h; the dose cannot be read: there are several doses";
  constexpr std::string_view range = "2 a day, every 12 h; the dose cannot be read: it is a range";
  const std::string ordered = "'type':{'coding':[{'code':'ordered'}]}",
                    calculated = "'type':{'coding':[{'code':'calculated'}]}";
  const auto mg = [](std::string_view value) {
    return "'doseQuantity':{'value':" + std::string(value) + ",'code':'mg'}";
  };
  const std::pair<std::string, std::string_view> cases[] = {
      {mg("500"), "500 mg, 2 a day, every 12 h"},                                      // STU3
      {"'quantityQuantity':{'value':500,'code':'mg'}", "500 mg, 2 a day, every 12 h"}, // DSTU2
      {"'doseAndRate':[{" + mg("500") + "}]", "500 mg, 2 a day, every 12 h"},
      {"'doseAndRate':[{" + mg("500") + "},{'doseQuantity':{'value':0.5,'code':'g'}}]", "500 mg, 2 a day, every 12 h"},
      {"'doseAndRate':[{" + mg("500") + "},{'rateQuantity':{'value':1,'code':'mg/min'}}]",
       "500 mg, 2 a day, every 12 h, 1 mg/min"},
      {"'doseAndRate':[{" + ordered + ",'doseQuantity':{'value':40,'code':'mg/kg'}},{" + calculated + "," + mg("2600") +
           "}]",
       "40 mg/kg, 2 a day, every 12 h"},
      {"'doseAndRate':[{" + calculated + "," + mg("2600") + "}]", "2600 mg, 2 a day, every 12 h"},
      {"'doseAndRate':[{" + ordered + "," + mg("500") + "},{" + calculated + "," + mg("1000") + "}]", several},
      {"'doseAndRate':[{" + mg("500") + "},{" + mg("1000") + "}]", several},
      {"'doseAndRate':[{" + mg("500") + "},{'doseQuantity':{'value':1,'code':'{tbl}'}}]", several},
      {"'doseAndRate':[{" + mg("500") + "}]," + mg("1000"), several},
      {"'doseAndRate':[{" + mg("500") + "}]," + mg("500"), "500 mg, 2 a day, every 12 h"},
      {"'doseRange':{'low':{'value':500,'code':'mg'},'high':{'value':0.5,'code':'g'}}", "500 mg, 2 a day, every 12 h"},
      {"'doseRange':{'low':{'value':500,'code':'mg'},'high':{'value':1,'code':'g'}}", range},
      {"'doseRange':{'low':{'value':1,'code':'{tbl}'},'high':{'value':2,'code':'{tbl}'}}", range},
      {"'doseRange':{'high':{'value':1,'code':'g'}}", range},
      {"'doseRange':{'low':{'value':1,'code':'g'}}", range},
      {"'doseAndRate':[{" + mg("500") + ",'doseRange':{'low':{'value':1,'code':'g'}}}]",
       "2 a day, every 12 h; the dose cannot be read: it has both a quantity and a range"},
      {mg("0"), "2 a day, every 12 h; the dose cannot be read: its value is not above zero"},
      {"'doseQuantity':{'value':5,'comparator':'>','code':'mg'}",
       "2 a day, every 12 h; the dose cannot be read: it is given only as a bound"},
      {"'doseAndRate':[]", "2 a day, every 12 h; no dose is given"},
      {"'doseAndRate':[{'rateQuantity':{'value':1,'code':'mg/kg/min'}}]",
       "2 a day, every 12 h, 1 mg/kg/min; no dose is given"},
      {"'sequence':1", "2 a day, every 12 h; no dose is given"},
  };
  for (const auto& [dose, want] : cases) EXPECT_EQ(dose_of(dose), want) << dose;
}

TEST(Dosage, SaysWhatIsMissing) {
  sample::expect_instructions({
      {"{}", "; no dose is given; it is not said how often"},
      {"{'doseQuantity':{'value':500,'code':'mg'}}", "500 mg; it is not said how often"},
      {"{'doseQuantity':{'value':500,'code':'mg'},'timing':{'repeat':{'frequency':1,'frequencyMax':2,'period':1,"
       "'periodUnit':'d','boundsDuration':{'value':7,'code':'d'}}}}",
       "500 mg, 7 days; the frequency is a range"},
      {"{'text':'1 g twice daily as directed'}", "; the dosage is free text: it refers to directions given elsewhere"},
      {"{'text':'1 tablet twice daily prn'}", "as needed; the dosage is free text: it is to be taken only as needed"},
      {"{'patientInstruction':'as before'}", "; the dosage is free text: not all of it is understood"},
      {"{'text':'1 g twice daily','patientInstruction':'1 g daily'}",
       "; the dosage is free text: the patient is told something else"},
      {"{'text':'1 g three times daily','timing':{'code':{'text':'BID'}}}",
       "; the text of the dosage says another frequency; no dose is given"},
      {"{'text':'1 g twice daily for 7 days','doseQuantity':{'value':500,'code':'mg'}}",
       "; the text of the dosage says another dose"},
      {"{'text':'apply q2h while awake'}", "1 application; how often is counted only while awake"},
      {"{'text':'twice daily'}", "2 a day, every 12 h; no dose is given"},
      {"{'text':'2 tablets'}", "2 pieces; it is not said how often"},
      {"{'modifierExtension':[{'url':'http://x','valueBoolean':true}],'doseQuantity':{'value':500,'code':'mg'}}",
       "; an extension changes its meaning"},
      {"{'doseQuantity':{'value':500,'code':'mg'},'timing':{'modifierExtension':[{'url':'http://x'}],'code':{'text':"
       "'BID'}}}",
       "500 mg; an extension changes the meaning of the timing"},
  });
}

TEST(Dosage, KeepsTheRoute) {
  constexpr std::string_view dose = "'doseQuantity':{'value':500,'code':'mg'}";
  EXPECT_EQ(dose_of("'route':{'coding':[{'code':'26643006'}]}," + std::string(dose)),
            "500 mg, 2 a day, every 12 h, oral");
  EXPECT_EQ(dose_of("'route':{'text':'topical'}," + std::string(dose)), "500 mg, 2 a day, every 12 h, topical");
  EXPECT_EQ(dose_of("'route':{'text':'the usual way'}," + std::string(dose)),
            "500 mg, 2 a day, every 12 h; the route is not a known one");
}

TEST(Dosage, AsNeededHasNoRate) {
  const std::string dose = ",'doseQuantity':{'value':1,'code':'g'}";
  for (const std::string said : {"'asNeededBoolean':true", "'asNeeded':true", "'asNeededFor':[{'text':'pain'}]",
                                 "'asNeededCodeableConcept':{'text':'pain'}", "'asNeededBoolean':'yes'"})
    EXPECT_EQ(dose_of(said + dose), "1000 mg, as needed; it is taken only as needed, at most so often") << said;
  for (const std::string said :
       {"'asNeededBoolean':false", "'asNeeded':false", "'asNeededBoolean':null", "'asNeededFor':[]"})
    EXPECT_EQ(dose_of(said + dose), "1000 mg, 2 a day, every 12 h") << said;
}

TEST(Dosage, MustStayBelowItsOwnMaximum) {
  constexpr std::string_view kept = "1000 mg, 2 a day, every 12 h";
  constexpr std::string_view above = "2 a day, every 12 h; the dose is above the maximum that it is given with";
  const auto most = [](std::string_view grams, std::string_view time) {
    return "{'numerator':{'value':" + std::string(grams) + ",'code':'g'},'denominator':" + std::string(time) + "}";
  };
  const std::string dose = "'doseQuantity':{'value':1,'code':'g'},", day = "{'value':1,'code':'d'}";
  const std::pair<std::string, std::string_view> cases[] = {
      {"'maxDosePerPeriod':" + most("2", day), kept}, // R4
      {"'maxDosePerPeriod':" + most("1.9", day), above},
      {"'maxDosePerPeriod':[" + most("2", "{'value':24,'code':'h'}") + "]", kept}, // R5
      {"'maxDosePerPeriod':[" + most("4", day) + "," + most("12", "{'value':1,'code':'wk'}") + "]", above},
      {"'maxDosePerPeriod':" + most("2", "{'value':1,'unit':'episode'}"), kept},
      {"'maxDosePerPeriod':{'numerator':{'value':1,'code':'{tbl}'},'denominator':" + day + "}", kept},
      {"'maxDosePerAdministration':{'value':1,'code':'g'}", kept},
      {"'maxDosePerAdministration':{'value':999,'code':'mg'}", above},
      {"'maxDosePerLifetime':{'value':999,'code':'mg'}", kept},
  };
  for (const auto& [limit, want] : cases) EXPECT_EQ(dose_of(dose + limit), want) << limit;
}

TEST(Dosage, MayBeMissing) {
  const sample::parsed text("{'other':1,'empty':[],'wrong':{}}");
  fhir::report to;
  EXPECT_EQ(fhir::read_instructions(text.root(), "dosageInstruction", to).dosage.unread, reasons{"no dosage is given"});
  EXPECT_EQ(fhir::read_instructions(text.root(), "empty", to).dosage.unread, reasons{"no dosage is given"});
  EXPECT_TRUE(to.unread.empty());
  EXPECT_EQ(fhir::read_instructions(text.root(), "wrong", to).dosage.unread, reasons{"the dosage cannot be read"});
  EXPECT_EQ(to.unread, (std::vector{cds::unread{"wrong", "must be an array"}}));
}

TEST(Dosage, BoundsGiveStartAndEnd) {
  const sample::parsed text(
      "{'dosage':[{'timing':{'repeat':{'boundsPeriod':{'start':'2026-01-01','end':'2026-01-07'}}}}]}");
  fhir::report to;
  const auto read = fhir::read_instructions(text.root(), "dosage", to);
  EXPECT_EQ(read.starts, sample::at("2026-01-01"));
  EXPECT_EQ(read.ends, sample::at("2026-01-07"));
  EXPECT_EQ(read.dosage.days, 7);
}

TEST(Dosage, WrongTypesOfADraftAreFaults) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"{}", "dosageInstruction: must be an array"},
      {"'text'", "dosageInstruction: must be an array"},
      {"['text']", "dosageInstruction[0]: must be an object"},
      {"[{'doseAndRate':{}}]", "dosageInstruction[0].doseAndRate: must be an array"},
      {"[{'doseAndRate':[5]}]", "dosageInstruction[0].doseAndRate[0]: must be an object"},
      {"[{'doseAndRate':[{'doseQuantity':500}]}]",
       "dosageInstruction[0].doseAndRate[0].doseQuantity: must be an object"},
      {"[{'doseAndRate':[{'doseQuantity':{'value':'500','code':'mg'}}]}]",
       "dosageInstruction[0].doseAndRate[0].doseQuantity.value: must be a number"},
      {"[{'doseAndRate':[{'doseQuantity':{'value':500,'code':5}}]}]",
       "dosageInstruction[0].doseAndRate[0].doseQuantity.code: must be a string"},
      {"[{'timing':'BID'}]", "dosageInstruction[0].timing: must be an object"},
      {"[{'timing':{'repeat':[]}}]", "dosageInstruction[0].timing.repeat: must be an object"},
      {"[{'timing':{'repeat':{'frequency':'2'}}}]",
       "dosageInstruction[0].timing.repeat.frequency: must be a whole number"},
      {"[{'timing':{'repeat':{'frequency':2.5}}}]",
       "dosageInstruction[0].timing.repeat.frequency: must be a whole number"},
      {"[{'timing':{'repeat':{'period':'1'}}}]", "dosageInstruction[0].timing.repeat.period: must be a number"},
      {"[{'timing':{'repeat':{'periodUnit':1,'period':1}}}]",
       "dosageInstruction[0].timing.repeat.periodUnit: must be a string"},
      {"[{'timing':{'repeat':{'count':'1'}}}]", "dosageInstruction[0].timing.repeat.count: must be a whole number"},
      {"[{'timing':{'repeat':{'boundsDuration':7}}}]",
       "dosageInstruction[0].timing.repeat.boundsDuration: must be an object"},
      {"[{'timing':{'code':'BID'}}]", "dosageInstruction[0].timing.code: must be an object"},
      {"[{'asNeededBoolean':'true'}]", "dosageInstruction[0].asNeededBoolean: must be true or false"},
      {"[{'route':'oral'}]", "dosageInstruction[0].route: must be an object"},
  };
  for (const auto& [json, fault] : cases) {
    const sample::parsed text("{'dosageInstruction':" + std::string(json) + "}");
    fhir::report to;
    to.draft = true;
    fhir::read_instructions(text.root(), "dosageInstruction", to);
    ASSERT_EQ(to.faults.size(), 1U) << json;
    EXPECT_EQ(to.faults[0].path + ": " + to.faults[0].message, fault);
    EXPECT_EQ(to.faults[0].code, fhir::issue_code::structure);
  }
}

TEST(Dosage, OfAnAdministrationIsOneDose) {
  const auto given = [](std::string_view members) {
    const sample::parsed text("{" + std::string(members) + "}");
    fhir::report to;
    return fhir::read_given_dose(text.root(), to);
  };
  EXPECT_EQ(sample::told(given("'dosage':{'dose':{'value':1,'code':'g'},'route':{'text':'oral'}}")), "1000 mg, oral");
  EXPECT_EQ(given("'dosage':{'dose':{'value':1}}").unread,
            reasons{"the dose cannot be read: it has no unit; known are mg, g, ug, mg/kg, mL, a tablet, a capsule or "
                    "an application"});
  EXPECT_EQ(given("'dosage':{'text':'one'}").unread, reasons{"no dose is given"});
  EXPECT_EQ(given("'other':1").unread, reasons{"no dose is given"});
}

} // namespace
