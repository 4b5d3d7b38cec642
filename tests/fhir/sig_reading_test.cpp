// Sigs that are read, and what every one of them has in common.
#include "fhir/sig.hpp"

#include <gtest/gtest.h>

#include "fhir/sig_words.hpp"
#include "sig_cases.hpp"

namespace {

using sample::told_sig;
using sample::understood_sigs;

TEST(SigReading, AllOfItIsUnderstood) {
  for (const auto& c : understood_sigs()) EXPECT_EQ(told_sig(c.text), c.want) << c.text;
}

TEST(SigReading, OneWordMoreThatIsNotKnownMakesItUnknown) {
  for (const auto& c : understood_sigs())
    for (const std::string_view odd : {"gladly", "not", "except"}) {
      EXPECT_FALSE(fhir::read_sig(std::string(c.text) + " " + std::string(odd))) << c.text;
      EXPECT_FALSE(fhir::read_sig(std::string(odd) + " " + std::string(c.text))) << c.text;
    }
}

TEST(SigReading, WrittenTwiceIsTwoInstructions) {
  for (const auto& c : understood_sigs()) {
    if (!fhir::read_sig(c.text)->dosage.dose || c.want.find("application") != std::string_view::npos) continue;
    EXPECT_FALSE(fhir::read_sig(std::string(c.text) + ". " + std::string(c.text))) << c.text;
  }
}

/// Upper case, wider spacing and spaces around change nothing.
TEST(SigReading, CaseAndSpacingChangeNothing) {
  for (const auto& c : understood_sigs()) {
    std::string upper, wide = "  ";
    for (const char letter : c.text) {
      upper += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
      wide += letter;
      if (letter == ' ') wide += "  ";
    }
    EXPECT_EQ(told_sig(upper), c.want) << upper;
    EXPECT_EQ(told_sig(wide + " "), c.want) << wide;
    EXPECT_EQ(told_sig(std::string(c.text) + "."), c.want) << c.text;
  }
}

/// A number in words is the number in digits.
TEST(SigReading, WordsAndDigitsAreTheSame) {
  const std::string_view words[] = {"one",      "two",      "three",      "four",      "five",      "six",
                                    "seven",    "eight",    "nine",       "ten",       "eleven",    "twelve",
                                    "thirteen", "fourteen", "fifteen",    "sixteen",   "seventeen", "eighteen",
                                    "nineteen", "twenty",   "twenty-one", "twenty two"};
  for (std::size_t n = 1; n <= std::size(words); ++n) {
    const auto digits = std::to_string(n);
    const std::string word(words[n - 1]);
    for (const auto& [before, after] : {std::pair{"Take ", " tablets daily"},
                                        {"1 g ", " times a day"},
                                        {"1 g daily for ", " days"},
                                        {"1 g every ", " hours"}}) {
      const auto want = told_sig(before + digits + after);
      EXPECT_EQ(want.find("no: "), std::string::npos) << want;
      EXPECT_EQ(told_sig(before + word + after), want) << word;
      EXPECT_EQ(told_sig(before + word + " (" + digits + ")" + after), want) << word;
    }
  }
}

/// A dose in mg, g or micrograms is the same dose, with and without a space before the unit.
TEST(SigReading, UnitsOfMassAreTheSame) {
  for (const int mg : {125, 250, 400, 500, 800, 1000, 1500, 2000, 2600})
    for (const std::string after :
         {" by mouth twice daily", " q8h for 7 days", " once", " IV over 1 hour every 8 hours"}) {
      const auto want = told_sig(std::to_string(mg) + " mg" + after);
      EXPECT_EQ(want.find("no: "), std::string::npos) << want;
      EXPECT_EQ(told_sig(std::to_string(mg) + "mg" + after), want);
      EXPECT_EQ(told_sig(std::to_string(mg * 1000) + " mcg" + after), want);
      std::string grams = cds::to_text(mg / 1000.0);
      if (grams.size() - grams.find('.') == 4 && grams.front() != '0') continue; // `1.125` is 1125 elsewhere
      EXPECT_EQ(told_sig(grams + " g" + after), want) << grams;
      EXPECT_EQ(told_sig(grams + " grams" + after), want) << grams;
      const auto thousands =
          mg < 1000 ? std::to_string(mg) : std::to_string(mg / 1000) + "," + std::to_string(1000 + mg % 1000).substr(1);
      EXPECT_EQ(told_sig(thousands + " mg" + after), want) << thousands;
    }
}

/// What stands in front of a word that is not understood is what the whole sig says, as far as it goes.
TEST(SigReading, ThePartUnderstoodAgreesWithTheWhole) {
  for (const auto& c : understood_sigs()) {
    const auto whole = fhir::read_sig(c.text)->dosage;
    const auto part = fhir::understood_part(std::string(c.text) + " gladly").dosage;
    if (part.dose) {
      EXPECT_EQ(part.dose, whole.dose) << c.text;
    }
    EXPECT_EQ(part.times_per_day, whole.times_per_day) << c.text;
    EXPECT_EQ(part.days, whole.days) << c.text;
  }
}

TEST(SigReading, HasTheIntervalWithTheRate) {
  EXPECT_EQ(fhir::read_sig("1 g q8h")->dosage.interval_hours, 8);
  EXPECT_EQ(fhir::read_sig("1 g bid")->dosage.interval_hours, 12);
  EXPECT_EQ(fhir::read_sig("1 g every other day")->dosage.interval_hours, 48);
  EXPECT_EQ(fhir::read_sig("1 g five times a day")->dosage.interval_hours, std::nullopt);
  EXPECT_EQ(fhir::read_sig("1 g every 4 hours 5 times a day")->dosage.interval_hours, std::nullopt);
}

TEST(SigReading, HasALongestLength) {
  EXPECT_TRUE(fhir::read_sig("1 g daily" + std::string(291, ' ')));
  EXPECT_EQ(fhir::read_sig("1 g daily" + std::string(292, ' ')).error(), "it is too long");
}

TEST(SigReading, TellsWhetherItNamesMoments) {
  EXPECT_TRUE(fhir::read_sig("1 g in the morning")->names_moments);
  EXPECT_FALSE(fhir::read_sig("1 g twice daily")->names_moments);
}

TEST(SigReading, SplitsIntoWordsAndNumbers) {
  using kind = fhir::sig_word::kind;
  const std::vector<fhir::sig_word> want = {{kind::word, "q", 0},     {kind::number, {}, 8},  {kind::word, "h", 0},
                                            {kind::mark, ",", 0},     {kind::word, "bid", 0}, {kind::mark, "(", 0},
                                            {kind::number, {}, 1000}, {kind::mark, ")", 0},   {kind::number, {}, 35}};
  EXPECT_EQ(fhir::split_sig("q8h, B.I.D. (1,000) thirty-five"), want);
}

} // namespace
