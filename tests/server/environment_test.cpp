#include "server/environment.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <regex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace {

const std::regex version_4("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

TEST(Environment, MakesIdentifiersThatNeverRepeat) {
  std::set<std::string> all;
  std::mutex guard;
  std::vector<std::thread> makers;
  for (int i = 0; i < 4; ++i) {
    makers.emplace_back([&] {
      std::vector<std::string> made;
      for (int j = 0; j < 1000; ++j) made.push_back(server::new_uuid());
      const std::lock_guard lock(guard);
      all.insert(made.begin(), made.end());
    });
  }
  for (auto& one : makers) one.join();
  EXPECT_EQ(all.size(), 4000U);
  for (const auto& one : all) ASSERT_TRUE(std::regex_match(one, version_4)) << one;
}

TEST(Environment, CountsIdentifiersUpWhenAskedTo) {
  const auto next = server::counted_uuids();
  EXPECT_EQ(next(), "00000000-0000-4000-8000-000000000001");
  EXPECT_EQ(next(), "00000000-0000-4000-8000-000000000002");
  std::string last;
  for (int i = 0; i < 300; ++i) last = next();
  EXPECT_EQ(last, "00000000-0000-4000-8000-00000000012e");
  EXPECT_EQ(server::counted_uuids()(), "00000000-0000-4000-8000-000000000001");
}

TEST(Environment, SeesTheClockOnce) {
  const auto before = std::chrono::system_clock::now();
  const auto world = server::world_now();
  EXPECT_LE(world.now, before + std::chrono::seconds{5});
  EXPECT_GT(world.now, before - std::chrono::seconds{5});
  EXPECT_TRUE(std::regex_match(world.new_uuid(), version_4));
}

} // namespace
