// Every requirement names the test that proves it, and that test exists.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace {

const auto tests = std::filesystem::path(VESICLE_SOURCE_DIR) / "tests";

/// `Suite.Name` of every TEST, TEST_F and TEST_P under tests/.
std::set<std::string> written_tests() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(tests)) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      auto open = line.find('(');
      auto comma = line.find(", ", open);
      auto close = line.find(')', comma);
      if (!line.starts_with("TEST") || close == std::string::npos) continue;
      names.insert(line.substr(open + 1, comma - open - 1) + "." + line.substr(comma + 2, close - comma - 2));
    }
  }
  return names;
}

TEST(Requirements, EachNamesATestThatExists) {
  auto written = written_tests();
  ASSERT_TRUE(written.contains("Requirements.EachNamesATestThatExists"));
  std::ifstream file(tests / "conformance" / "requirements.csv");
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  ASSERT_EQ(line, "id,strength,about,requirement,test");
  std::set<std::string> ids;
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    std::string id, strength, about, requirement, test, more;
    std::getline(cells, id, ',');
    std::getline(cells, strength, ',');
    std::getline(cells, about, ',');
    std::getline(cells, requirement, ',');
    EXPECT_TRUE(std::getline(cells, test, ',')) << line;
    EXPECT_FALSE(std::getline(cells, more)) << "a requirement may not hold a comma: " << line;
    EXPECT_TRUE(ids.insert(id).second) << "twice: " << id;
    EXPECT_TRUE(strength == "SHALL" || strength == "SHOULD" || strength == "house") << line;
    EXPECT_FALSE(about.empty() || requirement.empty()) << line;
    EXPECT_TRUE(written.contains(test)) << id << " names no test: " << test;
  }
  EXPECT_GE(ids.size(), 50u);
}

} // namespace
