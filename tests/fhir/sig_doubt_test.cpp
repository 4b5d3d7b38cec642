// Words that speak against a structured dose although they are not understood, and words that do not.
#include "fhir/sig.hpp"

#include <gtest/gtest.h>

namespace {

using fhir::doubt;

TEST(SigDoubt, HearsWhatSpeaksAgainstADose) {
  const std::pair<std::string_view, doubt> cases[] = {
      {"", doubt::none},
      {"Take 1 tablet twice daily with grapefruit", doubt::none},
      {"Increase fluids. Start at first sign of a cold sore.", doubt::none},
      {"Take for 7-10 days", doubt::none},
      {"Rinse, then spit", doubt::none},
      {"Call 555-1234", doubt::none},
      {"Lot 2026-01-05", doubt::none},
      {"with or without food", doubt::none},
      {"up to and including day 5", doubt::none},
      {"1 tablet bid PRN", doubt::as_needed},
      {"1 tablet bid p.r.n.", doubt::as_needed},
      {"1 tablet @ 8 as needed", doubt::as_needed},
      {"1 tablet if needed", doubt::as_needed},
      {"1 tablet when necessary", doubt::as_needed},
      {"1 tablet as required", doubt::as_needed},
      {"1 tablet for 5 days, then 2 tablets", doubt::steps},
      {"1 tablet, then take two tablets", doubt::steps},
      {"taper as discussed", doubt::steps},
      {"loading dose 2 g", doubt::steps},
      {"1 g followed by 500 mg", doubt::steps},
      {"increase to 2 tablets", doubt::steps},
      {"Reduce dose after a week", doubt::steps},
      {"take 1-2 tablets", doubt::range},
      {"take 1 \xE2\x80\x93 2 tablets", doubt::range},
      {"take one or two capsules", doubt::range},
      {"500 to 1000 mg with grapefruit", doubt::range},
      {"2 to 3 times a day", doubt::range},
      {"every 4-6 hours", doubt::range},
      {"q4-6h", doubt::range},
      {"up to 5 times daily", doubt::limit},
      {"1 tablet after dialysis", doubt::certain_days},
      {"on Mondays, Wednesdays and Fridays", doubt::certain_days},
      {"Avoid sun", doubt::none},
      {"up to 3 tablets", doubt::limit},
  };
  for (const auto& [text, want] : cases) EXPECT_EQ(fhir::doubt_in(text), want) << text;
}

} // namespace
