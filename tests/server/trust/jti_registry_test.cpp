#include "server/trust/jti_registry.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <thread>

namespace {

using hooks::claimed;
using server::jti_registry;
using std::chrono::seconds;
using instant = std::chrono::sys_seconds;

constexpr instant start{seconds{1'770'000'000}};

claimed put(jti_registry& registry, const std::string& issuer, const std::string& jti, long until, long now = 0) {
  return registry.claim({issuer, jti, start + seconds{until}}, start + seconds{now});
}

TEST(JtiRegistry, TakesEachTokenOnceUntilItsTimeIsOver) {
  jti_registry registry;
  EXPECT_EQ(put(registry, "a", "1", 100), claimed::fresh);
  EXPECT_EQ(put(registry, "a", "1", 100), claimed::seen);
  EXPECT_EQ(put(registry, "a", "1", 500), claimed::seen) << "another token of that jti";
  EXPECT_EQ(put(registry, "b", "1", 100), claimed::fresh) << "each issuer counts for itself";
  EXPECT_EQ(put(registry, "a", "2", 100), claimed::fresh);
  EXPECT_EQ(put(registry, "a", "1", 200, 99), claimed::seen);
  EXPECT_EQ(put(registry, "a", "1", 200, 119), claimed::seen) << "to the end of the minute";
  EXPECT_EQ(put(registry, "a", "1", 200, 120), claimed::fresh);
  EXPECT_EQ(put(registry, "a", "1", 300, 239), claimed::seen);
}

TEST(JtiRegistry, CannotBeFooledByWhereANameEnds) {
  jti_registry registry;
  EXPECT_EQ(put(registry, "ab", "c", 100), claimed::fresh);
  EXPECT_EQ(put(registry, "a", "bc", 100), claimed::fresh);
  EXPECT_EQ(put(registry, "a", std::string("b\0c", 3), 100), claimed::fresh);
  EXPECT_EQ(put(registry, std::string("a\0b", 3), "c", 100), claimed::fresh);
  EXPECT_EQ(put(registry, "1:a", "b", 100), claimed::fresh);
  EXPECT_EQ(put(registry, "", "1:ab", 100), claimed::fresh);
}

TEST(JtiRegistry, IsFullForAnIssuerBeforeItIsFullForAll) {
  jti_registry registry({.tokens = 500, .of_one_issuer = 100});
  for (int i = 0; i < 100; ++i) ASSERT_EQ(put(registry, "greedy", std::to_string(i), 100), claimed::fresh);
  EXPECT_EQ(put(registry, "greedy", "more", 100), claimed::full);
  EXPECT_EQ(put(registry, "greedy", "0", 100), claimed::seen) << "a replay is told as one even then";
  for (const char* issuer : {"a", "b", "c", "d"})
    for (int i = 0; i < 100; ++i) ASSERT_EQ(put(registry, issuer, std::to_string(i), 300), claimed::fresh);
  EXPECT_EQ(registry.size(), 500U);
  EXPECT_EQ(put(registry, "e", "1", 100), claimed::full);
  EXPECT_EQ(put(registry, "e", "1", 400, 180), claimed::fresh) << "the first ones have ended";
  EXPECT_LT(registry.size(), 500U);
  EXPECT_EQ(put(registry, "greedy", "0", 400, 180), claimed::fresh);
}

TEST(JtiRegistry, ForgetsWhatHasEnded) {
  jti_registry registry;
  for (long minute = 0; minute < 100; ++minute)
    for (int i = 0; i < 200; ++i)
      ASSERT_EQ(put(registry, "a", std::to_string(minute) + "-" + std::to_string(i), 60 * minute + 360, 60 * minute),
                claimed::fresh);
  EXPECT_LE(registry.size(), 200U * 9) << "tokens of 6 minutes, and at most two more until their minute is dropped";
}

TEST(DigestSet, HoldsWhatWasPutAlsoWhereDigestsMeet) {
  server::digest_set set;
  EXPECT_FALSE(set.holds({1, 1}));
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    const server::digest one{i % 7, i}; // seven places for all of them
    EXPECT_FALSE(set.holds(one)) << i;
    set.put(one);
    EXPECT_EQ(set.size(), i);
  }
  for (std::uint64_t i = 1; i <= 1000; ++i) EXPECT_TRUE(set.holds({i % 7, i})) << i;
  EXPECT_FALSE(set.holds({1, 2000}));
}

TEST(JtiRegistry, LetsExactlyOneOfManyThreadsHaveAToken) {
  jti_registry registry;
  constexpr int threads = 64;
  constexpr int tokens = 200;
  std::vector<std::atomic<int>> fresh(tokens);
  std::latch together(threads);
  std::vector<std::thread> all;
  for (int t = 0; t < threads; ++t)
    all.emplace_back([&] {
      together.arrive_and_wait();
      for (int i = 0; i < tokens; ++i)
        if (put(registry, "a", std::to_string(i), 100) == claimed::fresh) ++fresh[static_cast<std::size_t>(i)];
    });
  for (auto& one : all) one.join();
  for (int i = 0; i < tokens; ++i) EXPECT_EQ(fresh[static_cast<std::size_t>(i)], 1) << i;
  EXPECT_EQ(registry.size(), static_cast<std::size_t>(tokens));
}

TEST(JtiRegistry, NeverPassesItsLimitUnderLoad) {
  jti_registry registry({.tokens = 1000, .of_one_issuer = 300});
  std::latch together(16);
  std::atomic<int> fresh{0};
  std::vector<std::thread> all;
  for (int t = 0; t < 16; ++t)
    all.emplace_back([&, t] {
      together.arrive_and_wait();
      for (int i = 0; i < 500; ++i)
        if (put(registry, "issuer-" + std::to_string(t % 4), std::to_string(t * 1000 + i), 100) == claimed::fresh)
          ++fresh;
    });
  for (auto& one : all) one.join();
  EXPECT_LE(fresh, 1000);
  EXPECT_GE(fresh, 900);
  EXPECT_EQ(registry.size(), static_cast<std::size_t>(fresh.load()));
}

} // namespace
