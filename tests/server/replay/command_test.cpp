// `vesicle replay` as its user starts it: what it prints, leaves behind and ends with.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tests/server/replay/hospital.hpp"
#include "tests/server/replay/support/replaying.hpp"
#include "tests/server/support/process.hpp"

namespace {

namespace fs = std::filesystem;
using server_tests::outcome;

class ReplayCommand : public testing::Test {
 protected:
  ReplayCommand() {
    fs::create_directories(input);
    hospital::write({.seed = 8, .patients = 24, .files = 1}, input);
  }
  outcome replay(std::vector<std::string> more) const {
    more.insert(more.begin(), {VESICLE_PROGRAM, "replay"});
    return server_tests::run(more);
  }
  /// All that stands in the directory, by name.
  static std::string content_of(const fs::path& directory) {
    std::vector<fs::path> files(fs::directory_iterator(directory), {});
    std::sort(files.begin(), files.end());
    std::string text;
    for (const auto& file : files) text += file.filename().string() + "\n" + replaying::text_of(file);
    return text;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(where.path())) all.push_back(entry.path().filename());
    std::sort(all.begin(), all.end());
    return all;
  }

  replaying::place where;
  fs::path input = where / "export";
  std::string report = where / "report";
};

TEST_F(ReplayCommand, LeavesAReportAndNothingElse) {
  const auto ended = replay({input, "--out", report + "/"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, "");
  EXPECT_NE(ended.err.find("orders of"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("vesicle: reading charts 100 %"), std::string::npos) << ended.err;
  EXPECT_EQ(ended.err.find('\r'), std::string::npos) << "a bar is for terminals";
  EXPECT_TRUE(fs::exists(fs::path(report) / "index.html"));
  EXPECT_EQ(names(), (std::vector<std::string>{"export", "report"}));
}

TEST_F(ReplayCommand, ShardsMakeTheSameReport) {
  ASSERT_EQ(replay({input, "--out", report}).status, 0);
  std::vector<std::string> merge = {"merge"};
  for (const char* shard : {"3/3", "1/3", "2/3"}) {
    merge.push_back(where / (std::string("shard-") + shard[0]));
    const auto ended = replay({input, "--shard", shard, "--out", merge.back(), "--threads", "1"});
    ASSERT_EQ(ended.status, 0) << ended.err;
  }
  const auto together = (where / "together").string();
  merge.insert(merge.end(), {"--out", together});
  const auto ended = replay(merge);
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(content_of(together), content_of(report));
  merge.erase(merge.begin() + 1);
  merge.back() = where / "not-whole";
  const auto missing = replay(merge);
  EXPECT_EQ(missing.status, 1);
  EXPECT_EQ(missing.err, "vesicle: shard 3 of 3 is missing\n");
  EXPECT_FALSE(fs::exists(where / "not-whole"));
}

TEST_F(ReplayCommand, SaysWhatIsBrokenOrMissing) {
  fs::remove(input / "AllergyIntolerance.000.ndjson");
  std::ofstream(input / "Condition.000.ndjson", std::ios::app) << "secret\n";
  const auto ended = replay({input, "--out", report});
  EXPECT_EQ(ended.status, 0);
  EXPECT_NE(ended.err.find("vesicle: no file of AllergyIntolerance: not or not wholly evaluated: resistant-virus\n"),
            std::string::npos)
      << ended.err;
  EXPECT_NE(ended.err.find("vesicle: Condition.000.ndjson:"), std::string::npos);
  EXPECT_EQ(ended.err.find("secret"), std::string::npos);
  const auto stopped = replay({input, "--out", report + "2", "--max-errors", "0"});
  EXPECT_EQ(stopped.status, 1);
  EXPECT_FALSE(fs::exists(report + "2"));
}

TEST_F(ReplayCommand, RefusesWhatMakesNoSense) {
  EXPECT_EQ(replay({input}).status, 2);
  EXPECT_EQ(replay({"--out", report}).status, 2);
  EXPECT_EQ(replay({input, "--out", report, "--threads", "0"}).status, 2);
  EXPECT_EQ(replay({"merge", "--out", report}).status, 2);
  for (const char* shard : {"0/2", "3/2", "2", "1/", "/2", "a/b", "1/2/3", "-1/2"}) {
    const auto ended = replay({input, "--out", report, "--shard", shard});
    EXPECT_EQ(ended.status, 2) << shard;
    EXPECT_EQ(ended.err, std::string("vesicle: --shard `") + shard + "` is not such as `2/8`\n");
  }
  EXPECT_EQ(replay({input, "--out", report, "--overlay", where / "nowhere"}).status, 2);
  EXPECT_EQ(replay({where / "nowhere", "--out", report}).status, 1);
  EXPECT_EQ(names(), std::vector<std::string>{"export"});
}

} // namespace
