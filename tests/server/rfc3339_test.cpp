#include "server/rfc3339.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

TEST(Rfc3339, ReadsPointsInTime) {
  for (const auto& [text, seconds] : std::vector<std::pair<const char*, long>>{
           {"1970-01-01T00:00:00Z", 0},
           {"2026-01-05T10:00:00Z", 1767607200},
           {"2026-01-05t10:00:00z", 1767607200},
           {"2026-01-05 10:00:00Z", 1767607200},
           {"2026-01-05T10:00:00.999Z", 1767607200},
           {"2026-01-05T12:00:00+02:00", 1767607200},
           {"2026-01-05T04:30:00-05:30", 1767607200},
           {"2026-01-05T10:00:00-00:00", 1767607200},
           {"2024-02-29T23:59:59Z", 1709251199},
           {"1969-12-31T23:59:59Z", -1},
       }) {
    const auto read = server::read_rfc3339(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->time_since_epoch().count(), seconds) << text;
  }
}

TEST(Rfc3339, RefusesWhatIsNotOne) {
  for (const auto* text : {"",
                           "now",
                           "2026-01-05",
                           "2026-01-05T10:00Z",
                           "2026-01-05T10:00:00",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-01-32T00:00:00Z",
                           "2026-01-05T24:00:00Z",
                           "2026-01-05T10:60:00Z",
                           "2026-01-05T10:00:60Z",
                           "2026-01-05T10:00:00.Z",
                           "2026-01-05T10:00:00+0200",
                           "2026-01-05T10:00:00+24:00",
                           "2026-01-05T10:00:00Zx",
                           " 2026-01-05T10:00:00Z",
                           "2026-1-5T10:00:00Z",
                           "+026-01-05T10:00:00Z",
                           "2026-01-05T-1:00:00Z"})
    EXPECT_FALSE(server::read_rfc3339(text)) << text;
}

} // namespace
