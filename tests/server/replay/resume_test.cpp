// A run that was stopped is gone on with, and comes to the same bytes.
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/server/replay/hospital.hpp"
#include "tests/server/replay/support/replaying.hpp"

namespace {

using namespace server;
using replaying::place;
namespace fs = std::filesystem;

class ReplayResume : public testing::Test {
 protected:
  ReplayResume() {
    fs::create_directories(input);
    hospital::write({.seed = 6, .patients = 64}, input);
    EXPECT_TRUE(replaying::run(input, where / "whole"));
    expected = replaying::text_of(where / "whole");
  }

  /// Stops a run when everything is evaluated: there is no place for its result.
  run_wish stopped() const {
    run_wish wish{.input = input, .out = where / "later" / "out", .work = where / "work"};
    progress quiet(true);
    EXPECT_THROW((void)run_replay(wish, replaying::known(), nullptr, quiet), std::runtime_error);
    fs::create_directories(where / "later");
    wish.resume = true;
    return wish;
  }
  static std::string error_of(const run_wish& wish) {
    progress quiet(true);
    const auto ran = run_replay(wish, replaying::known(), nullptr, quiet);
    return ran ? std::string{} : ran.error();
  }

  place where;
  fs::path input = where / "export";
  std::string expected;
};

TEST_F(ReplayResume, FinishedPartsAreKeptAndTheOthersMade) {
  const auto wish = stopped();
  std::size_t removed = 0;
  for (const char* part : {"orders-1", "orders-4", "orders-9"}) removed += fs::remove(wish.work / part) ? 1u : 0u;
  EXPECT_EQ(removed, 3u);
  EXPECT_EQ(error_of(wish), "");
  EXPECT_EQ(replaying::text_of(wish.out), expected);
  EXPECT_FALSE(fs::exists(wish.work));
}

TEST_F(ReplayResume, WhatIsFinishedIsNotEvaluatedAgain) {
  const auto wish = stopped();
  fs::path marked;
  for (const auto& entry : fs::directory_iterator(wish.work))
    if (replaying::text_of(entry.path()).find("Practitioner/") != std::string::npos) marked = entry.path();
  ASSERT_FALSE(marked.empty());
  auto text = replaying::text_of(marked);
  text.replace(text.find("Practitioner/"), 13, "Marked-place/");
  std::ofstream(marked, std::ios::binary) << text;
  EXPECT_EQ(error_of(wish), "");
  EXPECT_NE(replaying::text_of(wish.out).find("Marked-place/"), std::string::npos);
}

TEST_F(ReplayResume, WithoutItARunBeginsAnew) {
  auto wish = stopped();
  wish.resume = false;
  for (const auto& entry : fs::directory_iterator(wish.work)) std::ofstream(entry.path()) << "damaged";
  EXPECT_EQ(error_of(wish), "");
  EXPECT_EQ(replaying::text_of(wish.out), expected);
}

TEST_F(ReplayResume, OtherInputIsAnotherRun) {
  const auto wish = stopped();
  std::ofstream(input / "Condition.000.ndjson", std::ios::app) << "\n";
  EXPECT_NE(error_of(wish).find("is of another run"), std::string::npos);
  EXPECT_FALSE(fs::exists(wish.out));
}

/// Wherever the kill comes, there is no result or a whole one, and the run that follows makes it.
TEST_F(ReplayResume, KilledAnywhereItComesToTheSame) {
  for (int part = 0; part < 16; part += 5) {
    run_wish wish{.input = input, .out = where / ("out-" + std::to_string(part)), .work = where / "killed"};
    const auto awaited = wish.work / ("orders-" + std::to_string(part));
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) ::_exit(error_of(wish).empty() ? 0 : 1);
    while (!fs::exists(awaited) && ::waitpid(child, nullptr, WNOHANG) == 0) ::sched_yield();
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(!fs::exists(wish.out) || replaying::text_of(wish.out) == expected) << part;
    wish.resume = true;
    EXPECT_EQ(error_of(wish), "");
    EXPECT_EQ(replaying::text_of(wish.out), expected) << part;
    EXPECT_FALSE(fs::exists(wish.work));
  }
}

} // namespace
