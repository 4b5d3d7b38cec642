// What one worker counts, without a service around it.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "server/metrics/service_counts.hpp"

namespace {

using namespace std::chrono_literals;

hooks::client named(std::string name) {
  hooks::client made;
  made.name = std::move(name);
  return made;
}

hooks::feedback_item overridden(std::optional<std::string> code) {
  hooks::feedback_item made;
  made.outcome = hooks::card_outcome::overridden;
  if (code) made.reason.emplace().code = *code;
  return made;
}

TEST(WorkerCounts, PutDurationsBetweenTheirBounds) {
  struct row {
    std::chrono::nanoseconds took;
    std::size_t within;
  };
  for (const auto& [took, within] : std::vector<row>{{0ns, 0},
                                                     {500us, 0},
                                                     {500us + 1ns, 1},
                                                     {1ms, 1},
                                                     {2ms, 2},
                                                     {499ms, 9},
                                                     {500ms, 9},
                                                     {501ms, 10},
                                                     {1s, 10},
                                                     {1s + 1ns, 11},
                                                     {1h, 11}}) {
    server::duration_counts counted;
    counted.add(took);
    EXPECT_EQ(counted.within(within), 1U) << took.count();
    EXPECT_EQ(counted.sum(), took);
  }
}

TEST(WorkerCounts, NameEachCallByClosedSets) {
  EXPECT_EQ(hooks::services().size(), server::service_kinds);
  for (std::size_t i = 0; i < server::service_kinds; ++i) EXPECT_EQ(server::kind_of(hooks::services()[i]), i);
  EXPECT_EQ(server::name_of_kind(1), "antiviral-order-select");
  EXPECT_EQ(server::name_of_kind(server::other_kind), "other");
  EXPECT_EQ(server::name_of_status(server::status_at(412)), "412");
  EXPECT_EQ(server::name_of_status(server::status_at(418)), "other");
}

TEST(WorkerCounts, GoOnWithAClientThatIsThereAfterAReload) {
  server::service_counts all;
  auto& worker = all.of_new_worker();
  auto& other = all.of_new_worker();
  const auto before = worker.places_for({named("a"), named("b")}, {});
  worker.answered(*before->registered.at(1), 0, 200, 1ms);
  const auto after = worker.places_for({named("b"), named("c")}, {});
  worker.answered(*after->registered.at(0), 0, 200, 1ms);
  worker.answered(*before->registered.at(0), 0, 200, 1ms); // a call that was under way
  other.answered(*other.places_for({named("b")}, {})->registered.at(0), 0, 200, 1ms);
  const auto totals = all.sum();
  const auto ok = server::status_at(200);
  EXPECT_EQ(totals.answered.at("a").at(0).at(ok), 1U);
  EXPECT_EQ(totals.answered.at("b").at(0).at(ok), 3U);
  EXPECT_EQ(totals.answered.at("c").at(0).at(ok), 0U);
  EXPECT_EQ(totals.durations.at(0).within.at(1), 4U);
}

TEST(WorkerCounts, TellOnlyReasonsThatAreOffered) {
  server::service_counts all;
  auto& worker = all.of_new_worker();
  const auto places = worker.places_for({}, {{"limited-time", "text"}, {"risk", "text"}});
  worker.kept(*places, {overridden("limited-time"), overridden("limited-time"), overridden("canary"), overridden(""),
                        overridden({}), hooks::feedback_item{}});
  const auto totals = all.sum();
  EXPECT_EQ(totals.overrides,
            (std::map<std::string, std::uint64_t>{{"limited-time", 2}, {"none", 1}, {"other", 2}, {"risk", 0}}));
  EXPECT_EQ(totals.feedback, (std::array<std::uint64_t, 2>{1, 5}));
}

} // namespace
