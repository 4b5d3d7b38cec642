// Every file of every corpus through the function that fuzzing feeds, so that no target rots and nothing found returns.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "tests/fuzz/targets.hpp"

namespace {

const auto corpus = std::filesystem::path(VESICLE_SOURCE_DIR) / "tests/fuzz/corpus";

TEST(FuzzCorpus, IsReplayedThroughEveryTarget) {
  for (const auto& target : fuzz::targets) {
    std::size_t inputs = 0;
    for (const auto& entry : std::filesystem::directory_iterator(corpus / target.name)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      EXPECT_NO_THROW(target.feed(bytes)) << entry.path().filename();
      for (const std::size_t part : {2u, 3u, 7u}) // cut off, as a broken connection leaves it
        EXPECT_NO_THROW(target.feed(std::string_view(bytes).substr(0, bytes.size() / part))) << entry.path().filename();
      ++inputs;
    }
    EXPECT_GE(inputs, 3u) << target.name;
  }
}

TEST(FuzzCorpus, HasNoFolderWithoutATarget) {
  std::set<std::string> folders, names;
  for (const auto& entry : std::filesystem::directory_iterator(corpus))
    folders.insert(entry.path().filename().string());
  for (const auto& target : fuzz::targets) names.emplace(target.name);
  EXPECT_EQ(folders, names);
}

} // namespace
