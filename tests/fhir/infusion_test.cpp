// How fast an infusion runs, in every form and version.
#include <gtest/gtest.h>

#include "dosage_cases.hpp"
#include "sample_chart.hpp"

namespace {

/// The part of the reading that a rate in `doseAndRate` beside 40 mg/kg by vein every 8 hours adds.
std::string rate_of(const std::string& rate) {
  const auto read = sample::instructions_of("[{'route':{'text':'iv'},'timing':{'code':{'text':'Q8H'}},'doseAndRate':[{'"
                                            "doseQuantity':{'value':40,'code':'mg/kg'}" +
                                            (rate.empty() ? "" : "," + rate) + "}]}]");
  const std::string all = sample::told(read.dosage), plain = "40 mg/kg, 3 a day, every 8 h, intravenous";
  EXPECT_TRUE(all.starts_with(plain)) << all;
  return all.substr(plain.size());
}

TEST(Infusion, ReadsEveryRate) {
  const std::pair<std::string, std::string_view> cases[] = {
      {"", ""},
      {"'rateQuantity':{'value':1,'code':'mg/kg/min'}", ", 1 mg/kg/min"},
      {"'rateQuantity':{'value':60,'unit':'mg/kg/hr'}", ", 1 mg/kg/min"},
      {"'rateQuantity':{'value':1,'code':'mg/(kg.min)'}", ", 1 mg/kg/min"},
      {"'rateQuantity':{'value':1000,'code':'ug/kg/min'}", ", 1 mg/kg/min"},
      {"'rateQuantity':{'value':60,'unit':'mg/min','code':'mg/min'}", ", 60 mg/min"},
      {"'rateQuantity':{'value':2600,'code':'mg/h'}", ", 43.333 mg/min"},
      {"'rateQuantity':{'value':2.4,'code':'g/h'}", ", 40 mg/min"},
      {"'rateQuantity':{'value':120,'unit':'mL/hr','code':'mL/h'}", ", 2 mL/min"},
      {"'rateQuantity':{'value':2,'code':'mL/min'}", ", 2 mL/min"},
      {"'rateRatio':{'numerator':{'value':120,'code':'mL'},'denominator':{'value':1,'code':'h'}}", ", 2 mL/min"},
      {"'rateRatio':{'numerator':{'value':500,'code':'mL'},'denominator':{'value':2,'code':'h'}}", ", 4.167 mL/min"},
      {"'rateRatio':{'numerator':{'value':1,'code':'mg/kg'},'denominator':{'value':1,'code':'min'}}", ", 1 mg/kg/min"},
      {"'rateRatio':{'numerator':{'value':2.4,'code':'g'},'denominator':{'value':1,'code':'h'}}", ", 40 mg/min"},
      {"'rateRange':{'low':{'value':60,'code':'mL/h'},'high':{'value':120,'code':'mL/h'}}", ", 2 mL/min"},
  };
  for (const auto& [rate, want] : cases) EXPECT_EQ(rate_of(rate), want) << rate;
}

TEST(Infusion, GuessesNothing) {
  for (const std::string rate : {
           "'rateQuantity':{'value':1}",
           "'rateQuantity':{'value':1,'unit':'drops/min'}",
           "'rateQuantity':{'value':2,'code':'mL/kg/h'}",
           "'rateQuantity':{'value':0,'code':'mL/h'}",
           "'rateQuantity':{'value':1,'comparator':'<','code':'mg/kg/min'}",
           "'rateQuantity':{'value':1,'unit':'mL/h','code':'mL/min'}",
           "'rateRatio':{'numerator':{'value':1,'code':'1'},'denominator':{'value':16,'code':'h'}}",
           "'rateRatio':{'numerator':{'value':120,'code':'mL'}}",
           "'rateRatio':{'numerator':{'value':120,'code':'mL'},'denominator':{'value':1,'unit':'bag'}}",
           "'rateRange':{'low':{'value':60,'code':'mL/h'}}",
       })
    EXPECT_EQ(rate_of(rate), "; the rate of the infusion cannot be read") << rate;
}

TEST(Infusion, OfEachVersion) {
  const std::string quantity = "'doseQuantity':{'value':40,'code':'mg/kg'}", when = "'timing':{'code':{'text':'Q8H'}}";
  const std::string lasts = "'timing':{'repeat':{'period':8,'periodUnit':'h','duration':1,'durationUnit':'h'}}";
  const std::string ratio =
      "'rateRatio':{'numerator':{'value':1,'code':'mg/kg'},'denominator':{'value':1,'code':'min'}}";
  const std::string iv = "'route':{'text':'iv'}";
  sample::expect_instructions({
      {"{" + iv + "," + when + "," + quantity + "," + ratio + "}",
       "40 mg/kg, 3 a day, every 8 h, intravenous, 1 mg/kg/min"}, // STU3 and DSTU2
      {"{" + iv + "," + lasts + ",'doseAndRate':[{" + quantity + "}]}",
       "40 mg/kg, 3 a day, every 8 h, intravenous, over 1 h"},
      {"{" + iv + "," + lasts + ",'doseAndRate':[{" + quantity + "},{" + ratio + "}]}",
       "40 mg/kg, 3 a day, every 8 h, intravenous, 1 mg/kg/min, over 1 h"},
      {"{" + iv + "," + when + ",'text':'40 mg/kg IV over 2 hours every 8 hours','doseAndRate':[{" + quantity + "}]}",
       "40 mg/kg, 3 a day, every 8 h, intravenous, over 2 h"},
      {"{" + iv + "," + lasts + ",'text':'40 mg/kg IV over 2 hours every 8 hours','doseAndRate':[{" + quantity + "}]}",
       "40 mg/kg, 3 a day, every 8 h, intravenous, over 1 h; the rate of the infusion cannot be read"},
      {"{" + when + ",'doseAndRate':[{" + quantity + "," + ratio + "}]}", "40 mg/kg, 3 a day, every 8 h, 1 mg/kg/min"},
  });
}

TEST(Infusion, IsNoConcernOfAnOralOrder) {
  sample::expect_instructions({
      {"{'route':{'text':'oral'},'timing':{'repeat':{'frequency':2,'period':1,'periodUnit':'d','duration':7,"
       "'durationUnit':'d'}},'doseAndRate':[{'doseQuantity':{'value':1,'code':'g'},'rateQuantity':{'value':1}}]}",
       "1000 mg, 2 a day, every 12 h, oral"},
      {"{'route':{'text':'topical'},'timing':{'repeat':{'frequency':5,'period':1,'periodUnit':'d','duration':1}},"
       "'doseQuantity':{'value':1,'unit':'application'}}",
       "1 application, 5 a day, topical"},
  });
}

TEST(Infusion, OfAnAdministration) {
  const auto given = [](std::string_view members) {
    const sample::parsed text("{'dosage':{'route':{'text':'iv'},'dose':{'value':2600,'code':'mg'}" +
                              std::string(members) + "}}");
    fhir::report to;
    return sample::told(fhir::read_given_dose(text.root(), to));
  };
  EXPECT_EQ(given(",'rateQuantity':{'value':60,'code':'mg/min'}"), "2600 mg, intravenous, 60 mg/min");
  EXPECT_EQ(given(",'rateRatio':{'numerator':{'value':120,'code':'mL'},'denominator':{'value':1,'code':'h'}}"),
            "2600 mg, intravenous, 2 mL/min");
  EXPECT_EQ(given(",'rateQuantity':{'value':60}"), "2600 mg, intravenous; the rate of the infusion cannot be read");
  EXPECT_EQ(given(""), "2600 mg, intravenous");
}

} // namespace
