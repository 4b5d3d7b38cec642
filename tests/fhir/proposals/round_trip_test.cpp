// What the writer of dosages says, the reader of dosages understands: the same plan comes back, from the structure,
// from the words alone and from both, for every regimen and every row of foscarnet in the knowledge.
#include <gtest/gtest.h>

#include <cmath>

#include "cds/knowledge/read.hpp"
#include "fhir/dosage.hpp"
#include "fhir/json/document.hpp"
#include "fhir/proposals/course.hpp"
#include "fhir/proposals/dosage_json.hpp"
#include "fhir/sig.hpp"

namespace {

using namespace fhir::proposals;

constexpr release versions[] = {release::dstu2, release::stu3, release::r4, release::r5};

const cds::knowledge& known() {
  static const auto read = cds_knowledge::read(cds_knowledge::embedded()).value();
  return read;
}

/// Every way to take a drug that the knowledge names.
std::vector<cds::dose_plan> every_plan() {
  std::vector<cds::dose_plan> all;
  for (const auto& regimen : known().regimens) {
    all.push_back(regimen.plan);
    for (const auto& band : regimen.bands) all.push_back(band.plan);
  }
  return all;
}

/// The item of dosageInstruction, read as that of an order.
fhir::instructions read_back(const std::string& item) {
  const std::string text = "{\"dosageInstruction\":[" + item + "]}";
  fhir::json::document document;
  const auto root = document.read(text);
  if (!root) throw std::runtime_error(item);
  fhir::report to;
  auto read = fhir::read_instructions(*root, "dosageInstruction", to);
  EXPECT_TRUE(to.unread.empty()) << item;
  return read;
}

std::string words_in(const std::string& item) {
  fhir::json::document document;
  return std::string(document.read(item).value()["text"].string().value());
}

void expect_plan(const cds::dosage& read, const course& c, const std::string& what) {
  EXPECT_TRUE(read.unread.empty()) << what;
  ASSERT_TRUE(read.dose) << what;
  EXPECT_EQ(read.dose->unit, cds::unit::milligram) << what;
  EXPECT_TRUE(cds::about_equal(read.dose->value, c.plan.dose_mg)) << what;
  EXPECT_EQ(read.route, cds::route::oral) << what;
  EXPECT_FALSE(read.as_needed) << what;
  if (c.plan.administrations == 1) {
    EXPECT_EQ(read.administrations, 1) << what;
    EXPECT_EQ(read.times_per_day, std::nullopt) << what;
    return;
  }
  ASSERT_TRUE(read.times_per_day) << what;
  EXPECT_TRUE(cds::about_equal(*read.times_per_day, cds::administrations_per_day(c.plan))) << what;
  const double days = read.days              ? *read.days
                      : read.administrations ? std::ceil(*read.administrations / *read.times_per_day - 1e-9)
                                             : 0;
  EXPECT_TRUE(cds::about_equal(days, c.days.value_or(0))) << what << days;
}

TEST(RoundTrip, EveryRegimenInEveryVersionAndStrength) {
  ASSERT_GT(every_plan().size(), 20U);
  std::vector<product_form> forms = {form_of(0, ""), form_of(200, "capsule")};
  for (const auto& product : known().orderables) forms.push_back(form_of(product.strength_mg, product.display));
  for (const auto& plan : every_plan())
    for (const auto& form : forms) {
      const auto c = course_of(plan, form);
      const auto alone = fhir::read_sig(to_text(c));
      ASSERT_TRUE(alone) << to_text(c) << alone.error();
      expect_plan(alone->dosage, c, to_text(c));
      for (const auto version : versions) {
        std::string item;
        fhir::json::writer out(item);
        write_oral_dosage(out, c, version);
        EXPECT_EQ(words_in(item), to_text(c));
        auto read = read_back(item);
        expect_plan(read.dosage, c, item);
        cds::drug product;
        product.strength_mg = form.strength_mg;
        fhir::compare_with_product(read, product);
        expect_plan(read.dosage, c, item);
      }
    }
}

TEST(RoundTrip, EveryRowOfFoscarnet) {
  std::vector<cds::foscarnet_band::cell> cells;
  for (const auto& band : known().foscarnet) cells.insert(cells.end(), {band.q12h, band.q8h});
  ASSERT_GT(cells.size(), 5U);
  const double hours = known().limits.foscarnet_infusion_hours;
  for (const auto& cell : cells)
    for (const double dose_mg : {0.0, cell.mg_per_kg * 65, cell.mg_per_kg * 72.5})
      for (const auto version : versions) {
        std::string item;
        fhir::json::writer out(item);
        write_infusion_dosage(out, {cell.mg_per_kg, dose_mg, cell.interval_hours, hours}, version);
        const auto read = read_back(item).dosage;
        EXPECT_TRUE(read.unread.empty()) << item;
        const auto want = dose_mg > 0 ? cds::quantity{dose_mg, cds::unit::milligram}
                                      : cds::quantity{cell.mg_per_kg, cds::unit::milligram_per_kilogram};
        EXPECT_EQ(read.dose, want) << item;
        EXPECT_EQ(read.route, cds::route::intravenous) << item;
        ASSERT_TRUE(read.times_per_day) << item;
        EXPECT_TRUE(cds::about_equal(24 / *read.times_per_day, cell.interval_hours)) << item;
        EXPECT_EQ(read.infusion.hours, hours) << item;
        if (read.infusion.rate) { // whole mg/h, never faster than the words allow
          EXPECT_EQ(read.infusion.rate->unit, cds::unit::milligram_per_minute) << item;
          EXPECT_TRUE(cds::at_most(read.infusion.rate->value, dose_mg / hours / 60)) << item;
        }
      }
}

} // namespace
