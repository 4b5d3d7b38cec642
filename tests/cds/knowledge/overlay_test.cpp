// A hospital's overlay: single values over the built-in set, each with its reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/cds/knowledge/seeded.hpp"

namespace {

using cds_knowledge::change;
using cds_knowledge::compare;
using cds_knowledge::embedded;
using cds_knowledge::file;
using knowledge_tests::embedded_knowledge;

cds::knowledge laid(const std::vector<file>& overlay) {
  auto read = cds_knowledge::read(embedded(), overlay);
  if (read) return std::move(*read);
  for (const auto& f : read.error()) ADD_FAILURE() << to_text(f);
  return {};
}

std::vector<std::string> changes(const cds_knowledge::file_set& after) {
  std::vector<std::string> all;
  const auto found = compare({embedded()}, after);
  if (!found) {
    ADD_FAILURE() << to_text(found.error().front());
    return all;
  }
  for (const change& c : *found) all.push_back(c.file + ' ' + c.path + ": " + c.before + " -> " + c.after);
  return all;
}

TEST(Overlay, ChangesAThresholdAlone) {
  const auto known = laid({{"thresholds.toml", "[failure.escalate_day]\nvalue = 9\nreason = \"our board, 2026\"\n"}});
  auto wanted = embedded_knowledge().limits;
  wanted.failure_escalate_day = 9;
  EXPECT_EQ(known.limits.failure_escalate_day, 9);
  EXPECT_EQ(known.limits.failure_reassess_day, wanted.failure_reassess_day);
  EXPECT_EQ(known.rules.size(), embedded_knowledge().rules.size());
}

TEST(Overlay, ChangesTextsPicksRegimensRowsCodesAndModes) {
  const auto known = laid({
      {"rules.toml",
       "[renal-dose]\nmode = \"silent\"\noverrides = [\"limited-time\"]\nreason = \"the pharmacy checks doses\"\n"
       "[red-flag]\nmode = \"off\"\nreason = \"x\"\n[red-flag.texts]\nneonate = \"newborn\"\n"},
      {"regimens.toml",
       "[[regimen]]\nid = \"valacyclovir-immunocompromised\"\nmost_days = 14\nreason = \"transplant ward\"\n"
       "[[label_age]]\nagent = \"famciclovir\"\nyears = 21\nreason = \"y\"\n"},
      {"foscarnet.toml", "reason = \"one row\"\nrows = [{ from = 0.4, q12h = { mg_per_kg = 40, every_hours = 12 }, "
                         "q8h = { mg_per_kg = 40, every_hours = 8 } }]\n"},
      {"value_sets.toml", "[hsv-orolabial]\ncodes = [\n{ system = \"icd-10-cm\", code = \"B00.2\", remove = true, "
                          "reason = \"not ours\" },\n"
                          "{ system = \"icd-10-cm\", code = \"K13.0\", display = \"Diseases of lips\", reason = \"our "
                          "coders use it\" },\n]\n"},
  });
  EXPECT_EQ(known.mode_of(cds::rule_id::renal_dose), cds::rule_mode::silent);
  EXPECT_EQ(known.mode_of(cds::rule_id::red_flag), cds::rule_mode::off);
  EXPECT_EQ(known.mode_of(cds::rule_id::paediatric), cds::rule_mode::on);
  EXPECT_THAT(known.rule(cds::rule_id::renal_dose).overrides, testing::ElementsAre("limited-time"));
  EXPECT_EQ(known.text(cds::rule_id::red_flag, "neonate"), "newborn");
  EXPECT_EQ(known.foscarnet.size(), 1U);
  EXPECT_EQ(known.preferred(cds::audience::immunocompromised, cds::purpose::episodic)->most_days, 14);
  EXPECT_EQ(known.regimens.size(), embedded_knowledge().regimens.size());
  const auto named = [&](std::string_view code) {
    const auto* term = known.terms.find(cds::code_system::icd_10_cm, code);
    return term != nullptr && term->sets.has(cds::value_set::hsv_orolabial);
  };
  EXPECT_TRUE(named("K13.0"));
  EXPECT_FALSE(named("B00.2"));
  EXPECT_TRUE(named("B00.1"));
}

TEST(Overlay, NeverGoesByTheNameOfTheUnchanged) {
  const std::string changed = "[failure.escalate_day]\nvalue = 9\nreason = \"r\"\n";
  EXPECT_EQ(laid({{"thresholds.toml", changed}}).version, embedded_knowledge().version + "+overlay");
  EXPECT_EQ(laid({{"thresholds.toml", changed + "[meta]\nversion = \"ward-1\"\n"}}).version, "ward-1");
  EXPECT_NE(laid({{"thresholds.toml", changed}}).hash, embedded_knowledge().hash);
  EXPECT_NE(laid({{"thresholds.toml", changed}}).hash, laid({{"thresholds.toml", changed + " "}}).hash);
}

TEST(Overlay, IsReadFromADirectoryThatHoldsKnowledgeFiles) {
  const auto path = std::filesystem::path(testing::TempDir()) / "vesicle_overlay";
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  const auto faults = [&] {
    const auto read = cds_knowledge::read_overlay_directory(path);
    return read ? std::string() : to_text(read.error().front());
  };
  EXPECT_EQ(faults(), path.string() + ": no knowledge files in it");
  std::ofstream(path / "README.md") << "why";
  std::ofstream(path / "thresholds.toml") << "[failure.escalate_day]\nvalue = -1\nreason = \"r\"\n";
  const auto read = cds_knowledge::read_overlay_directory(path);
  ASSERT_TRUE(read);
  const auto known = cds_knowledge::read(embedded(), *read);
  ASSERT_FALSE(known);
  EXPECT_EQ(to_text(known.error().front()), (path / "thresholds.toml").string() + ":2:9: `value` must be above 0");
  std::ofstream(path / "threshold.toml") << "";
  EXPECT_EQ(faults(), (path / "threshold.toml").string() + ": unknown file");
  std::filesystem::remove_all(path);
  EXPECT_EQ(faults(), path.string() + ": not a directory");
}

TEST(Compare, FindsNothingBetweenASetAndItself) { EXPECT_THAT(changes({embedded()}), testing::IsEmpty()); }

TEST(Compare, TellsOldAndNewValueWithTheirPath) {
  const std::vector<file> overlay = {
      {"regimens.toml", "[[regimen]]\nid = \"valacyclovir-immunocompromised\"\nmost_days = 14\nreason = \"w\"\n"},
      {"rules.toml", "[renal-dose]\nmode = \"silent\"\nreason = \"p\"\n"},
      {"thresholds.toml", "[failure.escalate_day]\nvalue = 9.0\nreason = \"b\"\n[failure.biopsy_day]\nvalue = 21.0\n"
                          "reason = \"same\"\n"},
      {"value_sets.toml",
       "[hsv-orolabial]\ncodes = [{ system = \"icd-10-cm\", code = \"B00.2\", remove = true, reason = \"n\" }]\n"},
  };
  EXPECT_THAT(changes({embedded(), overlay}),
              testing::ElementsAre(
                  "regimens.toml regimen[valacyclovir-immunocompromised].most_days: 10 -> 14",
                  "regimens.toml regimen[valacyclovir-immunocompromised].reason:  -> w",
                  "rules.toml renal-dose.mode:  -> silent", "rules.toml renal-dose.reason:  -> p",
                  "thresholds.toml failure.biopsy_day.reason:  -> same",
                  "thresholds.toml failure.escalate_day.reason:  -> b",
                  "thresholds.toml failure.escalate_day.value: 10 -> 9",
                  "value_sets.toml hsv-orolabial.codes[icd-10-cm B00.2].code: B00.2 -> ",
                  "value_sets.toml hsv-orolabial.codes[icd-10-cm B00.2].display: Herpesviral gingivostomatitis and "
                  "pharyngotonsillitis -> ",
                  "value_sets.toml hsv-orolabial.codes[icd-10-cm B00.2].system: icd-10-cm -> "));
}

TEST(Compare, SeesRowsByTheirPlace) {
  auto set = embedded();
  for (file& f : set)
    if (f.name == "foscarnet.toml") f.text.replace(f.text.find("mg_per_kg = 30"), 14, "mg_per_kg = 31");
  EXPECT_THAT(changes({set}), testing::ElementsAre("foscarnet.toml rows[2].q12h.mg_per_kg: 30 -> 31"));
}

} // namespace
