// The lines of a run: what is written is read back, and what is not such a line is refused.
#include <gtest/gtest.h>

#include "server/replay/replayed_order.hpp"
#include "server/replay/run_summary.hpp"

namespace {

using namespace server;
using namespace std::chrono_literals;

replayed_order some_order() {
  const cds::instant at = std::chrono::sys_days{2025y / 3 / 4} + 10h + 5min;
  rule_result fired{.rule = cds::rule_id::treatment_failure,
                    .verdict = cds::verdict::fired,
                    .urgency = cds::indicator::warning,
                    .shown = true,
                    .missing = {},
                    .suggested = {{deed::culture, happening::yes, 3}, {deed::referral, happening::no, {}}}};
  rule_result blind{.rule = cds::rule_id::renal_dose,
                    .verdict = cds::verdict::not_evaluable,
                    .urgency = {},
                    .missing = {"a \"recent\" creatinine"},
                    .suggested = {}};
  return {.patient = "p-1",
          .order = "o-1",
          .at = at,
          .day = std::chrono::floor<std::chrono::days>(at),
          .agent = cds::agent::valacyclovir,
          .prescriber = "Practitioner/7",
          .judged = {.rules = {fired, blind}, .cards = 2, .refused = {}},
          .compared = judgement{.rules = {}, .cards = 0, .refused = "conditions"},
          .unprompted = {{deed::referral, happening::yes, 0}, {deed::order_ended, happening::unknown, {}}},
          .follow_up_complete = true,
          .statuses_as_exported = 2,
          .left_out_undated = 1};
}

run_summary some_shard(std::uint32_t shard) {
  run_summary made;
  made.shard = shard;
  made.shards = 2;
  made.knowledge = {"2026.1", "0011223344556677"};
  made.compared = edition{"2026.1", "8899aabbccddeeff"};
  made.files = {{"Patient.ndjson", "Patient", 1200, 3, 1, 1}};
  made.broken = {{"Patient.ndjson", 2, "is not JSON"}};
  made.missing = {{"Observation", {cds::rule_id::renal_dose}}};
  made.last_seen = std::chrono::sys_days{2025y / 12 / 31};
  made.counts.patients = shard;
  made.counts.orders = 10 * shard;
  return made;
}

std::string line_of(const auto& of) {
  std::string line;
  append_line(line, of);
  return line;
}

TEST(ReplayLines, AnOrderIsReadBackAsItWasWritten) {
  const auto line = line_of(some_order());
  EXPECT_EQ(line.back(), '\n');
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto read = read_replayed_order(line);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, some_order());
  EXPECT_EQ(line_of(*read), line);
}

TEST(ReplayLines, WhatIsNoOrderIsRefusedWithoutRepeatingIt) {
  for (const std::string_view line : {"", "{}", "[1]", "{\"patient\":\"secret\"}", "secret"}) {
    const auto read = read_replayed_order(line);
    ASSERT_FALSE(read) << line;
    EXPECT_EQ(read.error().find("secret"), std::string::npos);
  }
  auto line = line_of(some_order());
  line.replace(line.find("treatment-failure"), 17, "treatment-success");
  EXPECT_FALSE(read_replayed_order(line));
}

TEST(ReplayLines, ASummaryIsReadBackAsItWasWritten) {
  const auto line = line_of(some_shard(2));
  const auto read = read_run_summary(line);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, some_shard(2));
  EXPECT_FALSE(read_run_summary(line_of(some_order())));
}

TEST(ReplayLines, ShardsAddUpInAnyOrder) {
  const auto whole = merged({some_shard(2), some_shard(1)});
  ASSERT_TRUE(whole) << whole.error();
  EXPECT_EQ(whole->counts.orders, 30u);
  EXPECT_EQ(whole->shards, 1u);
  EXPECT_EQ(line_of(*whole), line_of(*merged({some_shard(1), some_shard(2)})));
}

TEST(ReplayLines, ShardsThatDoNotFitAreRefused) {
  auto other = some_shard(2);
  other.knowledge.hash = "ffff";
  auto elsewhere = some_shard(2);
  elsewhere.files[0].bytes += 1;
  EXPECT_EQ(merged({some_shard(1), other}).error(), "the shards were made with different knowledge");
  EXPECT_EQ(merged({some_shard(1), elsewhere}).error(), "the shards read different input");
  EXPECT_EQ(merged({some_shard(1)}).error(), "shard 2 of 2 is missing");
  EXPECT_EQ(merged({some_shard(1), some_shard(1)}).error(), "shard 1 is there twice or is none of them");
  EXPECT_EQ(merged({}).error(), "there are no shards");
}

TEST(ReplayLines, OrdersStandByPatientThenTimeThenId) {
  auto later = some_order();
  later.at += 1s;
  later.order = "a";
  auto other = some_order();
  other.patient = "p-2";
  EXPECT_TRUE(stands_before(some_order(), later));
  EXPECT_TRUE(stands_before(later, other));
  EXPECT_FALSE(stands_before(some_order(), some_order()));
}

} // namespace
