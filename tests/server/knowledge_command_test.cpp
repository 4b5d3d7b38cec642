// `vesicle knowledge` and --overlay, as a pharmacist uses them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/server/support/certificate.hpp"
#include "tests/server/support/process.hpp"

namespace {

using server_tests::run;
using server_tests::temporary_directory;
using testing::HasSubstr;

const std::string program = VESICLE_PROGRAM;
const std::string built_in = VESICLE_SOURCE_DIR "/cds/knowledge";
const std::string sound = "[failure.escalate_day]\nvalue = 9\nreason = \"our board\"\n";

TEST(KnowledgeCommand, ListsRulesWithModeAndVersion) {
  const auto text = run({program, "knowledge", "list"});
  EXPECT_EQ(text.status, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("not signed off by a clinician"));
  EXPECT_THAT(text.out, testing::ContainsRegex("treatment-failure +on +1\\.0\\.0 +S1, S2"));
  const auto json = run({program, "knowledge", "list", "--json"});
  EXPECT_EQ(json.status, 0);
  EXPECT_THAT(json.out, testing::ContainsRegex("\"hash\":\"[0-9a-f]+\""));
  EXPECT_THAT(json.out, HasSubstr(R"("rule":"not-checked")"));
}

TEST(KnowledgeCommand, ShowsARuleWithLimitsTablesTextsAndAttributes) {
  const auto text = run({program, "knowledge", "show", "foscarnet-dose"});
  EXPECT_EQ(text.status, 0) << text.err;
  for (const char* part : {"fires", "citation", "funding", "race", "foscarnet.creatinine_hours", "72 hours",
                           "from 0.4 up to 0.5 mL/min/kg", "why_row", "[foscarnet-", "expert-contradicts"})
    EXPECT_THAT(text.out, HasSubstr(part));
  const auto json = run({program, "knowledge", "show", "foscarnet-dose", "--json"});
  EXPECT_THAT(json.out, HasSubstr(R"("name":"foscarnet.creatinine_hours","value":72,"unit":"hours")"));
  const auto unknown = run({program, "knowledge", "show", "foscarnet"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no rule `foscarnet`"));
}

TEST(KnowledgeCommand, ChecksAnOverlayAndAWholeSet) {
  const temporary_directory directory;
  const auto whole = run({program, "knowledge", "check", built_in});
  EXPECT_EQ(whole.out, "ok: a whole set without fault\n");
  EXPECT_EQ(whole.status, 0);
  const auto file = directory.write("thresholds.toml", sound).string();
  const auto overlay = run({program, "knowledge", "check", directory.path().string()});
  EXPECT_EQ(overlay.out, "ok: a sound overlay without fault\n");
  EXPECT_EQ(overlay.status, 0);
  directory.write("thresholds.toml", "[failure.escalate_day]\nvalue = -9\nreason = \"r\"\n");
  const auto faulty = run({program, "knowledge", "check", directory.path().string()});
  EXPECT_EQ(faulty.status, 1);
  EXPECT_EQ(faulty.out, file + ":2:9: `value` must be above 0\n");
  const auto json = run({program, "knowledge", "check", "--json", directory.path().string()});
  EXPECT_EQ(json.status, 1);
  EXPECT_THAT(json.out, HasSubstr(R"("kind":"overlay","ok":false,"faults":[{"file":")"));
}

TEST(KnowledgeCommand, TellsWhatAnOverlayChanges) {
  const temporary_directory directory;
  directory.write("thresholds.toml", sound);
  const auto text = run({program, "knowledge", "diff", directory.path().string()});
  EXPECT_EQ(text.status, 0) << text.err;
  EXPECT_EQ(text.out, "thresholds.toml: failure.escalate_day.reason\n  before  (none)\n  after   our board\n"
                      "thresholds.toml: failure.escalate_day.value\n  before  10\n  after   9\n");
  const auto json = run({program, "knowledge", "diff", "--json", directory.path().string()});
  EXPECT_THAT(json.out, HasSubstr(R"("path":"failure.escalate_day.value","before":"10","after":"9")"));
  EXPECT_EQ(run({program, "knowledge", "diff", built_in}).out, "no difference\n");
  EXPECT_EQ(run({program, "knowledge", "diff", directory.path().string() + "/none"}).status, 1);
}

TEST(KnowledgeCommand, IsWhatEvaluateAndServeWorkWith) {
  const temporary_directory directory;
  directory.write("rules.toml", "[treatment-failure]\nmode = \"silent\"\nreason = \"trial run\"\n");
  const std::vector<std::string> asked{program, "evaluate", VESICLE_SOURCE_DIR "/tests/vignettes/v01.request.json",
                                       "--now", "2026-01-20T15:00:00Z"};
  EXPECT_THAT(run(asked).out, HasSubstr("\"treatment-failure\""));
  auto with = asked;
  with.insert(with.end(), {"--overlay", directory.path().string(), "--explain"});
  const auto silent = run(with);
  EXPECT_EQ(silent.status, 0) << silent.err;
  EXPECT_THAT(silent.out, testing::Not(HasSubstr("\"treatment-failure\"")));
  EXPECT_THAT(silent.err, HasSubstr("treatment-failure: fired"));
  const auto listed = run({program, "knowledge", "list", "--overlay", directory.path().string()});
  EXPECT_THAT(listed.out, testing::ContainsRegex("treatment-failure +silent"));
  EXPECT_THAT(listed.out, HasSubstr("+overlay"));
  directory.write("rules.toml", "[treatment-failure]\nmode = \"silent\"\n");
  EXPECT_EQ(run(with).status, 2);
}

} // namespace
