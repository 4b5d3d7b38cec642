// `vesicle feedback`, as those who look after the rules use it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/store/support/opened.hpp"
#include "tests/server/store/support/samples.hpp"
#include "tests/server/support/process.hpp"
#include "tests/server/support/temporary_directory.hpp"

namespace {

using server_tests::run;
using server_tests::temporary_directory;
using store_tests::accepted;
using store_tests::batch;
using store_tests::overridden;
using testing::HasSubstr;

const std::string program = VESICLE_PROGRAM;

/// One known accepted card, and an overridden one that nobody was shown.
struct kept_feedback {
  kept_feedback() : store(store_tests::open_store(data.path())) {
    store->record(store_tests::decision(1));
    store_tests::put(*store, batch({accepted(1), overridden(2)}));
  }
  server_tests::outcome ask(std::vector<std::string> words) const {
    words.insert(words.begin(), {program, "feedback"});
    words.insert(words.end(), {"--data", data.path().string()});
    return run(words);
  }

  temporary_directory data;
  std::unique_ptr<server::store> store; // open, as while the server runs
};

TEST(FeedbackCommand, ExportsEveryItemInTwoFormats) {
  const kept_feedback kept;
  const auto csv = kept.ask({"export"});
  EXPECT_EQ(csv.status, 0) << csv.err;
  EXPECT_TRUE(csv.out.starts_with(R"("rule","rule_version","card",)")) << csv.out;
  EXPECT_THAT(csv.out, HasSubstr("\r\n\"renal-dose\",\"1.0.0\",\"" + store_tests::uuid('c', 1) +
                                 R"(","yes","accepted","change-dosage",)"));
  EXPECT_THAT(csv.out, HasSubstr(R"("no","overridden","","expert-contradicts",)"));
  const auto json = kept.ask({"export", "--format", "ndjson", "--client", "ward"});
  EXPECT_EQ(json.status, 0) << json.err;
  EXPECT_EQ(std::count(json.out.begin(), json.out.end(), '\n'), 2);
  EXPECT_TRUE(json.out.starts_with(R"({"intervention":{"rule":"renal-dose",)")) << json.out;
}

TEST(FeedbackCommand, FiltersByDayTimeAndClient) {
  const kept_feedback kept;
  const auto head_alone = kept.ask({"export", "--client", "nobody"}).out;
  EXPECT_EQ(std::count(head_alone.begin(), head_alone.end(), '\n'), 1);
  for (const auto& [since, lines] : std::vector<std::pair<std::string, int>>{
           {"2026-01-05", 2}, {"2026-01-05T12:00:00Z", 2}, {"2026-01-05T12:00:01Z", 0}, {"2026-01-06", 0}}) {
    const auto rows = kept.ask({"export", "--format", "ndjson", "--since", since});
    EXPECT_EQ(rows.status, 0) << rows.err;
    EXPECT_EQ(std::count(rows.out.begin(), rows.out.end(), '\n'), lines) << since;
  }
}

TEST(FeedbackCommand, SumsUpEachRule) {
  const kept_feedback kept;
  const auto text = kept.ask({"summary"});
  EXPECT_EQ(text.status, 0) << text.err;
  EXPECT_EQ(text.out, "rule                        issued  accepted  overridden\n"
                      "renal-dose                       1         1           0\n"
                      "feedback about unknown cards: 1\n");
  EXPECT_EQ(kept.ask({"summary", "--json", "--since", "2026-01-05"}).out,
            R"({"rules":[{"rule":"renal-dose","issued":1,"accepted":1,"overridden":0}],"unknown":1})"
            "\n");
}

TEST(FeedbackCommand, RefusesWishesThatMakeNoSense) {
  const temporary_directory data;
  const std::string where = data.path().string();
  const struct {
    std::vector<std::string> words;
    int status;
    std::string says;
  } table[] = {
      {{"feedback"}, 2, "A subcommand is required"},
      {{"feedback", "export"}, 2, "give one of --data DIRECTORY, --database URL, --config FILE"},
      {{"feedback", "export", "--data", where, "--format", "xml"}, 2, "--format `xml` is neither `csv` nor `ndjson`"},
      {{"feedback", "summary", "--data", where, "--since", "monday"}, 2, "--since `monday` is neither a day such as"},
      {{"feedback", "export", "--data", where}, 1, "cannot be read: `" + where + "/vesicle.db` cannot be opened"},
      {{"feedback", "summary", "--data", where}, 1, "cannot be read: `" + where + "/vesicle.db` cannot be opened"},
  };
  for (const auto& row : table) {
    auto words = row.words;
    words.insert(words.begin(), program);
    const auto result = run(words);
    EXPECT_EQ(result.status, row.status) << row.says;
    EXPECT_EQ(result.out, "") << row.says;
    EXPECT_THAT(result.err, HasSubstr(row.says));
  }
}

} // namespace
