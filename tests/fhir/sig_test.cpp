#include "fhir/sig.hpp"

#include <gtest/gtest.h>

#include "fhir/sig_words.hpp"

namespace {

using cds::route;
using cds::unit;

/// `1000 mg, 3 a day, 7 days, oral`: what was read, in one line; or `no: ` and the reason.
std::string told(std::string_view text) {
  const auto read = fhir::read_sig(text);
  if (!read) return "no: " + read.error();
  const auto& d = read->dosage;
  std::string line;
  const auto add = [&](const std::string& part) { line += (line.empty() ? "" : ", ") + part; };
  if (d.dose) {
    const auto u = d.dose->unit;
    add(cds::to_text(d.dose->value) + (u == unit::milligram                ? " mg"
                                       : u == unit::milligram_per_kilogram ? " mg/kg"
                                       : u == unit::millilitre             ? " mL"
                                       : u == unit::application            ? " application"
                                                                           : " pieces"));
  }
  if (read->pieces) add("in " + cds::to_text(*read->pieces));
  if (d.times_per_day) add(cds::to_text(*d.times_per_day) + " a day");
  if (d.days) add(cds::to_text(*d.days) + " days");
  if (d.administrations) add(std::to_string(*d.administrations) + " in all");
  if (d.route != route::unknown) add(std::string(name_of(d.route)));
  for (const auto& why : d.unread) add("(" + why + ")");
  return line;
}

struct sig_case {
  std::string_view text, want;
};

constexpr sig_case understood[] = {
    {"Take 2 tablets (1,000 mg each) by mouth twice daily x 1 day", "2000 mg, in 2, 2 a day, 1 days, oral"},
    {"1 g PO TID for 7 days", "1000 mg, 3 a day, 7 days, oral"},
    {"400mg five times a day", "400 mg, 5 a day"},
    {"apply q2h while awake", "1 application, (how often is counted only while awake)"},
    {"2 g by mouth every 12 hours for 1 day", "2000 mg, 2 a day, 1 days, oral"},
    {"one tablet by mouth once daily", "1 pieces, 1 a day, oral"},
    {"1 g by mouth every 12 hours for 14 days", "1000 mg, 2 a day, 14 days, oral"},
    {"Take 2 g (2 tablets of 1 g) by mouth every 12 hours for 1 day, 2 doses in all",
     "2000 mg, in 2, 2 a day, 1 days, 2 in all, oral"},
    {"Take 1.5 g (3 tablets of 500 mg) by mouth once, as a single dose", "1500 mg, in 3, 1 in all, oral"},
    {"Take 500 mg (1 tablet of 500 mg) by mouth once a day for 90 days", "500 mg, in 1, 1 a day, 90 days, oral"},
    {"500 mg po qd", "500 mg, 1 a day, oral"},
    {"500 mg p.o. b.i.d.", "500 mg, 2 a day, oral"},
    {"500 MG PO BID X 10 DAYS", "500 mg, 2 a day, 10 days, oral"},
    {"500mg po bid x10d", "500 mg, 2 a day, 10 days, oral"},
    {"Sig: 1 tab po tid x 7 days", "1 pieces, 3 a day, 7 days, oral"},
    {"sig 1 tab po tid", "1 pieces, 3 a day, oral"},
    {"Take 1 tablet by mouth daily.", "1 pieces, 1 a day, oral"},
    {"Take one (1) tablet by mouth two (2) times a day", "1 pieces, 2 a day, oral"},
    {"Take 1 (one) capsule by mouth 3 times daily", "1 pieces, 3 a day, oral"},
    {"Take 2 tablets (1,000 mg total) by mouth 2 times daily", "1000 mg, in 2, 2 a day, oral"},
    {"Take 2 tablets (total 1,000 mg) by mouth 2 times daily", "1000 mg, in 2, 2 a day, oral"},
    {"Take 1 tablet (500 mg) by mouth 2 times daily", "500 mg, in 1, 2 a day, oral"},
    {"Take 1 tablet (500 mg total) by mouth every 12 (twelve) hours", "500 mg, in 1, 2 a day, oral"},
    {"Take 4 tablets of 500 mg by mouth twice daily for one day", "2000 mg, in 4, 2 a day, 1 days, oral"},
    {"Take two 500 mg tablets by mouth twice a day", "1000 mg, in 2, 2 a day, oral"},
    {"Take two 500-mg tablets by mouth twice-daily", "1000 mg, in 2, 2 a day, oral"},
    {"2 x 500 mg tablets bid", "1000 mg, in 2, 2 a day"},
    {"Take a 500 mg tablet daily", "500 mg, in 1, 1 a day"},
    {"Take a tablet daily", "1 pieces, 1 a day"},
    {"take half a tablet twice daily", "0.5 pieces, 2 a day"},
    {"take 1/2 tablet twice daily", "0.5 pieces, 2 a day"},
    {"take \xC2\xBD tablet twice daily", "0.5 pieces, 2 a day"},
    {"take half of a tablet twice daily", "0.5 pieces, 2 a day"},
    {"take tablet(s) daily", "no: not all of it is understood"},
    {"take 2 tablet(s) daily", "2 pieces, 1 a day"},
    {"2 caps po q8h", "2 pieces, 3 a day, oral"},
    {"2 caplets q 6 hrs", "2 pieces, 4 a day"},
    {"1 pill each day", "1 pieces, 1 a day"},
    {"1 pill every day", "1 pieces, 1 a day"},
    {"1 pill per os every other day", "1 pieces, 0.5 a day, oral"},
    {"1 pill qod", "1 pieces, 0.5 a day"},
    {"1 pill every 2 days", "1 pieces, 0.5 a day"},
    {"1 pill every 48 hours", "1 pieces, 0.5 a day"},
    {"400 mg q4h", "400 mg, 6 a day"},
    {"400 mg q.i.d.", "400 mg, 4 a day"},
    {"400 mg 5x/day", "400 mg, 5 a day"},
    {"400 mg 5x daily x 5 days", "400 mg, 5 a day, 5 days"},
    {"400 mg 5 times/day for 5 days", "400 mg, 5 a day, 5 days"},
    {"400 mg 5 times per day for 5 days", "400 mg, 5 a day, 5 days"},
    {"400 mg five times daily for five days", "400 mg, 5 a day, 5 days"},
    {"400 mg three times every day", "400 mg, 3 a day"},
    {"400 mg thrice daily", "400 mg, 3 a day"},
    {"400 mg 8 hourly", "400 mg, 3 a day"},
    {"400 mg 8-hourly", "400 mg, 3 a day"},
    {"400 mg every eight hours", "400 mg, 3 a day"},
    {"400 mg each 8 hours", "400 mg, 3 a day"},
    {"2 g twice daily 12 hours apart for 1 day", "2000 mg, 2 a day, 1 days"},
    {"2 g twice daily, every 12 hours apart, for 1 day only", "2000 mg, 2 a day, 1 days"},
    {"2 grams twice daily x 1 day", "2000 mg, 2 a day, 1 days"},
    {"2 gm bid x 1 day", "2000 mg, 2 a day, 1 days"},
    {"2 gram bid \xC3\x97 1 day", "2000 mg, 2 a day, 1 days"},
    {"2 g q12h x 2 doses", "2000 mg, 2 a day, 2 in all"},
    {"2 g q12h for 2 doses only", "2000 mg, 2 a day, 2 in all"},
    {"1500 mg once", "1500 mg, 1 in all"},
    {"1,500 mg one time", "1500 mg, 1 in all"},
    {"1500 mg one time only", "1500 mg, 1 in all"},
    {"1500 mg by mouth as a single dose", "1500 mg, 1 in all, oral"},
    {"1500 mg single dose", "1500 mg, 1 in all"},
    {"1500 mg x1", "1500 mg, 1 in all"},
    {"1500 mg x 1 dose", "1500 mg, 1 in all"},
    {"1500 mg once for 1 day", "1500 mg, 1 days, 1 in all"},
    {"3 tablets of 500 mg once", "1500 mg, in 3, 1 in all"},
    {"1 g once every 12 hours", "1000 mg, 2 a day"},
    {"1 g once a day", "1000 mg, 1 a day"},
    {"1 g once per day", "1000 mg, 1 a day"},
    {"1 g one time daily", "1000 mg, 1 a day"},
    {"1 g twice a week", "1000 mg, 0.286 a day"},
    {"1 g weekly", "1000 mg, 0.143 a day"},
    {"1 g once weekly", "1000 mg, 0.143 a day"},
    {"1 g every week", "1000 mg, 0.143 a day"},
    {"500 mg every morning", "500 mg, 1 a day"},
    {"500 mg in the morning", "500 mg, 1 a day"},
    {"500 mg qam", "500 mg, 1 a day"},
    {"500 mg daily in the morning", "500 mg, 1 a day"},
    {"500 mg at bedtime", "500 mg, 1 a day"},
    {"500 mg nightly", "500 mg, 1 a day"},
    {"500 mg qhs", "500 mg, 1 a day"},
    {"500 mg in the morning and at bedtime", "500 mg, 2 a day"},
    {"500 mg twice daily in the morning and in the evening", "500 mg, 2 a day"},
    {"500 mg with breakfast and with dinner", "500 mg, 2 a day"},
    {"500 mg twice daily with food", "500 mg, 2 a day"},
    {"500 mg three times daily with meals", "500 mg, 3 a day"},
    {"500 mg with or without food twice daily", "500 mg, 2 a day"},
    {"Take 500 mg twice daily. With water.", "500 mg, 2 a day"},
    {"500 mg twice daily for cold sores", "500 mg, 2 a day"},
    {"500 mg twice daily for herpes labialis for 5 days", "500 mg, 2 a day, 5 days"},
    {"500 mg daily for 2 weeks", "500 mg, 1 a day, 14 days"},
    {"500 mg daily x 1 month", "500 mg, 1 a day, 30 days"},
    {"500 mg daily for 3 months", "500 mg, 1 a day, 90 days"},
    {"500 mg daily for a week", "500 mg, 1 a day, 7 days"},
    {"500 mg daily for a total of 7 days", "500 mg, 1 a day, 7 days"},
    {"500 mg daily for 7 days total", "500 mg, 1 a day, 7 days"},
    {"500 mg daily times 7 days", "500 mg, 1 a day, 7 days"},
    {"500 mg daily; for 7 days", "500 mg, 1 a day, 7 days"},
    {"For 7 days take 500 mg daily", "500 mg, 1 a day, 7 days"},
    {"0.5 g daily", "500 mg, 1 a day"},
    {"500000 mcg daily", "500 mg, 1 a day"},
    {"500000 \xC2\xB5g daily", "500 mg, 1 a day"},
    {"40 mg/kg IV every 8 hours", "40 mg/kg, 3 a day, intravenous"},
    {"40 mg/kg iv q8h over 1 hour", "40 mg/kg, 3 a day, intravenous"},
    {"Infuse 2600 mg intravenously over at least 1 hour, every 8 hours", "2600 mg, 3 a day, intravenous"},
    {"60 mg/kg/dose ivpb q12h over 90 minutes", "60 mg/kg, 2 a day, intravenous"},
    {"10 mL by mouth four times daily", "10 mL, 4 a day, oral"},
    {"Apply topically 5 times daily for 4 days", "1 application, 5 a day, 4 days, topical"},
    {"Apply a thin layer to the affected area every 3 hours", "1 application, 8 a day, topical"},
    {"Apply to lips q2h", "1 application, 12 a day, topical"},
    {"Apply to the cold sore hourly", "1 application, 24 a day, topical"},
    {"1 application topically qid", "1 application, 4 a day, topical"},
    {"twice daily", "2 a day"},
    {"2 tablets", "2 pieces"},
    {"1 g daily x1", "1000 mg, 1 a day, 1 in all"},
};

constexpr std::string_view lost = "no: not all of it is understood";
constexpr std::string_view needed = "no: it is to be taken only as needed";
constexpr std::string_view steps = "no: it changes during the course";
constexpr std::string_view range = "no: it is a range";
constexpr std::string_view limit = "no: it sets a limit, not a dose";
constexpr std::string_view elsewhere = "no: it refers to directions given elsewhere";
constexpr std::string_view alternatives = "no: it offers alternatives";
constexpr std::string_view several = "no: it holds more than one instruction";
constexpr std::string_view contradicts = "no: it contradicts itself";
constexpr std::string_view two_ways = "no: it has a number that can be read in two ways";

constexpr sig_case refused[] = {
    {"Take 60 mg daily for 5 days, then 40 mg daily for 5 days", steps},
    {"800 mg five times daily followed by 400 mg daily", steps},
    {"Start with 1 g daily", steps},
    {"prednisone taper", steps},
    {"1 g daily, decrease by 100 mg weekly", steps},
    {"1 g loading dose", steps},
    {"1-2 tablets daily", range},
    {"1 - 2 tablets daily", range},
    {"1 \xE2\x80\x93 2 tablets daily", range},
    {"1 to 2 tablets daily", range},
    {"500 mg - 1 g daily", lost},
    {"1 tablet every 4-6 hours", range},
    {"1 tablet every 4 to 6 hours", range},
    {"1 g bid for 7-10 days", range},
    {"1 g bid for 7 to 10 days", range},
    {"1 or 2 tablets daily", alternatives},
    {"1 g po or iv daily", alternatives},
    {"as directed", elsewhere},
    {"Take as directed", elsewhere},
    {"Take 1 tablet by mouth as directed", elsewhere},
    {"use as prescribed", elsewhere},
    {"1 tablet daily as instructed", elsewhere},
    {"1 tablet daily prn", needed},
    {"1 tablet p.r.n.", needed},
    {"1 tablet twice daily as needed", needed},
    {"1 tablet twice daily if needed", needed},
    {"1 tablet twice daily when necessary", needed},
    {"2 g bid x 1 day if a cold sore comes", needed},
    {"up to 5 times daily", limit},
    {"1 tablet daily, max 3 tablets", limit},
    {"1 tablet daily, do not exceed 3 g", limit},
    {"at most 3 tablets daily", limit},
    {"1 g bid for up to 5 days", limit},
    {"1 tablet daily until gone", "no: it ends with an event"},
    {"1 tablet in the morning and 2 tablets at bedtime", several},
    {"Take 2 g now and 2 g in 12 hours", several},
    {"Take 1 tablet daily. Take 1 tablet daily.", several},
    {"1 tablet daily, 2 tablets weekly", several},
    {"500 mg daily, 500 mg daily", several},
    {"Take 1 tablet daily, apply twice daily", several},
    {"1 g bid tid", contradicts},
    {"1 g twice daily every 8 hours", contradicts},
    {"400 mg every 4 hours 5 times daily", contradicts},
    {"1 g bid for 5 days for 7 days", contradicts},
    {"1 g po iv daily", contradicts},
    {"one (2) tablet daily", contradicts},
    {"2 g q12h for 7 days, 2 doses in all", contradicts},
    {"1 g bid x 1 dose", contradicts},
    {"1 g three times daily in the morning", contradicts},
    {"1 g twice daily at bedtime", contradicts},
    {"apply to lips po daily", contradicts},
    {"1 g once in the morning", "no: it does not say whether it is once or daily"},
    {"1 g once for 7 days", "no: it does not say whether it is once or daily"},
    {"2 tablets (500 mg) daily", "no: it does not say whether the strength is of each tablet or of all"},
    {"2 tablets (1,000 mg) by mouth bid", "no: it does not say whether the strength is of each tablet or of all"},
    {"2 g (2 tablets of 500 mg) daily", "no: its tablets do not make its dose"},
    {"1,5 g daily", two_ways},
    {"0,500 g daily", two_ways},
    {"1.000 g daily", two_ways},
    {"1.000.000 mcg daily", two_ways},
    {"1000,000 mcg daily", two_ways},
    {".5 g daily", two_ways},
    {"1 g q.8h", two_ways},
    {"1/4 tablet daily", two_ways},
    {"1 g daily 1/20", two_ways},
    {"1 g daily from 1/2/2026", lost},
    {"12345678901 mg daily", two_ways},
    {"1 1/2 tablets daily", lost},
    {"1 g/day", lost},
    {"1 g per day", lost},
    {"15 mg/kg/day", lost},
    {"15 mg/kg/day in 3 doses", lost},
    {"500 mg/5 mL daily", lost},
    {"500 mg tablets twice daily", lost},
    {"500 mg tablet twice daily", lost},
    {"take 1 tablet 3 times", lost},
    {"1 g 5 x", lost},
    {"1 g x 3", lost},
    {"1 g q12", lost},
    {"1 g every", lost},
    {"1 g daily with grapefruit", lost},
    {"do not take 1 g daily", lost},
    {"stop 1 g daily", lost},
    {"1 g daily except Sunday", lost},
    {"1 g on Monday", lost},
    {"1 g at first sign of a cold sore", lost},
    {"give 1 g now", lost},
    {"5 units daily", lost},
    {"1 g vaginally daily", lost},
    {"1 g im daily", lost},
    {"1 g bidx7d", lost},
    {"1 g day 1", lost},
    {"1 g daily 7 days", lost},
    {"1 g daily for 0 days", lost},
    {"1 g every 0 hours", lost},
    {"0 mg daily", "no: its dose is not above zero"},
    {"1 g x 2.5 doses", "no: its number of doses is not a whole one"},
    {"by mouth", "no: it names neither a dose nor how often"},
    {"", "no: it names neither a dose nor how often"},
    {" . ", "no: it names neither a dose nor how often"},
    {"1 g daily @ 8", "no: it has a character that is not understood"},
    {"1 g daily at 08:00", "no: it has a character that is not understood"},
    {"1 g daily \xE2\x9C\x93", "no: it has a character that is not understood"},
    {"100% of 1 g daily", "no: it has a character that is not understood"},
    {"1 g daily (", lost},
    {"1 g daily )", lost},
    {"valacyclovir", lost},
    {"1 g over 1 hour daily", lost},
};

TEST(Sig, IsReadWhenAllOfItIsUnderstood) {
  for (const auto& c : understood) EXPECT_EQ(told(c.text), c.want) << c.text;
}

TEST(Sig, IsNeverGuessed) {
  for (const auto& c : refused) EXPECT_EQ(told(c.text), c.want) << c.text;
}

TEST(Sig, OneWordMoreThatIsNotKnownMakesItUnknown) {
  for (const auto& c : understood) {
    if (c.want.starts_with("no")) continue;
    for (const std::string_view odd : {"gladly", "not", "except"}) {
      EXPECT_FALSE(fhir::read_sig(std::string(c.text) + " " + std::string(odd))) << c.text;
      EXPECT_FALSE(fhir::read_sig(std::string(odd) + " " + std::string(c.text))) << c.text;
    }
  }
}

TEST(Sig, WrittenTwiceIsTwoInstructions) {
  for (const auto& c : understood) {
    if (c.want.find(" mg") == std::string_view::npos && c.want.find("pieces") == std::string_view::npos) continue;
    EXPECT_FALSE(fhir::read_sig(std::string(c.text) + ". " + std::string(c.text))) << c.text;
  }
}

TEST(Sig, ReadsTheIntervalWithTheRate) {
  EXPECT_EQ(fhir::read_sig("1 g q8h")->dosage.interval_hours, 8);
  EXPECT_EQ(fhir::read_sig("1 g bid")->dosage.interval_hours, 12);
  EXPECT_EQ(fhir::read_sig("1 g every other day")->dosage.interval_hours, 48);
  EXPECT_EQ(fhir::read_sig("1 g five times a day")->dosage.interval_hours, std::nullopt);
}

TEST(Sig, HasALongestLength) {
  EXPECT_TRUE(fhir::read_sig("1 g daily" + std::string(291, ' ')));
  EXPECT_EQ(fhir::read_sig("1 g daily" + std::string(292, ' ')).error(), "it is too long");
}

TEST(Sig, SplitsIntoWordsAndNumbers) {
  using kind = fhir::sig_word::kind;
  const std::vector<fhir::sig_word> want = {{kind::word, "q", 0},     {kind::number, {}, 8},  {kind::word, "h", 0},
                                            {kind::mark, ",", 0},     {kind::word, "bid", 0}, {kind::mark, "(", 0},
                                            {kind::number, {}, 1000}, {kind::mark, ")", 0}};
  EXPECT_EQ(fhir::split_sig("q8h, B.I.D. (1,000)"), want);
}

} // namespace
