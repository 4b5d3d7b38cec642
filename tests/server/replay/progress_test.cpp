// What whoever waits is told.
#include <gtest/gtest.h>

#include "server/replay/progress.hpp"

namespace {

using namespace server;
using namespace std::chrono_literals;

TEST(ReplayProgress, TellsShareRateAndTimeLeft) {
  const stage reading{"reading", "B", 10'000'000'000, 10s};
  EXPECT_EQ(progress_text(reading, 2'500'000'000, 0), "reading 25 %, 2.5 GB of 10.0 GB, 250.0 MB/s, 30 s left");
  EXPECT_EQ(progress_text(reading, 2'500'000'000, 8),
            "reading [##......] 25 %, 2.5 GB of 10.0 GB, 250.0 MB/s, 30 s left");
  EXPECT_EQ(progress_text({"reading", "B", 10'000'000'000, 100s}, 1'000'000'000, 0),
            "reading 10 %, 1.0 GB of 10.0 GB, 10.0 MB/s, 15 min 00 s left");
  EXPECT_EQ(progress_text({"reading", "B", 10'000'000'000, 1000s}, 500'000'000, 0),
            "reading 5 %, 500.0 MB of 10.0 GB, 500.0 kB/s, 5 h 16 min left");
  EXPECT_EQ(progress_text({"evaluating", "parts", 16, 2s}, 4, 0),
            "evaluating 25 %, 4 parts of 16 parts, 2 parts/s, 6 s left");
}

TEST(ReplayProgress, NeverTellsMoreThanTheWhole) {
  EXPECT_EQ(progress_text({"reading", "B", 1000, 1s}, 2000, 4),
            "reading [####] 100 %, 1.0 kB of 1.0 kB, 1.0 kB/s, 0 s left");
  EXPECT_EQ(progress_text({"reading", "B", 0, 0s}, 0, 0), "reading 100 %, 0.0 kB of 0.0 kB");
  EXPECT_EQ(progress_text({"reading", "B", 1000, 1s}, 999, 0), "reading 99 %, 1.0 kB of 1.0 kB, 1.0 kB/s, 0 s left");
}

} // namespace
