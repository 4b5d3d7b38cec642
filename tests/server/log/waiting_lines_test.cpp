// What waits is bounded: the older half goes first, and is counted.
#include <gtest/gtest.h>

#include <string>

#include "server/log/waiting_lines.hpp"

namespace {

void add(server::waiting_lines& to, const std::string& line) {
  to.room() += line + "\n";
  to.added();
}

TEST(WaitingLines, AreTakenInTheirOrder) {
  server::waiting_lines waiting(4);
  EXPECT_TRUE(waiting.empty());
  for (const auto* line : {"one", "two", "three"}) add(waiting, line);
  EXPECT_EQ(waiting.lines(), 3U);
  EXPECT_EQ(waiting.take(), "one\ntwo\nthree\n");
  EXPECT_TRUE(waiting.empty());
  EXPECT_EQ(waiting.take(), "");
  EXPECT_EQ(waiting.dropped(), 0U);
}

TEST(WaitingLines, OfWhichTooManyComeLoseTheOlderHalf) {
  server::waiting_lines waiting(4);
  for (const auto* line : {"1", "2", "", "4", "5"}) add(waiting, line);
  EXPECT_EQ(waiting.dropped(), 2U);
  EXPECT_EQ(waiting.lines(), 3U);
  for (const auto* line : {"6", "7"}) add(waiting, line);
  EXPECT_EQ(waiting.dropped(), 4U);
  EXPECT_EQ(waiting.take(), "5\n6\n7\n");
}

TEST(WaitingLines, OneAtATimeIsTheNewest) {
  server::waiting_lines waiting(1);
  for (const auto* line : {"1", "2", "3"}) add(waiting, line);
  EXPECT_EQ(waiting.dropped(), 2U);
  EXPECT_EQ(waiting.take(), "3\n");
}

} // namespace
