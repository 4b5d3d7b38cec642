// Which civil day it is for the patient. The clock of every case is 2026-01-20T15:00:00Z.
#include <gtest/gtest.h>

#include "sample_chart.hpp"

namespace {

using fhir::data_kind;

std::string draft(std::string_view authored) {
  return "{'resourceType':'MedicationRequest','subject':{'reference':'Patient/p1'},'authoredOn':'" +
         std::string(authored) + "'}";
}

std::string condition(std::string_view recorded) {
  return "{'resourceType':'Condition','subject':{'reference':'Patient/p1'},'recordedDate':'" + std::string(recorded) +
         "'}";
}

struct clock_case {
  std::vector<std::string> drafts;
  std::vector<std::string> conditions;
  std::string_view today;
};

TEST(Clock, TodayIsThePatientsDay) {
  const clock_case cases[] = {
      {{}, {}, "2026-01-20"},
      {{draft("2026-01-20T10:00:00-05:00")}, {}, "2026-01-20"},
      {{draft("2026-01-21T03:00:00+12:00")}, {}, "2026-01-21"},
      {{draft("2026-01-21T04:00:00+13:00")}, {condition("2026-01-20T10:00:00-05:00")}, "2026-01-21"},
      {{draft("2026-01-20T15:00:00Z")}, {condition("2026-01-21T03:00:00+12:00")}, "2026-01-20"},
      {{draft("2026-01-20")}, {condition("2026-01-21T03:00:00+12:00")}, "2026-01-21"},
      {{draft("not a date")}, {condition("2026-01-21T03:00:00+12:00")}, "2026-01-21"},
      {{draft("2026-01-20"), draft("2026-01-21T03:00:00+12:00")}, {}, "2026-01-21"},
      {{}, {condition("2026-01-19T10:00:00-05:00"), condition("2026-01-21T03:00:00+12:00")}, "2026-01-21"},
      {{}, {condition("2026-01-21T03:00:00+12:00"), condition("2026-01-19T10:00:00-05:00")}, "2026-01-21"},
      {{}, {condition("2026-01-19"), condition("2026-01")}, "2026-01-20"},
      {{}, {condition("2026-01-19T10:00:00-05:00"), condition("2026-02-21T03:00:00+12:00")}, "2026-01-20"},
  };
  for (const auto& c : cases) {
    sample::request r;
    if (!c.drafts.empty()) r.draft_orders = sample::bundle(c.drafts);
    if (!c.conditions.empty()) r.data = {{data_kind::conditions, sample::bundle(c.conditions)}};
    const auto read = sample::read(r);
    ASSERT_TRUE(read.facts);
    EXPECT_EQ(cds::to_text(read->now.today), c.today);
    EXPECT_EQ(read->now.at, sample::now());
  }
}

TEST(Clock, PeriodsCountAndTheServersTimeDoesNot) {
  const std::string given =
      "{'resourceType':'MedicationAdministration','status':'completed','subject':{'reference':'Patient/p1'},"
      "'effectivePeriod':{'start':'2026-01-20T03:00:00+12:00'},'meta':{'lastUpdated':'2026-01-20T14:00:00-11:00'}}";
  EXPECT_EQ(cds::to_text(sample::read_one(data_kind::administrations, given)->now.today), "2026-01-21");
  const auto stamped = "{'resourceType':'Bundle','timestamp':'2026-01-21T03:00:00+12:00','entry':[]}";
  EXPECT_EQ(cds::to_text(sample::read({.draft_orders = {}, .data = {{data_kind::labs, stamped}}})->now.today),
            "2026-01-20");
}

TEST(Clock, TheFutureIsFoundInThePatientsDay) {
  // 2026-01-21 is tomorrow in Greenwich and today in Auckland.
  const std::pair<std::string_view, bool> cases[] = {{"2026-01-20T15:00:00Z", false},
                                                     {"2026-01-21T04:00:00+13:00", true}};
  for (const auto& [authored, kept] : cases) {
    const auto read = sample::read({.draft_orders = sample::bundle({draft(authored)}),
                                    .data = {{data_kind::conditions, sample::bundle({condition("2026-01-21")})}}});
    ASSERT_EQ(read->conditions.items.size(), 1U);
    EXPECT_EQ(read->conditions.items[0].recorded.has_value(), kept) << authored;
  }
}

TEST(Clock, ATimeInGreenwichHasThePatientsDay) {
  const struct {
    std::string_view authored, recorded, day;
  } cases[] = {
      {"2026-01-20T10:00:00-05:00", "2026-01-20T02:00:00Z", "2026-01-19"},
      {"2026-01-20T10:00:00-05:00", "2026-01-20T02:00:00+00:00", "2026-01-19"},
      {"2026-01-20T10:00:00-05:00", "2026-01-20T05:00:00Z", "2026-01-20"},
      {"2026-01-20T10:00:00-05:00", "2026-01-20T04:59:59Z", "2026-01-19"},
      {"2026-01-21T03:00:00+12:00", "2026-01-20T12:00:00Z", "2026-01-21"},
      {"2026-01-20T15:00:00Z", "2026-01-20T02:00:00Z", "2026-01-20"},
      {"2026-01-20", "2026-01-20T02:00:00Z", "2026-01-20"},
      // An offset that was written is the writer's own: another season's, or another place's.
      {"2026-01-20T10:00:00-05:00", "2025-07-01T00:30:00-04:00", "2025-07-01"},
      {"2026-01-20T10:00:00-05:00", "2026-01-20T02:00:00+01:00", "2026-01-20"},
      {"2026-01-20T10:00:00-05:00", "2026-01-20T02:00:00", "2026-01-20"},
      {"2026-01-20T10:00:00-05:00", "2026-01-20", "2026-01-20"},
  };
  for (const auto& c : cases) {
    const auto read = sample::read({.draft_orders = sample::bundle({draft(c.authored)}),
                                    .data = {{data_kind::conditions, sample::bundle({condition(c.recorded)})}}});
    const auto& recorded = read->conditions.items.at(0).recorded;
    ASSERT_TRUE(recorded) << c.recorded;
    EXPECT_EQ(cds::to_text(recorded->first), c.day) << c.recorded << " beside " << c.authored;
    EXPECT_EQ(recorded->first, recorded->last);
    EXPECT_EQ(recorded->exact, sample::at(c.recorded).exact);
  }
}

} // namespace
