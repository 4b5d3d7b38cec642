#include "server/outbound/breaker.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using server::breaker;
using std::chrono::milliseconds;

const breaker::time_point start{std::chrono::hours(1)};
breaker::time_point at(int ms) { return start + milliseconds(ms); }

/// `ok`, `fail` and `void`: one request that is admitted and ends so. `no`: one that is not admitted.
struct step {
  int ms;
  std::string what;
};
struct row {
  const char* name;
  std::vector<step> steps;
};

void run(const row& of) {
  breaker judge;
  for (const auto& [ms, what] : of.steps) {
    const auto pass = judge.admit(at(ms));
    ASSERT_EQ(pass.has_value(), what != "no") << of.name << " at " << ms;
    if (!pass) continue;
    const auto end = what == "ok"     ? breaker::end::answered
                     : what == "fail" ? breaker::end::failed
                                      : breaker::end::undecided;
    judge.report(*pass, end, at(ms));
  }
}

const std::vector<row> rows{
    {"answers keep it closed", {{0, "ok"}, {1, "ok"}, {2, "ok"}, {3, "ok"}, {4, "ok"}, {5, "ok"}, {6, "ok"}}},
    {"four failures do not open it", {{0, "fail"}, {1, "fail"}, {2, "fail"}, {3, "fail"}, {4, "ok"}}},
    {"five do", {{0, "fail"}, {1, "fail"}, {2, "fail"}, {3, "fail"}, {4, "fail"}, {4, "no"}, {5, "no"}}},
    {"answers between them change nothing",
     {{0, "fail"}, {1, "ok"}, {2, "fail"}, {3, "ok"}, {4, "fail"}, {5, "fail"}, {6, "ok"}, {7, "fail"}, {8, "no"}}},
    {"undecided ends do not count", {{0, "void"}, {1, "void"}, {2, "void"}, {3, "void"}, {4, "void"}, {5, "ok"}}},
    {"five within just ten seconds",
     {{0, "fail"}, {1, "fail"}, {2, "fail"}, {3, "fail"}, {10'000, "fail"}, {10'000, "no"}}},
    {"five within a little more",
     {{0, "fail"}, {1, "fail"}, {2, "fail"}, {3, "fail"}, {10'001, "fail"}, {10'001, "fail"}, {10'001, "no"}}},
    {"open for five seconds, then one may ask",
     {{0, "fail"}, {0, "fail"}, {0, "fail"}, {0, "fail"}, {0, "fail"}, {4'999, "no"}, {5'000, "ok"}, {5'000, "ok"}}},
    {"a failed probe opens it for five more",
     {{0, "fail"}, {0, "fail"}, {0, "fail"}, {0, "fail"}, {0, "fail"}, {5'000, "fail"}, {9'999, "no"}, {10'000, "ok"}}},
    {"an undecided probe is followed by another",
     {{0, "fail"}, {0, "fail"}, {0, "fail"}, {0, "fail"}, {0, "fail"}, {5'000, "void"}, {5'000, "ok"}, {5'001, "ok"}}},
    {"closed again, it counts from nothing",
     {{0, "fail"},
      {0, "fail"},
      {0, "fail"},
      {0, "fail"},
      {0, "fail"},
      {5'000, "ok"},
      {5'001, "fail"},
      {5'001, "fail"},
      {5'001, "fail"},
      {5'001, "fail"},
      {5'002, "fail"},
      {5'003, "no"}}},
};

TEST(Breaker, OpensAndClosesAsTheTableSays) {
  for (const auto& one : rows) run(one);
}

TEST(Breaker, LetsOneProbeOutAtATime) {
  breaker judge;
  for (int i = 0; i < 5; ++i) judge.report(*judge.admit(at(0)), breaker::end::failed, at(0));
  const auto probe = judge.admit(at(6'000));
  ASSERT_TRUE(probe);
  EXPECT_FALSE(judge.admit(at(6'000)));
  EXPECT_FALSE(judge.admit(at(60'000)));
  judge.report(*probe, breaker::end::answered, at(60'000));
  EXPECT_TRUE(judge.admit(at(60'000)));
}

TEST(Breaker, DoesNotListenToThoseAdmittedBeforeItOpened) {
  breaker judge;
  std::vector<breaker::pass> early;
  for (int i = 0; i < 12; ++i) early.push_back(*judge.admit(at(0)));
  for (std::size_t i = 0; i < 5; ++i) judge.report(early[i], breaker::end::failed, at(1));
  judge.report(early[5], breaker::end::answered, at(2)); // does not close it
  EXPECT_FALSE(judge.admit(at(3)));
  const auto probe = judge.admit(at(5'001));
  ASSERT_TRUE(probe);
  judge.report(early[6], breaker::end::answered, at(5'002)); // is not the probe
  EXPECT_FALSE(judge.admit(at(5'003)));
  judge.report(*probe, breaker::end::answered, at(5'004));
  for (std::size_t i = 7; i < 12; ++i) judge.report(early[i], breaker::end::failed, at(5'005));
  EXPECT_TRUE(judge.admit(at(5'006)));
}

TEST(Breaker, IsCountedWhileItIsNotClosed) {
  std::atomic<std::size_t> broken{0};
  {
    breaker judge({}, &broken), other({}, &broken);
    const auto fail = [](breaker& one, int times, int ms) {
      for (int i = 0; i < times; ++i) one.report(*one.admit(at(ms)), breaker::end::failed, at(ms));
    };
    fail(judge, 4, 0);
    EXPECT_EQ(broken, 0u);
    fail(judge, 1, 0);
    fail(other, 5, 0);
    EXPECT_EQ(broken, 2u);
    fail(judge, 1, 5'000); // the probe
    EXPECT_EQ(broken, 2u);
    judge.report(*judge.admit(at(10'000)), breaker::end::answered, at(10'000));
    EXPECT_EQ(broken, 1u);
  }
  EXPECT_EQ(broken, 0u); // nobody is left to count
}

TEST(Breaker, IsQuietWhenNothingIsLeftToRemember) {
  breaker judge;
  EXPECT_TRUE(judge.quiet(at(0)));
  judge.report(*judge.admit(at(0)), breaker::end::failed, at(0));
  EXPECT_FALSE(judge.quiet(at(10'000)));
  EXPECT_TRUE(judge.quiet(at(10'001)));
  for (int i = 0; i < 5; ++i) judge.report(*judge.admit(at(20'000)), breaker::end::failed, at(20'000));
  EXPECT_FALSE(judge.quiet(at(90'000)));
}

} // namespace
