// How late a thread is, when a flood is over, and what is told of both.
#include "server/lateness.hpp"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "server/high_water.hpp"
#include "server/traffic.hpp"

namespace {

using std::chrono::milliseconds;
using clock = server::lateness::clock;

TEST(Lateness, IsHowLongTheMarkWaits) {
  boost::asio::io_context context{1};
  server::lateness late(context);
  const auto began = clock::now();
  EXPECT_EQ(late.at_most(began), clock::duration::zero());
  late.look(began);
  EXPECT_EQ(late.at_most(began + milliseconds{70}), milliseconds{70}) << "it has not been found";
  late.look(began + milliseconds{80});
  EXPECT_EQ(late.at_most(began + milliseconds{80}), milliseconds{80}) << "there is one mark at a time";

  while (clock::now() - began < milliseconds{40}) {
  }
  context.run();
  const auto found = clock::now();
  EXPECT_GE(late.at_most(found), milliseconds{35});
  EXPECT_EQ(late.at_most(found + std::chrono::minutes{1}), clock::duration::zero()) << "it passes";
  late.look(found);
  EXPECT_GE(late.at_most(found + milliseconds{10}), milliseconds{45}) << "what came before the mark waited longer";
  context.restart();
  context.run();
  const auto later = found + std::chrono::hours{1};
  late.look(later);
  EXPECT_EQ(late.at_most(later), clock::duration::zero()) << "what came long before is forgotten";
  context.restart();
  context.run();
}

TEST(HighWater, IsOverOnceItHasFallenFar) {
  server::high_water water;
  const auto much = server::high_water::least;
  for (const auto& [now, over] : std::vector<std::pair<std::size_t, bool>>{{0, false},
                                                                           {much - 1, false},
                                                                           {0, false},
                                                                           {much, false},
                                                                           {much / 2, false},
                                                                           {much / 4 + 1, false},
                                                                           {much / 4, true},
                                                                           {much / 4, false},
                                                                           {0, false},
                                                                           {8 * much, false},
                                                                           {much, true},
                                                                           {much, false},
                                                                           {0, true}})
    EXPECT_EQ(water.has_fallen(now), over) << now;
}

TEST(Traffic, TellsOfAFloodEachTimeItHasDoubled) {
  std::ostringstream text;
  const auto before = spdlog::default_logger();
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(text)));
  server::traffic counts;
  for (int i = 0; i < 1000; ++i) {
    log_shed(counts, server::shed_cause::late);
    log_turned_away(counts);
    log_accept_failure(counts, "Too many open files");
  }
  log_shed(counts, server::shed_cause::memory);
  spdlog::set_default_logger(before);
  EXPECT_EQ(counts.shed_so_far(server::shed_cause::late), 1000U);
  EXPECT_EQ(counts.shed_so_far(server::shed_cause::memory), 1U);
  EXPECT_EQ(counts.turned_away, 1000U);
  EXPECT_EQ(counts.accept_failures, 1000U);
  const auto said = text.str();
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 3 * 10 + 1);
  EXPECT_NE(said.find("too much to do, requests refused (late): 512 so far"), said.npos) << said;
  EXPECT_NE(said.find("requests refused (memory): 1 so far"), said.npos);
  EXPECT_NE(said.find("connections turned away, too many open: 512 so far"), said.npos);
  EXPECT_NE(said.find("cannot accept connections: Too many open files: 512 times so far"), said.npos);
}

} // namespace
