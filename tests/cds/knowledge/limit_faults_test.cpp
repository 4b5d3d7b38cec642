#include <gtest/gtest.h>

#include "tests/cds/knowledge/seeded.hpp"

namespace {

using knowledge_tests::expect_reported;
using knowledge_tests::seeded;

constexpr const char* thresholds = "thresholds.toml";
constexpr const char* sources = "sources.toml";
constexpr const char* overrides = "overrides.toml";
constexpr const char* renal = "renal.toml";

const std::string merge_gap = "[exposure.merge_gap_days]\nvalue = 3\nunit = \"days\"\n";
const std::string limit_keys = "expected here: sources, unit, value";

std::vector<seeded> file_faults() {
  return {
      {"SyntaxFault",
       renal,
       "[valacyclovir-500-once]",
       "[valacyclovir-500-once@@\n",
       {"error while parsing table header: expected ']', saw '\\n'"}},
      {"KeyTwice",
       thresholds,
       merge_gap,
       "[exposure.merge_gap_days]\nvalue = 3\nvalue = @@4\nunit = \"days\"\n",
       {"error while parsing key-value pair: cannot redefine existing integer 'value'"}},
  };
}

std::vector<seeded> threshold_faults() {
  const auto gap = [](const std::string& value, const std::string& unit) {
    return "[exposure.merge_gap_days]\nvalue = " + value + "\nunit = " + unit + "\n";
  };
  const std::string days = "\"days\"";
  return {
      {"UnknownKey", thresholds, merge_gap, merge_gap + "@@from = 3\n", {"unknown key `from`, " + limit_keys}},
      {"MissingKey", thresholds, merge_gap, "@@[exposure.merge_gap_days]\nunit = \"days\"\n", {"missing key `value`"}},
      {"MissingLimit",
       thresholds,
       "[lesion.recent_days]",
       "@@[lesion.@@past_days]",
       {"missing key `recent_days`", "unknown key `past_days`, expected here: recent_days"}},
      {"UnknownGroup",
       thresholds,
       "[meta]",
       "[@@lesions]\nx = 1\n[meta]",
       {"unknown key `lesions`, expected here: adult, calcium, cells, clearance, creatinine, dose, exposure, failure, "
        "foscarnet, future, "
        "immune, ionized_calcium, lesion, magnesium, meta, no_dose, phosphate, potassium, pregnancy, recurrence, "
        "referral, renal, "
        "resistance, suppressive, weight"}},
      {"MissingVersion", thresholds, "[meta]\nversion = \"2026.11.1\"", "@@[meta]\n", {"missing key `version`"}},
      {"EmptyVersion", thresholds, "\"2026.11.1\"", "@@\"\"", {"`version` must be a text, not empty"}},
      {"NotANumber", thresholds, merge_gap, gap("@@\"3\"", days), {"`value` must be a number"}},
      {"NotPositive", thresholds, merge_gap, gap("@@-3", days), {"`value` must be above 0"}},
      {"Zero", thresholds, merge_gap, gap("@@0.0", days), {"`value` must be above 0"}},
      {"NotFinite", thresholds, merge_gap, gap("@@inf", days), {"`value` must be finite"}},
      {"NaN", thresholds, merge_gap, gap("@@nan", days), {"`value` must be finite"}},
      {"OtherUnit",
       thresholds,
       merge_gap,
       gap("3", "@@\"hours\""),
       {"the unit of `exposure.merge_gap_days` must be `days`, not `hours`"}},
      {"UnitIsNoText", thresholds, merge_gap, gap("3", "@@1"), {"`unit` must be a text, not empty"}},
      {"ShareAboveOne", thresholds, "value = 0.8", "value = @@80", {"a share must be at most 1"}},
      {"OrderOfDays",
       thresholds,
       "[failure.escalate_day]\nvalue = 10",
       "[failure.escalate_day]\nvalue = @@7",
       {"`failure.escalate_day` must be above `failure.reassess_day`"}},
      {"LimitIsNoTable",
       thresholds,
       "[lesion.recent_days]",
       "[lesion]\nrecent_days = @@60\n[lesion.@@x]",
       {"`recent_days` must be a table", "unknown key `x`, expected here: recent_days"}},
      {"UnknownSource",
       thresholds,
       merge_gap + "sources = [\"own-knowledge\"]",
       merge_gap + "sources = [@@\"hearsay\"]",
       {"unknown source `hearsay`, sources.toml lists them"}},
      {"NoSource",
       thresholds,
       merge_gap + "sources = [\"own-knowledge\"]",
       merge_gap + "sources = @@[]",
       {"`sources` must not be empty"}},
      {"SourceTwice",
       thresholds,
       merge_gap + "sources = [\"own-knowledge\"]",
       merge_gap + "sources = [\"own-knowledge\", @@\"own-knowledge\"]",
       {"`own-knowledge` is listed twice"}},
      {"SourcesAreNoArray",
       thresholds,
       merge_gap + "sources = [\"own-knowledge\"]",
       merge_gap + "sources = @@\"own-knowledge\"",
       {"`sources` must be an array of texts"}},
      {"SourceIsNoText",
       thresholds,
       merge_gap + "sources = [\"own-knowledge\"]",
       merge_gap + "sources = [\"own-knowledge\", @@3]",
       {"`sources` must hold texts, not empty"}},
      {"NoteIsNoText",
       thresholds,
       "note = \"courses that end and begin at most this far apart are one course\"",
       "note = @@7",
       {"`note` must be a text, not empty"}},
  };
}

std::vector<seeded> reference_faults() {
  return {
      {"RelativeUrl",
       sources,
       "url = \"https://pmc.ncbi.nlm.nih.gov/articles/PMC145299/\"",
       "url = @@\"articles/PMC145299\"",
       {"`url` must be absolute and begin with `https://`"}},
      {"PlainHttp",
       sources,
       "url = \"https://pmc.ncbi.nlm.nih.gov/articles/PMC145299/\"",
       "url = @@\"http://pmc.ncbi.nlm.nih.gov/articles/PMC145299/\"",
       {"`url` must be absolute and begin with `https://`"}},
      {"UnknownKind",
       sources,
       "[natural-course]\nlabel = \"Cold sores in primary care, review\"\nkind = \"study\"",
       "[natural-course]\nlabel = \"Cold sores in primary care, review\"\nkind = @@\"blog\"",
       {"unknown kind `blog`, expected one of: label, guideline, study, secondary copy, own knowledge"}},
      {"SourceWithoutLabel",
       sources,
       "[natural-course]\nlabel = \"Cold sores in primary care, review\"",
       "@@[natural-course]",
       {"missing key `label`"}},
      {"ReasonTwice",
       overrides,
       "{ code = \"limited-time\"",
       "{ code = @@\"patient-ineligible\", display = \"x\" }, { code = \"limited-time\"",
       {"reason `patient-ineligible` is listed twice"}},
      {"ReasonWithoutDisplay",
       overrides,
       "{ code = \"limited-time\"",
       "@@{ code = \"no-display\" }, { code = \"limited-time\"",
       {"missing key `display`"}},
  };
}

TEST(SyntaxFaults, AreReportedWhereTheyAre) { expect_reported(file_faults()); }
TEST(ThresholdFaults, AreReportedWhereTheyAre) { expect_reported(threshold_faults()); }
TEST(SourceAndReasonFaults, AreReportedWhereTheyAre) { expect_reported(reference_faults()); }

} // namespace
