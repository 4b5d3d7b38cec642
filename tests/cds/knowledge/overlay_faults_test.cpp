// What is wrong with an overlay is told at its place in the overlay.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/knowledge/seeded.hpp"

namespace {

std::vector<std::string> faults(const std::string& name, const std::string& text) {
  std::vector<std::string> all;
  const auto read = cds_knowledge::read(cds_knowledge::embedded(), {{name, text, "ward/" + name}});
  if (read) return all;
  for (const auto& f : read.error()) all.push_back(to_text(f));
  return all;
}

struct row {
  const char* name;
  const char* file;
  std::string text;
  std::vector<std::string> expected; // without `ward/`
};

std::vector<row> rows() {
  const std::string unexplained = " is changed without saying why: give `reason` or `sources` beside it";
  const std::string why = "reason = \"r\"\n";
  return {
      {"NoReason", "thresholds.toml", "[failure.escalate_day]\nvalue = 9\n", {":2:9: `value`" + unexplained}},
      {"ReasonOfAnother",
       "thresholds.toml",
       "[failure.escalate_day]\n" + why + "[failure.biopsy_day]\nvalue = 20\n",
       {":4:9: `value`" + unexplained}},
      {"ReasonOfTheGroupIsNotEnough",
       "rules.toml",
       "[red-flag.texts]\nneonate = \"newborn\"\n",
       {":2:11: `neonate`" + unexplained}},
      {"EntryWithoutReason",
       "regimens.toml",
       "[[regimen]]\nid = \"famciclovir-single-dose\"\ndose_mg = 1000\n",
       {":1:1: `famciclovir-single-dose`" + unexplained}},
      {"CodeWithoutReason",
       "value_sets.toml",
       "[hsv-orolabial]\ncodes = [{ system = \"icd-10-cm\", code = \"B00.1\", display = \"x\" }]\n",
       {":2:10: `icd-10-cm B00.1`" + unexplained}},
      {"RowsWithoutReason", "foscarnet.toml", "rows = []\n", {":1:8: `rows`" + unexplained}},
      {"EmptyReason",
       "thresholds.toml",
       "[failure.escalate_day]\nvalue = 9\nreason = \"\"\n",
       {":3:10: `reason` must be a text, not empty"}},
      {"UnknownLimit",
       "thresholds.toml",
       "[failure.escalate_days]\nvalue = 9\n" + why,
       {":1:10: unknown key `escalate_days`, expected here: biopsy_day, escalate_day, late_start_hours, reassess_day, "
        "weeks_day"}},
      {"UnknownRule", "rules.toml", "[renal]\nmode = \"off\"\n" + why, {":1:2: unknown rule `renal`"}},
      {"UnknownSet",
       "value_sets.toml",
       "[hsv-lips]\ntitle = \"x\"\n" + why +
           "codes = [{ system = \"icd-10-cm\", code = \"K13.0\", display = \"x\", reason = \"r\" }]\n",
       {":1:2: unknown value set `hsv-lips`"}},
      {"UnknownSource",
       "thresholds.toml",
       "[failure.escalate_day]\nvalue = 9\nsources = [\"board\"]\n",
       {":3:12: unknown source `board`, sources.toml lists them"}},
      {"WrongUnit",
       "thresholds.toml",
       "[failure.escalate_day]\nvalue = 11\nunit = \"hours\"\n" + why,
       {":3:8: the unit of `failure.escalate_day` must be `days`, not `hours`"}},
      {"NotAscending",
       "thresholds.toml",
       "[failure.escalate_day]\nvalue = 15\n" + why,
       {":2:9: `failure.weeks_day` must be above `failure.escalate_day`"}},
      {"GapBetweenBands",
       "intravenous.toml",
       why + "rows = [\n  { above = 50, every_hours = 8, dose_share = 1 },\n"
             "  { from = 0, below = 40, every_hours = 12, dose_share = 1 },\n]\n",
       {":4:3: the row leaves a gap to the one before it, expected `up_to = 50`"}},
      {"OverlappingBands",
       "intravenous.toml",
       why + "rows = [\n  { above = 50, every_hours = 8, dose_share = 1 },\n"
             "  { from = 0, below = 60, every_hours = 12, dose_share = 1 },\n]\n",
       {":4:3: the row overlaps the one before it, expected `up_to = 50`"}},
      {"CodeWithoutSystem",
       "value_sets.toml",
       "[hsv-orolabial]\ncodes = [\n  { system = \"icd-10-cm\", code = \"B00.1\", display = \"x\", reason = \"r\" },\n"
       "  { code = \"K13.0\", display = \"x\", reason = \"r\" },\n]\n",
       {":4:3: missing key `system`"}},
      {"NothingToRemove",
       "regimens.toml",
       "[[regimen]]\nid = \"x\"\nremove = true\n" + why,
       {":1:1: nothing to remove: `x` is not listed"}},
      {"RemoveIsNoFlag",
       "regimens.toml",
       "[[regimen]]\nid = \"famciclovir-single-dose\"\nremove = 1\n" + why,
       {":3:10: `remove` must be true"}},
      {"Placeholder",
       "rules.toml",
       "[red-flag]\n" + why + "[red-flag.texts]\nneonate = \"newborn {days}\"\n",
       {":4:11: nothing fills the placeholder `{days}` of this text"}},
      {"SummaryTooLong",
       "rules.toml",
       "[red-flag]\n" + why + "[red-flag.texts]\nsummary = \"{flag} {flag}, seen\"\n",
       {":4:11: a summary has at most 139 characters, this one can have 143 when it is filled in"}},
      {"Mode",
       "rules.toml",
       "[red-flag]\nmode = \"quiet\"\n" + why,
       {":2:8: unknown mode `quiet`, expected one of: on, silent, off"}},
      {"NotToml", "rules.toml", "[red-flag\n", {}},
      {"UnknownFile", "notes.toml", "", {": unknown file"}},
  };
}

TEST(OverlayFaults, AreReportedAtTheirPlaceInTheOverlay) {
  for (const row& r : rows()) {
    SCOPED_TRACE(r.name);
    const auto found = faults(r.file, r.text);
    ASSERT_FALSE(found.empty());
    const std::string start = std::string("ward/") + r.file;
    for (const auto& f : found) EXPECT_THAT(f, testing::StartsWith(start + ':'));
    if (r.expected.empty()) continue; // the message is not ours, or names two places
    std::vector<std::string> wanted;
    for (const auto& e : r.expected) wanted.push_back(start + e);
    EXPECT_THAT(found, testing::ElementsAreArray(wanted));
  }
}

} // namespace
