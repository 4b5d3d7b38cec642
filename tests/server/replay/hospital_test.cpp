// The synthetic hospitals themselves: what the replay's tests rest on.
#include "tests/server/replay/hospital.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <zlib.h>

#include "tests/server/support/temporary_directory.hpp"

namespace hospital {
namespace {

struct export_read {
  std::vector<std::string> lines; // of all files, in the order of the files' names
  std::set<std::string> files;
};

export_read read(const std::filesystem::path& directory) {
  export_read found;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) found.files.insert(entry.path().filename());
  for (const auto& name : found.files) {
    const auto file = gzopen((directory / name).c_str(), "rb");
    std::vector<char> line(1U << 16U);
    while (gzgets(file, line.data(), static_cast<int>(line.size())) != nullptr) found.lines.emplace_back(line.data());
    gzclose(file);
  }
  return found;
}

export_read written(const wish& asked) {
  const server_tests::temporary_directory directory;
  write(asked, directory.path());
  return read(directory.path());
}

std::vector<std::string> sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(Hospital, ShuffledAndCompressedHoldsTheSameLines) {
  const auto plain = written({.patients = 40});
  const auto other = written({.patients = 40, .files = 3, .shuffled = true, .gzip = true});
  EXPECT_EQ(sorted(plain.lines), sorted(other.lines));
  EXPECT_NE(plain.lines, other.lines);
  EXPECT_EQ(plain.files.size(), 16U);
  EXPECT_EQ(other.files.size(), 24U);
  EXPECT_TRUE(other.files.contains("Observation.002.ndjson.gz"));
}

TEST(Hospital, FollowsFromTheSeed) {
  EXPECT_EQ(written({.seed = 5, .patients = 20}).lines, written({.seed = 5, .patients = 20}).lines);
  EXPECT_NE(written({.seed = 5, .patients = 20}).lines, written({.seed = 6, .patients = 20}).lines);
}

TEST(Hospital, TellsEveryHistoryAndNamesItsOrders) {
  const wish asked{.patients = 42};
  const auto told = truth_of(asked);
  EXPECT_EQ(told.histories.size(), history_count);
  EXPECT_EQ(told.patients_with_orders, 21U);
  const auto corrected =
      std::count_if(told.each.begin(), told.each.end(), [](const auto& one) { return one.dose_changed; });
  EXPECT_EQ(told.orders,
            24U + static_cast<std::size_t>(corrected)); // two failing ones and one on foscarnet are treated twice
  EXPECT_EQ(told.cards.at(cds::rule_id::treatment_failure).at(cds::indicator::warning), 2U);
  const auto lines = written(asked).lines;
  for (const auto& order : told.each) {
    const auto start = R"({"resourceType":"MedicationRequest","id":")" + order.id + "\"";
    EXPECT_EQ(std::count_if(lines.begin(), lines.end(), [&](const auto& line) { return line.starts_with(start); }), 1)
        << order.id;
  }
}

} // namespace
} // namespace hospital
