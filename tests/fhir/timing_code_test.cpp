// Timing.code: abbreviations, codes and words.
#include "fhir/timing_code.hpp"

#include <gtest/gtest.h>

#include "dosage_cases.hpp"
#include "sample_chart.hpp"

namespace {

std::string read(const std::string& timing) {
  const sample::parsed text(timing);
  fhir::report to;
  return sample::told(fhir::read_timing(text.root(), to));
}

std::string coded(std::string_view system, std::string_view code) {
  return "{'code':{'coding':[{'system':'" + std::string(system) + "','code':'" + std::string(code) + "'}]}}";
}

std::string in_words(std::string_view text) { return "{'code':{'text':'" + std::string(text) + "'}}"; }

constexpr std::string_view gts = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation";
constexpr std::string_view unknown = "; the timing code is not a known one";

struct code_case {
  std::string_view code, want;
};

TEST(TimingCode, ReadsAbbreviations) {
  const code_case cases[] = {
      {"QD", "1 a day, every 24 h"},
      {"BID", "2 a day, every 12 h"},
      {"TID", "3 a day, every 8 h"},
      {"QID", "4 a day, every 6 h"},
      {"QOD", "0.5 a day, every 48 h"},
      {"AM", "1 a day, every 24 h, at moments"},
      {"PM", "1 a day, every 24 h, at moments"},
      {"BED", "1 a day, every 24 h, at moments"},
      {"QAM", "1 a day, every 24 h, at moments"},
      {"QPM", "1 a day, every 24 h, at moments"},
      {"QHS", "1 a day, every 24 h, at moments"},
      {"Q1H", "24 a day, every 1 h"},
      {"Q2H", "12 a day, every 2 h"},
      {"Q3H", "8 a day, every 3 h"},
      {"Q4H", "6 a day, every 4 h"},
      {"Q6H", "4 a day, every 6 h"},
      {"Q8H", "3 a day, every 8 h"},
      {"Q12H", "2 a day, every 12 h"},
      {"q24h", "1 a day, every 24 h"},
      {"Q36H", "0.667 a day, every 36 h"},
      {"Q48H", "0.5 a day, every 48 h"},
      {"bid", "2 a day, every 12 h"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(read(coded(gts, c.code)), c.want) << c.code;
    EXPECT_EQ(read(in_words(c.code)), c.want) << c.code;
  }
  for (const auto text : {"", "Q", "QH", "Q0H", "Q8", "8H", "Q8HR", "QXH", "PRN", "twice daily", "Q123H", "WK", "MO"})
    EXPECT_FALSE(fhir::times_per_day_of(text)) << text;
}

TEST(TimingCode, ReadsCodesOfKnownSystems) {
  EXPECT_EQ(read(coded(gts, "WK")), "0.143 a day, every 168 h");
  EXPECT_EQ(read(coded(gts, "MO")), "0.033 a day, every 720 h");
  for (const auto system : {"http://hl7.org/fhir/v3/GTSAbbreviation", "http://hl7.org/fhir/timing-abbreviation",
                            "urn:oid:2.16.840.1.113883.5.139", "http://terminology.hl7.org/CodeSystem/v2-0335"})
    EXPECT_EQ(read(coded(system, "BID")), "2 a day, every 12 h") << system;
  const code_case snomed[] = {{"229797004", "1 a day, every 24 h"},
                              {"229799001", "2 a day, every 12 h"},
                              {"229798009", "3 a day, every 8 h"},
                              {"307439001", "4 a day, every 6 h"}};
  for (const auto& c : snomed) EXPECT_EQ(read(coded("http://snomed.info/sct", c.code)), c.want);
  EXPECT_EQ(read(coded("http://terminology.hl7.org/CodeSystem/v2-0335", "Once")), "1 in all");
  EXPECT_EQ(read(coded("http://local", "BID")), unknown);
  EXPECT_EQ(read(coded(gts, "JB")), unknown);
  EXPECT_EQ(read(coded(gts, "C")), unknown);
}

TEST(TimingCode, ReadsWords) {
  constexpr std::string_view doubtful = "; the words of the timing code are a range, a limit or of certain days";
  const code_case cases[] = {
      {"2 times daily", "2 a day, every 12 h"},
      {"Every 8 hours", "3 a day, every 8 h"},
      {"every 12 hrs", "2 a day, every 12 h"},
      {"Twice Daily (BID)", "2 a day, every 12 h"},
      {"b.i.d.", "2 a day, every 12 h"},
      {"Daily", "1 a day, every 24 h"},
      {"Nightly", "1 a day, every 24 h, at moments"},
      {"in the morning and at bedtime", "2 a day, every 12 h, at moments"},
      {"Once", "1 in all"},
      {"once daily", "1 a day, every 24 h"},
      {"BID PRN", "as needed"},
      {"Every 8 hours as needed", "as needed"},
      {"prn", "as needed"},
      {"WK", unknown},
      {"Mo", unknown},
      {"MWF", doubtful},
      {"1-2 times daily", doubtful},
      {"every 4-6 hours", doubtful},
      {"500 mg twice daily", unknown},
      {"twice daily for 7 days", unknown},
      {"when it hurts", unknown},
      {"every 2 hours while awake", unknown},
      {"qd-bid", unknown},
      {"", unknown},
  };
  for (const auto& c : cases) EXPECT_EQ(read(in_words(c.code)), c.want) << c.code;
  EXPECT_EQ(read("{'code':{'coding':[{'system':'urn:local','code':'20','display':'3 times daily'}]}}"),
            "3 a day, every 8 h");
}

TEST(TimingCode, MustAgreeWithItselfAndTheRepeat) {
  const std::string twice = "'repeat':{'frequency':2,'period':1,'periodUnit':'d'}";
  const std::pair<std::string, std::string_view> cases[] = {
      {"'code':{'text':'BID'},'repeat':{'boundsDuration':{'value':7,'code':'d'}}", "2 a day, every 12 h, 7 days"},
      {"'code':{'text':'BID'}," + twice, "2 a day, every 12 h"},
      {"'code':{'text':'Q12H'}," + twice, "2 a day, every 12 h"},
      {"'code':{'text':'take with food'}," + twice, "2 a day, every 12 h"},
      {"'code':{'coding':[{'system':'http://local','code':'TID'}]}," + twice, "2 a day, every 12 h"},
      {"'code':{'coding':[{'code':'BID'}],'text':'twice a day'}", "2 a day, every 12 h"},
      {"'code':{'coding':[{'code':'BID'}],'text':'with food'}", "2 a day, every 12 h"},
      {"'code':{'text':'Once'},'repeat':{'count':1}", "1 in all"},
      {"'code':{'text':'Once'},'repeat':{'count':1,'frequency':1,'period':1,'periodUnit':'d'}",
       "1 a day, every 24 h, 1 in all"},
      {"'code':{'text':'every 8 hours prn'}," + twice, "2 a day, every 12 h, as needed"},
      {"'code':{'coding':[{'code':'BED'},{'code':'QHS'}]}", "1 a day, every 24 h, at moments"},
      {"'code':{'coding':[{'code':'AM'},{'code':'PM'}]}", "; the timing codes disagree"},
      {"'code':{'coding':[{'code':'QD'}],'text':'MWF'}",
       "; the words of the timing code are a range, a limit or of certain days"},
      {"'code':{'text':'2-3 times daily'}," + twice,
       "; the words of the timing code are a range, a limit or of certain days"},
      {"'code':{'text':'TID'}," + twice, "; the timing code and its repeat disagree"},
      {"'code':{'text':'Once'}," + twice, "; the timing code and its repeat disagree"},
      {"'code':{'text':'Once'},'repeat':{'count':2}", "; the count and the timing code disagree"},
      {"'code':{'coding':[{'code':'BID'},{'code':'TID'}]}", "; the timing codes disagree"},
      {"'code':{'coding':[{'code':'BID'}],'text':'three times daily'}", "; the timing codes disagree"},
      {"'code':{'coding':[{'code':'QD'}],'text':'QID'}", "; the timing codes disagree"},
      {"'code':{'text':'BID'},'repeat':{'frequency':2}", "; the frequency has no period"},
  };
  for (const auto& [timing, want] : cases) EXPECT_EQ(read("{" + timing + "}"), want) << timing;
}

} // namespace
