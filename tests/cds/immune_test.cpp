// The host: each kind of evidence, seen through treatment-failure on day 8 of adequate exposure.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "tests/cds/verdicts.hpp"

namespace {

using namespace verdicts;
using clinical = cds::condition::clinical;
using support::told_course;

constexpr auto rule = cds::rule_id::treatment_failure;

// On day 8 a warning means compromised, and an urgent referral severe.
std::string level(const chart& told) {
  const auto card = found(told, rule);
  if (card.summary.empty()) return "no card";
  if (card.indicator == cds::indicator::info) return "none or unknown";
  const auto all = offers(card);
  return std::find(all.begin(), all.end(), "refer urgent") != all.end() ? "severe" : "mild";
}

void expect_levels(const std::vector<row>& rows) {
  for (const auto& row : rows) {
    auto told = failing(8);
    row.change(told);
    EXPECT_EQ(level(told), row.ending) << row.name;
  }
}

std::function<void(chart&)> has(std::string_view code, clinical status = clinical::active) {
  return [code, status](chart& c) { c.has({.code = code, .onset = -100, .status = status}); };
}

std::function<void(chart&)> hiv(std::optional<double> cd4) {
  return [cd4](chart& c) {
    c.has({.code = "B20", .onset = -900});
    if (cd4) c.lab("24467-3", *cd4, cds::unit::cells_per_microlitre, 24 * 30);
  };
}

/// An active order since day `from`, open-ended.
std::function<void(chart&)> takes(std::string_view drug, double mg, double per_day = 1, int from = -60) {
  return [=](chart& c) {
    c.requested({.drug = drug,
                 .mg = mg,
                 .per_day = per_day,
                 .from = from,
                 .days = 0,
                 .status = cds::medication::state::active});
  };
}

TEST(Immune, NothingFound) { EXPECT_EQ(level(failing(8)), "none or unknown"); }

TEST(Immune, SevereConditions) {
  for (const auto* code : {"Z94.84", "234336002", "Z94.81", "Z94.0", "70536003", "Z94.4", "D89.811", "C83.30", "C92.00",
                           "109989006", "D81.9", "62479008"})
    expect_levels({{code, has(code), "severe"}});
}

TEST(Immune, MildConditions) {
  for (const auto* code : {"D84.9", "D84.821", "370388006"}) expect_levels({{code, has(code), "mild"}});
}

TEST(Immune, MalignancyMustBeActive) {
  expect_levels({{"active", has("C83.30"), "severe"},
                 {"relapse", has("C83.30", clinical::relapse), "severe"},
                 {"remission", has("C83.30", clinical::remission), "none or unknown"},
                 {"resolved", has("C83.30", clinical::resolved), "none or unknown"}});
}

TEST(Immune, HivByCd4Count) {
  expect_levels({{"no count", hiv({}), "severe"},
                 {"40", hiv(40), "severe"},
                 {"199", hiv(199), "severe"},
                 {"200", hiv(200), "mild"},
                 {"450", hiv(450), "mild"},
                 {"450 with AIDS",
                  [](chart& c) {
                    hiv(450)(c);
                    has("62479008")(c);
                  },
                  "severe"},
                 {"newest counts",
                  [](chart& c) {
                    hiv(450)(c);
                    c.lab("24467-3", 150, cds::unit::cells_per_microlitre, 24 * 400);
                  },
                  "mild"},
                 {"a low count without HIV",
                  [](chart& c) { c.lab("24467-3", 150, cds::unit::cells_per_microlitre, 24); }, "none or unknown"}});
}

TEST(Immune, Neutrophils) {
  for (double count : {100.0, 499.0, 500.0, 2000.0}) {
    auto told = failing(8);
    told.lab("751-8", count, cds::unit::cells_per_microlitre, 24);
    EXPECT_EQ(level(told), count < 500 ? "severe" : "none or unknown") << count;
  }
}

TEST(Immune, ChemotherapyWithinNinetyDays) {
  for (const auto& [day, expected] :
       {std::pair{-1, "severe"}, {-89, "severe"}, {-90, "severe"}, {-91, "none or unknown"}}) {
    auto told = failing(8);
    told.given({.drug = "3002", .mg = 1000, .per_day = 1, .from = day, .days = 1});
    EXPECT_EQ(level(told), expected) << day;
  }
}

TEST(Immune, SteroidsByPrednisoneEquivalent) {
  expect_levels({{"prednisone 20 mg", takes("8640", 20), "severe"},
                 {"prednisone 10 mg twice a day", takes("8640", 10, 2), "severe"},
                 {"methylprednisolone 16 mg", takes("6902", 16), "severe"},
                 {"hydrocortisone 80 mg", takes("5492", 80), "severe"},
                 {"dexamethasone 4 mg", takes("3264", 4), "severe"}});
  for (const auto& change : {takes("8640", 19), takes("6902", 15), takes("5492", 20)}) {
    auto told = failing(8);
    change(told);
    EXPECT_NE(level(told), "severe");
  }
}

TEST(Immune, SteroidsForTwoWeeks) {
  const auto course = [](int from, int days) {
    return [=](chart& c) { c.dispensed({.drug = "8640", .mg = 60, .per_day = 1, .from = from, .days = days}); };
  };
  expect_levels({{"14 days up to yesterday", course(-14, 14), "severe"},
                 {"30 days", course(-29, 30), "severe"},
                 {"five days, over", course(-9, 5), "none or unknown"},
                 {"13 days up to yesterday", course(-13, 13), "none or unknown"}});
}

/// One order may be old and low, another may add to it, and a ward records doses, not orders.
TEST(Immune, SteroidsRecordedSeveralTimes) {
  const auto both = [](double first, double second) {
    return [=](chart& c) {
      takes("8640", first)(c);
      takes("8640", second)(c);
    };
  };
  expect_levels(
      {{"5 mg, then 60 mg", both(5, 60), "severe"},
       {"60 mg, then 5 mg", both(60, 5), "severe"},
       {"5 mg as order and dispense",
        [](chart& c) {
          takes("8640", 5)(c);
          c.dispensed({.drug = "8640", .mg = 5, .per_day = 1, .from = -20, .days = 60});
        },
        "none or unknown"},
       {"doses given daily for 30 days, the last one yesterday",
        [](chart& c) { c.given({.drug = "8640", .mg = 60, .per_day = 1, .from = -30, .days = 30}); }, "severe"},
       {"doses given on five days",
        [](chart& c) { c.given({.drug = "8640", .mg = 60, .per_day = 1, .from = -5, .days = 5}); },
        "none or unknown"}});
}

TEST(Immune, DrugsGivenYesterdayCount) {
  for (const auto& [drug, expected] : {std::pair{"1357536", "severe"}, {"1256", "mild"}, {"42316", "mild"}})
    expect_levels(
        {{drug, [drug = drug](chart& c) { c.given({.drug = drug, .mg = 5, .per_day = 1, .from = -9, .days = 9}); },
          expected}});
}

TEST(Immune, DrugsThatLowerTheGuard) {
  expect_levels(
      {{"rituximab", [](chart& c) { c.given({.drug = "121191", .mg = 700, .per_day = 1, .from = -9}); }, "severe"},
       {"tofacitinib", takes("1357536", 5, 2), "severe"},
       {"baricitinib", takes("2047232", 4), "severe"},
       {"methotrexate", takes("6851", 15), "mild"},
       {"azathioprine", takes("1256", 100), "mild"},
       {"an unrelated drug", takes("5640", 400, 3), "none or unknown"}});
}

TEST(Immune, TheWorstEvidenceCounts) {
  expect_levels({{"mild and severe",
                  [](chart& c) {
                    has("D84.9")(c);
                    has("Z94.84")(c);
                  },
                  "severe"},
                 {"severe and mild",
                  [](chart& c) {
                    has("Z94.84")(c);
                    takes("6851", 15)(c);
                  },
                  "severe"}});
}

TEST(Immune, SevereEvidenceIsNamed) {
  auto told = failing(8);
  hiv(40)(told);
  const auto said = words(found(told, rule));
  EXPECT_NE(said.find("40"), std::string::npos) << said;
}

} // namespace
