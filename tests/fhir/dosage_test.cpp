#include "fhir/dosage.hpp"

#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using cds::route;
using cds::unit;
using reasons = std::vector<std::string>;

cds::dosage read(std::string_view instructions) {
  const sample::parsed text("{'dosageInstruction':" + std::string(instructions) + "}");
  fhir::report to;
  return fhir::read_instructions(text.root(), "dosageInstruction", to).dosage;
}

struct dosage_case {
  std::string_view json; // of one instruction
  cds::dosage want;
};

cds::dosage of(std::optional<cds::quantity> dose, std::optional<double> times, std::optional<double> interval = {},
               std::optional<double> days = {}, std::optional<int> administrations = {}) {
  cds::dosage d;
  d.dose = dose;
  d.times_per_day = times;
  d.interval_hours = interval;
  d.days = days;
  d.administrations = administrations;
  return d;
}

cds::dosage unread(cds::dosage d, reasons why) {
  d.unread = std::move(why);
  return d;
}

cds::quantity mg(double value) { return {value, unit::milligram}; }

constexpr std::string_view twice_daily = "'timing':{'repeat':{'frequency':2,'period':1,'periodUnit':'d'}}";

TEST(Dosage, ReadsOneInstruction) {
  const dosage_case cases[] = {
      {"{'doseAndRate':[{'doseQuantity':{'value':1000,'code':'mg'}}],'timing':{'repeat':{'frequency':1,'period':12,'"
       "periodUnit':"
       "'h','boundsDuration':{'value':14,'code':'d'}}}}",
       of(mg(1000), 2, 12, 14)},
      {"{'doseAndRate':[{'doseQuantity':{'value':2,'code':'g'}}],'timing':{'repeat':{'frequency':2,'period':1,'"
       "periodUnit':'d',"
       "'boundsDuration':{'value':1,'code':'d'}}}}",
       of(mg(2000), 2, 12, 1)},
      {"{'doseAndRate':[{'doseQuantity':{'value':1500,'code':'mg'}}],'timing':{'repeat':{'count':1}}}",
       of(mg(1500), {}, {}, {}, 1)},
      {"{'doseAndRate':[{'doseQuantity':{'value':400,'code':'mg'}}],'timing':{'repeat':{'frequency':5,'period':1,'"
       "periodUnit':'d',"
       "'boundsDuration':{'value':5,'code':'d'}}}}",
       of(mg(400), 5, {}, 5)},
      {"{'doseAndRate':[{'doseQuantity':{'value':40,'code':'mg/kg'}}],'timing':{'code':{'coding':[{'code':'Q8H'}]}}}",
       of(cds::quantity{40, unit::milligram_per_kilogram}, 3, 8)},
      {"{'doseAndRate':[{'doseQuantity':{'value':2,'unit':'{pill}'}}],'timing':{'code':{'text':'BID'}}}",
       of(cds::quantity{2, unit::product_unit}, 2, 12)},
      {"{'doseAndRate':[{'doseQuantity':{'value':1,'unit':'application'}}],'timing':{'repeat':{'frequency':5,'period':"
       "1,"
       "'periodUnit':'d'}}}",
       of(cds::quantity{1, unit::application}, 5)},
      {"{'doseAndRate':[{'doseRange':{'low':{'value':500,'code':'mg'},'high':{'value':0.5,'code':'g'}}}],'timing':{'"
       "code':{'text':"
       "'QD'}}}",
       of(mg(500), 1, 24)},
      {"{'doseAndRate':[{'doseQuantity':{'value':500,'code':'mg'}},{'doseQuantity':{'value':0.5,'code':'g'}}],'timing':"
       "{'code':{"
       "'text':'QD'}}}",
       of(mg(500), 1, 24)},
      {"{'doseAndRate':[{'type':{'coding':[{'code':'ordered'}]},'doseQuantity':{'value':40,'code':'mg/"
       "kg'}},{'type':{'coding':[{"
       "'code':'calculated'}]},'doseQuantity':{'value':2600,'code':'mg'}}],'timing':{'code':{'text':'Q8H'}}}",
       of(cds::quantity{40, unit::milligram_per_kilogram}, 3, 8)},
      {"{'doseAndRate':[{'type':{'coding':[{'code':'calculated'}]},'doseQuantity':{'value':2600,'code':'mg'}}],'timing'"
       ":{'code':{"
       "'text':'Q8H'}}}",
       of(mg(2600), 3, 8)},
      {"{'doseQuantity':{'value':500,'code':'mg'},'timing':{'code':{'text':'QD'}}}", of(mg(500), 1, 24)},
      {"{'text':'something else "
       "entirely','doseAndRate':[{'doseQuantity':{'value':500,'code':'mg'}}],'timing':{'code':{'text':"
       "'QD'}}}",
       of(mg(500), 1, 24)},
  };
  for (const auto& c : cases) EXPECT_EQ(read("[" + std::string(c.json) + "]"), c.want) << c.json;
}

TEST(Dosage, KeepsRouteAndAsNeeded) {
  const auto base = "[{'doseAndRate':[{'doseQuantity':{'value':500,'code':'mg'}}]," + std::string(twice_daily);
  EXPECT_EQ(read(base + ",'route':{'coding':[{'code':'26643006'}]}}]").route, route::oral);
  EXPECT_EQ(read(base + ",'route':{'text':'topical'}}]").route, route::topical);
  EXPECT_FALSE(read(base + "}]").as_needed);
  EXPECT_FALSE(read(base + ",'asNeededBoolean':false}]").as_needed);
  EXPECT_TRUE(read(base + ",'asNeededBoolean':true}]").as_needed);
  EXPECT_TRUE(read(base + ",'asNeededCodeableConcept':{'text':'for pain'}}]").as_needed);
  const auto odd = read(base + ",'route':{'text':'the usual way'}}]");
  EXPECT_EQ(odd.route, route::unknown);
  EXPECT_EQ(odd.unread, reasons{"the route is not a known one"});
  EXPECT_EQ(odd.dose, mg(500));
}

TEST(Dosage, SaysWhatCannotBeRead) {
  const dosage_case cases[] = {
      {"{'text':'1 g twice daily as directed'}",
       unread({}, {"the dosage is free text: it refers to directions given elsewhere"})},
      {"{'patientInstruction':'as before'}", unread({}, {"the dosage is free text: not all of it is understood"})},
      {"{'text':'1 g twice daily','patientInstruction':'1 g daily'}",
       unread({}, {"the dosage is free text: the patient is told something else"})},
      {"{'text':'1 g three times daily','timing':{'code':{'text':'BID'}}}",
       unread({}, {"the text of the dosage says another frequency", "no dose is given"})},
      {"{'text':'1 g twice daily for 7 days','doseAndRate':[{'doseQuantity':{'value':500,'code':'mg'}}]}",
       unread({}, {"the text of the dosage says another dose"})},
      {"{'text':'apply q2h while awake'}",
       unread(of(cds::quantity{1, unit::application}, {}), {"how often is counted only while awake"})},
      {"{'text':'twice daily'}", unread(of({}, 2, 12), {"no dose is given"})},
      {"{'text':'2 tablets'}", unread(of(cds::quantity{2, unit::product_unit}, {}), {"it is not said how often"})},
      {"{'doseQuantity':{'value':1,'code':'g'},'timing':{'code':{'text':'TID'}},'maxDosePerPeriod':{'numerator':{"
       "'value':2,'code':'g'},'denominator':{'value':1,'code':'d'}}}",
       unread(of({}, 3, 8), {"the dose is above the maximum that it is given with"})},
      {"{'doseQuantity':{'value':1,'code':'g'},'timing':{'code':{'text':'TID'}},'maxDosePerPeriod':[{'numerator':{"
       "'value':2,'code':'g'},'denominator':{'value':24,'code':'h'}}]}",
       unread(of({}, 3, 8), {"the dose is above the maximum that it is given with"})},
      {"{'doseQuantity':{'value':2,'code':'g'},'timing':{'code':{'text':'QD'}},'maxDosePerAdministration':{'value':1,"
       "'code':'g'}}",
       unread(of({}, 1, 24), {"the dose is above the maximum that it is given with"})},
      {"{}", unread({}, {"no dose is given", "it is not said how often"})},
      {"{'doseAndRate':[{'doseQuantity':{'value':500,'code':'mg'}}]}",
       unread(of(mg(500), {}), {"it is not said how often"})},
      {"{'timing':{'code':{'text':'BID'}}}", unread(of({}, 2, 12), {"no dose is given"})},
      {"{'doseAndRate':[],'timing':{'code':{'text':'BID'}}}", unread(of({}, 2, 12), {"no dose is given"})},
      {"{'doseAndRate':[{'rateQuantity':{'value':1,'code':'mg/kg/min'}}],'timing':{'code':{'text':'BID'}}}",
       unread(of({}, 2, 12), {"no dose is given"})},
      {"{'doseAndRate':[{'doseRange':{'low':{'value':500,'code':'mg'},'high':{'value':1,'code':'g'}}}],'timing':{'code'"
       ":{'text':"
       "'BID'}}}",
       unread(of({}, 2, 12), {"the dose cannot be read: it is a range"})},
      {"{'doseAndRate':[{'doseRange':{'high':{'value':1,'code':'g'}}}],'timing':{'code':{'text':'BID'}}}",
       unread(of({}, 2, 12), {"the dose cannot be read: it is a range"})},
      {"{'doseAndRate':[{'doseRange':{'low':{'value':1,'code':'g'}}}],'timing':{'code':{'text':'BID'}}}",
       unread(of({}, 2, 12), {"the dose cannot be read: it is a range"})},
      {"{'doseAndRate':[{'doseQuantity':{'value':1,'code':'g'},'doseRange':{'low':{'value':1,'code':'g'}}}],'timing':{'"
       "code':{"
       "'text':'BID'}}}",
       unread(of({}, 2, 12), {"the dose cannot be read: it has both a quantity and a range"})},
      {"{'doseAndRate':[{'doseQuantity':{'value':500,'code':'mg'}},{'doseQuantity':{'value':1,'code':'g'}}],'timing':{'"
       "code':{"
       "'text':'BID'}}}",
       unread(of({}, 2, 12), {"the dose cannot be read: there are several doses"})},
      {"{'doseAndRate':[{'doseQuantity':{'value':0,'code':'mg'}}],'timing':{'code':{'text':'BID'}}}",
       unread(of({}, 2, 12), {"the dose cannot be read: its value is not above zero"})},
      {"{'doseAndRate':[{'doseQuantity':{'value':5,'comparator':'>','code':'mg'}}],'timing':{'code':{'text':'BID'}}}",
       unread(of({}, 2, 12), {"the dose cannot be read: it is given only as a bound"})},
      {"{'doseAndRate':[{'doseQuantity':{'value':500,'code':'mg'}}],'timing':{'repeat':{'frequency':1,'frequencyMax':2,"
       "'period':1,"
       "'periodUnit':'d','boundsDuration':{'value':7,'code':'d'}}}}",
       unread(of(mg(500), {}, {}, 7), {"the frequency is a range"})},
      {"{'modifierExtension':[{'url':'http://"
       "x','valueBoolean':true}],'doseAndRate':[{'doseQuantity':{'value':500,'code':'mg'}}],"
       "'timing':{'code':{'text':'BID'}}}",
       unread({}, {"an extension changes its meaning"})},
  };
  for (const auto& c : cases) EXPECT_EQ(read("[" + std::string(c.json) + "]"), c.want) << c.json;
}

TEST(Dosage, SeveralInstructionsMustSayTheSame) {
  const std::string dose = "'doseAndRate':[{'doseQuantity':{'value':500,'code':'mg'}}]";
  const std::string one = "{" + dose + "," + std::string(twice_daily) + "}";
  const std::string same =
      "{'text':'other words','doseAndRate':[{'doseQuantity':{'value':0.5,'code':'g'}}],'timing':{'code':{'text':"
      "'Q12H'}}}";
  const auto in_sequence = [&](int n) { return "{'sequence':" + std::to_string(n) + "," + one.substr(1); };
  const auto differ = unread({}, {"there are several dosage instructions that differ"});
  const auto at = [&](std::string_view moment) {
    return "{" + dose + ",'timing':{'code':{'text':'" + std::string(moment) + "'}}}";
  };
  EXPECT_EQ(read("[" + one + "," + one + "]"), of(mg(500), 2, 12));
  EXPECT_EQ(read("[" + one + "," + same + "]"), of(mg(500), 2, 12));
  EXPECT_EQ(read("[" + in_sequence(1) + "," + in_sequence(1) + "]"), of(mg(500), 2, 12));
  const auto stepped = unread({}, {"the dosage changes in steps: a taper or a loading dose"});
  EXPECT_EQ(read("[" + in_sequence(1) + "," + in_sequence(2) + "]"), stepped);
  EXPECT_EQ(read("[" + in_sequence(1) + "," + one + "]"), stepped);
  EXPECT_EQ(read("[{'text':'1 g in the morning'},{'text':'1 g at bedtime'}]"), differ);
  EXPECT_EQ(read("[{'text':'1 g twice daily'},{'text':'1 g twice daily'}]"), of(mg(1000), 2, 12));
  EXPECT_EQ(read("[" + at("AM") + "," + at("PM") + "]"), differ);
  EXPECT_EQ(read("[" + at("AM") + "," + at("AM") + "]"), differ);
  EXPECT_EQ(read("[" + at("QD") + "," + at("BID") + "]"), differ);
  EXPECT_EQ(read("[" + one + ",{'text':'free'}]"), differ);
  EXPECT_EQ(read("[" + one + "," + one + "," + at("QD") + "]"), differ);
  EXPECT_EQ(read("[" + one + ",{'asNeededBoolean':true," + one.substr(1) + "]"), differ);
  EXPECT_EQ(read("[{'text':'a'},{'text':'b'}]"), unread({}, {"the dosage is free text: not all of it is understood"}));
}

TEST(Dosage, IsCompletedFromItsText) {
  const auto with_route = [](cds::dosage d) {
    d.route = route::oral;
    return d;
  };
  const dosage_case cases[] = {
      {"{'text':'1 g PO TID for 7 days'}", with_route(of(mg(1000), 3, 8, 7))},
      {"{'patientInstruction':'1 g PO TID for 7 days'}", with_route(of(mg(1000), 3, 8, 7))},
      {"{'text':'1 g twice daily','patientInstruction':'drink plenty of water'}", of(mg(1000), 2, 12)},
      {"{'text':'1 g twice daily','timing':{'code':{'text':'BID'}}}", of(mg(1000), 2, 12)},
      {"{'text':'1 g twice daily','doseQuantity':{'value':1000,'code':'mg'}}", of(mg(1000), 2, 12)},
      {"{'text':'1 g twice daily for 7 "
       "days','doseQuantity':{'value':1000,'code':'mg'},'timing':{'code':{'text':'BID'}}}",
       of(mg(1000), 2, 12, 7)},
      {"{'text':'as directed','doseQuantity':{'value':1,'code':'g'},'timing':{'code':{'text':'BID'}}}",
       of(mg(1000), 2, 12)},
      {"{'doseQuantity':{'value':1,'code':'g'},'timing':{'code':{'text':'BID'}},'maxDosePerPeriod':{'numerator':{"
       "'value':2,'code':'g'},'denominator':{'value':1,'code':'d'}}}",
       of(mg(1000), 2, 12)},
  };
  for (const auto& c : cases) EXPECT_EQ(read("[" + std::string(c.json) + "]"), c.want) << c.json;
}

TEST(Dosage, AsNeededHasNoRate) {
  for (const std::string_view said : {"'asNeededBoolean':true", "'asNeeded':true", "'asNeededFor':[{'text':'pain'}]",
                                      "'asNeededCodeableConcept':{'text':'pain'}"}) {
    const auto d =
        read("[{" + std::string(said) + ",'doseQuantity':{'value':1,'code':'g'},'timing':{'code':{'text':'BID'}}}]");
    EXPECT_TRUE(d.as_needed) << said;
    EXPECT_EQ(d.times_per_day, std::nullopt) << said;
    EXPECT_EQ(d.unread, reasons{"it is taken only as needed, at most so often"}) << said;
    EXPECT_EQ(d.dose, mg(1000)) << said;
  }
}

TEST(Dosage, TabletsInItsTextMustMakeTheDose) {
  const sample::parsed text("{'dosageInstruction':[{'text':'2 tablets (1,000 mg each) twice daily'}]}");
  fhir::report to;
  auto taken = fhir::read_instructions(text.root(), "dosageInstruction", to);
  cds::drug product;
  fhir::compare_with_product(taken, product);
  EXPECT_EQ(taken.dosage.dose, mg(2000));
  product.strength_mg = 1000;
  fhir::compare_with_product(taken, product);
  EXPECT_EQ(taken.dosage.dose, mg(2000));
  product.strength_mg = 500;
  fhir::compare_with_product(taken, product);
  EXPECT_EQ(taken.dosage.dose, std::nullopt);
  EXPECT_EQ(taken.dosage.unread, reasons{"so many tablets of this product make another dose"});
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
  auto want = of(mg(1000), {});
  want.route = route::oral;
  EXPECT_EQ(given("'dosage':{'dose':{'value':1,'code':'g'},'route':{'text':'oral'}}"), want);
  EXPECT_EQ(given("'dosage':{'dose':{'value':1}}").unread,
            reasons{"the dose cannot be read: it has no unit; known are mg, g, ug, mg/kg, mL, a tablet, a capsule or "
                    "an application"});
  EXPECT_EQ(given("'dosage':{'text':'one'}").unread, reasons{"no dose is given"});
  EXPECT_EQ(given("'other':1").unread, reasons{"no dose is given"});
}

} // namespace
