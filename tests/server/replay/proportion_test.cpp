#include "server/replay/proportion.hpp"

#include <gtest/gtest.h>

namespace server {
namespace {

// From the formula in exact fractions; the first rows are in every textbook's table.
TEST(Proportion, WilsonsInterval) {
  struct row {
    std::uint64_t of, among;
    double lower, upper;
  };
  const row rows[] = {{0, 0, 0, 1},
                      {0, 10, 0, 0.2775},
                      {1, 10, 0.0179, 0.4042},
                      {5, 10, 0.2366, 0.7634},
                      {10, 10, 0.7225, 1},
                      {0, 1, 0, 0.7935},
                      {1, 1, 0.2065, 1},
                      {81, 263, 0.2553, 0.3662},
                      {15, 148, 0.0624, 0.1605},
                      {0, 20, 0, 0.1611},
                      {1, 29, 0.0061, 0.1718},
                      {29, 29, 0.8830, 1},
                      {12, 10, 0.7225, 1}};
  for (const auto& [of, among, lower, upper] : rows) {
    const auto found = wilson(of, among);
    EXPECT_NEAR(found.lower, lower, 0.00005) << of << " of " << among;
    EXPECT_NEAR(found.upper, upper, 0.00005) << of << " of " << among;
  }
}

TEST(Proportion, HoldsTheShareAndStaysWithinTheRange) {
  for (std::uint64_t among = 1; among < 60; ++among)
    for (std::uint64_t of = 0; of <= among; ++of) {
      const auto [lower, upper] = wilson(of, among);
      const auto share = static_cast<double>(of) / static_cast<double>(among);
      EXPECT_TRUE(0 <= lower && lower <= share && share <= upper && upper <= 1) << of << " of " << among;
    }
}

} // namespace
} // namespace server
