// Whole replays of synthetic hospitals: what the report counts is what is known to have happened in them.
#include <algorithm>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "cds/knowledge/read.hpp"
#include "server/replay/aggregate.hpp"
#include "server/replay/report.hpp"
#include "server/replay/run.hpp"
#include "server/replay/shard_file.hpp"
#include "tests/server/replay/hospital.hpp"
#include "tests/server/support/temporary_directory.hpp"

namespace server {
namespace {

namespace fs = std::filesystem;
using cds::rule_id;
using server_tests::temporary_directory;

cds::knowledge knowledge_with(const std::vector<cds_knowledge::file>& overlay = {}) {
  return cds_knowledge::read(cds_knowledge::embedded(), overlay).value();
}
const cds::knowledge& known() {
  static const auto read = knowledge_with();
  return read;
}

const aggregate_options options{.sample = 5, .seed = 3, .groups = {{"Practitioner/doctor-001", "ward"}}};

figures counted_of(const std::vector<fs::path>& shards) {
  aggregate sums(options);
  const auto seen = see_merged(
      shards, [&](const run_summary& run) { sums.add(run); },
      [&](const replayed_order& order, std::string_view) { sums.add(order); });
  EXPECT_TRUE(seen) << seen.error();
  return sums.counted();
}

/// The shards of a replay of the hospital, all of its files in `place`.
std::vector<fs::path> replayed(const hospital::wish& asked, const temporary_directory& place, std::uint32_t shards = 1,
                               const cds::knowledge* compared = nullptr) {
  const auto input = place.path() / "export";
  if (fs::create_directory(input)) hospital::write(asked, input);
  std::vector<fs::path> files;
  for (std::uint32_t shard = 1; shard <= shards; ++shard) {
    files.push_back(place.path() / ("shard" + std::to_string(shard) + "of" + std::to_string(shards)));
    progress quiet(true);
    const auto ran = run_replay(
        {.input = input, .out = files.back(), .work = place.path() / "work", .shard = shard, .shards = shards}, known(),
        compared, quiet);
    EXPECT_TRUE(ran) << ran.error();
  }
  return files;
}

using deed_of = bool hospital::expected_order::*;

count times(const hospital::truth& told, deed_of happened, rule_id rule) {
  return static_cast<count>(std::count_if(told.each.begin(), told.each.end(), [&](const auto& order) {
    return order.*happened &&
           std::any_of(order.cards.begin(), order.cards.end(), [&](const auto& card) { return card.rule == rule; });
  }));
}

const rule_counts& rule(const figures& counted, rule_id id) { return counted.rules[static_cast<std::size_t>(id)]; }
const happened_counts& happened(const figures& counted, rule_id id, deed what) {
  return rule(counted, id).deeds[static_cast<std::size_t>(what)];
}

void expect_truth(const figures& counted, const hospital::truth& told) {
  EXPECT_EQ(counted.all.orders, told.orders);
  EXPECT_EQ(counted.patients, told.patients_with_orders);
  EXPECT_EQ(counted.all.refused, 0U);
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    const auto id = static_cast<rule_id>(i);
    std::array<count, urgency_count> expected{};
    if (const auto cards = told.cards.find(id); cards != told.cards.end())
      for (const auto& [urgency, number] : cards->second) expected[static_cast<std::size_t>(urgency)] = number;
    EXPECT_EQ(counted.rules[i].cards, expected) << cds::name_of(id);
  }
  using hospital::expected_order;
  EXPECT_EQ(happened(counted, rule_id::treatment_failure, deed::culture).yes,
            times(told, &expected_order::culture_sent, rule_id::treatment_failure));
  EXPECT_EQ(happened(counted, rule_id::treatment_failure, deed::referral).yes,
            times(told, &expected_order::referred, rule_id::treatment_failure));
  EXPECT_EQ(happened(counted, rule_id::resistant_virus, deed::referral).yes,
            times(told, &expected_order::referred, rule_id::resistant_virus));
  EXPECT_EQ(happened(counted, rule_id::resistant_virus, deed::order_ended).unknown,
            times(told, &expected_order::ended_early, rule_id::resistant_virus));
  EXPECT_EQ(happened(counted, rule_id::regimen_check, deed::dose_changed).yes,
            times(told, &expected_order::dose_changed, rule_id::regimen_check));
  // Without a card: the isolate that is reported the day after, and the culture two days after a course that began
  // twelve before.
  const auto next_day = told.histories.find("resistant-next-day");
  const auto reported = next_day == told.histories.end() ? 0 : next_day->second;
  for (std::size_t i = 0; i < deed_count; ++i) {
    const auto& without = counted.unprompted[i];
    const auto what = static_cast<deed>(i);
    EXPECT_EQ(without.yes, what == deed::culture
                               ? reported + times(told, &expected_order::culture_sent, rule_id::treatment_failure)
                               : 0)
        << name_of(what);
    EXPECT_EQ(without.known() + without.unknown,
              what == deed::laboratory ? 0 : counted.all.orders - counted.all.orders_with_cards)
        << name_of(what);
  }
  const auto unchecked = told.histories.find("renal-unknown");
  EXPECT_EQ(rule(counted, rule_id::renal_dose).not_evaluable,
            unchecked == told.histories.end() ? 0 : unchecked->second);
}

TEST(CountedHospital, TheReportCountsWhatHappened) {
  const hospital::wish wishes[] = {{.seed = 1, .patients = 160},
                                   {.seed = 2, .patients = 120, .treated_each = 1, .bulk = 0},
                                   {.seed = 3, .patients = 80, .files = 3, .shuffled = true, .gzip = true}};
  for (const auto& asked : wishes) {
    const temporary_directory place;
    const auto told = hospital::truth_of(asked);
    ASSERT_GT(times(told, &hospital::expected_order::culture_sent, rule_id::treatment_failure), 0U) << asked.seed;
    expect_truth(counted_of(replayed(asked, place)), told);
  }
}

std::map<std::string, std::string> files_of(const fs::path& report) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(report)) {
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    files[entry.path().filename()] = text.str();
  }
  return files;
}

TEST(CountedHospital, TheReportOfShardsIsTheReportOfTheWhole) {
  const temporary_directory place;
  const hospital::wish asked{.seed = 4, .patients = 60, .bulk = 1};
  const report_options named{.identifying = true, .titles = titles_of(known())};
  ASSERT_TRUE(write_report(place.path() / "whole", counted_of(replayed(asked, place)), named));
  auto shards = replayed(asked, place, 3);
  std::reverse(shards.begin(), shards.end());
  ASSERT_TRUE(write_report(place.path() / "merged", counted_of(shards), named));
  const auto whole = files_of(place.path() / "whole");
  EXPECT_EQ(whole.size(), 9U);
  EXPECT_EQ(files_of(place.path() / "merged"), whole);
}

TEST(CountedHospital, ARuleThatIsSilencedLosesItsCardsAndNoOtherChanges) {
  const temporary_directory place;
  const hospital::wish asked{.seed = 5, .patients = 60, .bulk = 0};
  const auto silent = knowledge_with({{"rules.toml", "[treatment-failure]\nmode = \"silent\"\nreason = \"to see\"\n"}});
  const auto counted = counted_of(replayed(asked, place, 1, &silent));
  const auto told = hospital::truth_of(asked);
  expect_truth(counted, told);
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    const auto& compared = counted.rules_compared[i];
    const auto before = counted.rules[i].shown();
    const bool silenced = static_cast<rule_id>(i) == rule_id::treatment_failure;
    EXPECT_EQ(compared.after, silenced ? 0 : before);
    EXPECT_EQ(compared.lost, silenced ? before : 0);
    EXPECT_EQ(compared.gained, 0U);
  }
  EXPECT_GT(rule(counted, rule_id::treatment_failure).shown(), 0U);
}

TEST(CountedHospital, AThresholdThatIsRaisedLosesWhatLayBelowIt) {
  const temporary_directory place;
  const hospital::wish asked{.seed = 6, .patients = 60, .bulk = 0};
  // The failing course is in its twelfth day.
  const auto later = knowledge_with({{"thresholds.toml", "failure.reassess_day = { value = 13, reason = \"to see\" }\n"
                                                         "failure.escalate_day = { value = 14, reason = \"to see\" }\n"
                                                         "failure.weeks_day = { value = 15, reason = \"to see\" }\n"}});
  const auto counted = counted_of(replayed(asked, place, 1, &later));
  const auto& failure = counted.rules_compared[static_cast<std::size_t>(rule_id::treatment_failure)];
  EXPECT_EQ(failure.after, 0U);
  EXPECT_EQ(failure.lost, rule(counted, rule_id::treatment_failure).shown());
  EXPECT_GT(failure.lost, 0U);
  const auto& renal = counted.rules_compared[static_cast<std::size_t>(rule_id::renal_dose)];
  EXPECT_EQ(renal.after, rule(counted, rule_id::renal_dose).shown());
}

} // namespace
} // namespace server
