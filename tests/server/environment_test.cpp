#include "server/environment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

/// `x` stands for a lower-case hexadecimal digit, `y` for one of 8, 9, a, b.
bool is_version_7(const std::string& text) {
  static const std::string shape = "xxxxxxxx-xxxx-7xxx-yxxx-xxxxxxxxxxxx";
  return std::equal(text.begin(), text.end(), shape.begin(), shape.end(), [](char c, char wanted) {
    if (wanted == 'x') return std::string_view("0123456789abcdef").find(c) != std::string_view::npos;
    if (wanted == 'y') return std::string_view("89ab").find(c) != std::string_view::npos;
    return c == wanted;
  });
}

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
  for (const auto& one : all) ASSERT_TRUE(is_version_7(one)) << one;
}

/// The time in the first twelve digits, in milliseconds.
std::uint64_t time_in(const std::string& made) {
  return std::stoull(made.substr(0, 8) + made.substr(9, 4), nullptr, 16);
}

TEST(Environment, OrdersIdentifiersByTheTimeTheyWereMade) {
  const auto now = [] {
    return static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch() /
                                      std::chrono::milliseconds{1});
  };
  const auto before = now();
  const auto first = server::new_uuid();
  while (now() == time_in(first)) {
  }
  const auto second = server::new_uuid();
  EXPECT_GE(time_in(first), before);
  EXPECT_LE(time_in(second), now());
  EXPECT_LT(first, second);
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
  EXPECT_TRUE(is_version_7(world.new_uuid()));
}

} // namespace
