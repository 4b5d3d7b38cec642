#include <gtest/gtest.h>

#include "tests/cds/knowledge/seeded.hpp"

namespace {

using knowledge_tests::expect_reported;
using knowledge_tests::seeded;

constexpr const char* drugs = "drugs.toml";
constexpr const char* value_sets = "value_sets.toml";
constexpr const char* orders = "orders.toml";

std::vector<seeded> drug_faults() {
  const std::string prednisone =
      "{ code = \"8640\", name = \"prednisone\", sets = [\"corticosteroid\"], prednisone_factor = 1 }";
  const std::string tablet =
      "{ code = \"313565\", display = \"valacyclovir 500 MG Oral Tablet\", agent = \"valacyclovir\", "
      "route = \"oral\", strength_mg = 500 }";
  const auto as_tablet = [](const std::string& rest) {
    return "@@{ code = \"999\", display = \"x\", " + rest + " },\n  { code = \"313566\"";
  };
  const std::string next = "{ code = \"313566\"";
  return {
      {"CodeTwice",
       drugs,
       next,
       "{ code = @@\"281\", display = \"x\", agent = \"acyclovir\", route = \"topical\" },\n  " + next,
       {"code `281` is listed already, at drugs.toml:{line:code = \"281\"}"}},
      {"NameTwice",
       drugs,
       prednisone,
       "{ code = \"999\", name = @@\"acyclovir\" },\n  " + prednisone,
       {"name `acyclovir` is listed already, at drugs.toml:{line:name = \"acyclovir\"}"}},
      {"UpperCaseName",
       drugs,
       prednisone,
       "{ code = \"999\", name = @@\"Xdrug\" },\n  " + prednisone,
       {"name `Xdrug` must be lower case"}},
      {"SteroidWithoutFactor",
       drugs,
       prednisone,
       "@@{ code = \"8640\", name = \"prednisone\", sets = [\"corticosteroid\"] }",
       {"`prednisone_factor` and the set `corticosteroid` go together"}},
      {"UnknownSet",
       drugs,
       prednisone,
       "{ code = \"999\", name = \"xdrug\", sets = [@@\"steroids\"] },\n  " + prednisone,
       {"unknown value set `steroids`"}},
      {"UnknownAgent",
       drugs,
       prednisone,
       "{ code = \"999\", name = \"xdrug\", agent = @@\"aciclovir\" },\n  " + prednisone,
       {"unknown agent `aciclovir`"}},
      {"AgentNone",
       drugs,
       prednisone,
       "{ code = \"999\", name = \"xdrug\", agent = @@\"none\" },\n  " + prednisone,
       {"unknown agent `none`"}},
      {"UnknownRoute",
       drugs,
       next,
       "{ code = \"999\", display = \"x\", agent = \"acyclovir\", route = @@\"po\" },\n  " + next,
       {"unknown route `po`, expected one of: oral, intravenous, topical, ophthalmic, buccal, other"}},
      {"NotRxNorm",
       drugs,
       next,
       "{ code = @@\"B00\", display = \"x\", agent = \"acyclovir\", route = \"topical\" },\n  " + next,
       {"an RxNorm code has digits only, not `B00`"}},
      {"TopicalWithStrength",
       drugs,
       next,
       as_tablet("agent = \"acyclovir\", route = \"topical\", strength_mg = 50"),
       {"only oral and intravenous products have a strength"}},
      {"NoStrengthNoNote",
       drugs,
       next,
       as_tablet("agent = \"acyclovir\", route = \"oral\""),
       {"a product without `strength_mg` and `concentration_mg_per_ml` needs a `note` that says why"}},
      {"TwoStrengths",
       drugs,
       next,
       as_tablet("agent = \"acyclovir\", route = \"oral\", strength_mg = 50, concentration_mg_per_ml = 40"),
       {"a product has `strength_mg` or `concentration_mg_per_ml`, not both"}},
      {"UnknownVerification",
       drugs,
       tablet,
       tablet.substr(0, tablet.size() - 2) + ", verification = @@\"maybe\" }",
       {"unknown verification `maybe`, expected one of: partial, component-only, own-knowledge"}},
      {"OrderOfUnknownProduct",
       orders,
       "rxnorm = \"313565\"",
       "rxnorm = @@\"999\"",
       {"`999` is not a product of drugs.toml"}},
      {"OrderOfOtherAgent",
       orders,
       "agent = \"valacyclovir\"",
       "agent = @@\"famciclovir\"",
       {"drugs.toml says that `313565` is valacyclovir"}},
      {"OrderOfOtherStrength",
       orders,
       "strength_mg = 500",
       "strength_mg = @@1000",
       {"drugs.toml gives `313565` another strength: 500 mg"}},
      {"OrderIdGone", orders, "id = \"hsv-culture\"", "id = \"culture\"", {"missing id `hsv-culture`"}, 1},
      {"OrderIdTwice",
       orders,
       "id = \"ecg\"",
       "id = @@\"calcium\"",
       {"missing id `ecg`", "`calcium` is listed already"},
       1},
      {"ServiceUnknown",
       orders,
       "code = \"1-8\"",
       "code = @@\"8302-2\"",
       {"`8302-2` is not a code of value_sets.toml"}},
  };
}

std::vector<seeded> value_set_faults() {
  const std::string whitlow = "{ system = \"snomed-ct\", code = \"43891009\"";
  const auto extra = [&](const std::string& code) { return code + " },\n  " + whitlow; };
  return {
      {"SetUnknown",
       value_sets,
       "[hsv-whitlow]",
       "[@@hsv-finger]\ntitle = \"x\"\ncodes = [ { system = \"rxnorm\", code = \"9\", display = \"x\" } "
       "]\n[hsv-whitlow]",
       {"unknown value set `hsv-finger`"}},
      {"SetEmptied",
       value_sets,
       "[hsv-whitlow]",
       "[@@deliberately-none-too]",
       {"value set `hsv-whitlow` has no codes", "unknown value set `deliberately-none-too`"},
       1},
      {"CodeWithoutSystem",
       value_sets,
       whitlow,
       extra("@@{ code = \"4740000\", display = \"x\""),
       {"missing key `system`"}},
      {"SystemUnknown",
       value_sets,
       whitlow,
       extra("{ system = @@\"icd-9\", code = \"054.9\", display = \"x\""),
       {"unknown system `icd-9`, expected one of: rxnorm, snomed-ct, icd-10-cm, loinc, observation-interpretation"}},
      {"CodeWithoutDisplay",
       value_sets,
       whitlow,
       extra("@@{ system = \"loinc\", code = \"8302-2\""),
       {"missing key `display`"}},
      {"SnomedMistyped",
       value_sets,
       whitlow,
       extra("{ system = \"snomed-ct\", code = @@\"43891008\", display = \"x\""),
       {"`43891008` is not a SNOMED CT code: check its digits"}},
      {"LoincMistyped",
       value_sets,
       whitlow,
       extra("{ system = \"loinc\", code = @@\"8302-3\", display = \"x\""),
       {"`8302-3` is not a LOINC code: check its digits"}},
      {"IcdWithoutDot",
       value_sets,
       whitlow,
       extra("{ system = \"icd-10-cm\", code = @@\"K120\", display = \"x\""),
       {"an ICD-10-CM code looks like `B00.1`, not `K120`"}},
      {"IcdTwice",
       value_sets,
       "{ system = \"icd-10-cm\", code = \"Z16.33\"",
       "{ system = \"icd-10-cm\", code = \"Z16.33\", display = \"x\" }, { system = \"icd-10-cm\", code = @@\"Z16.33\"",
       {"code `Z16.33` is listed already, at value_sets.toml:{line:code = \"Z16.33\"}"}},
      {"AlsoUnknown",
       value_sets,
       whitlow,
       extra("{ system = \"loinc\", code = \"8302-2\", display = \"x\", also = [@@\"hiv\"]"),
       {"unknown value set `hiv`"}},
      {"AlsoItself",
       value_sets,
       whitlow,
       extra("{ system = \"loinc\", code = \"8302-2\", display = \"x\", also = @@[\"hsv-whitlow\"]"),
       {"`also` names further sets, not this one"}},
      {"NoTitle",
       value_sets,
       "[hsv-whitlow]\ntitle = \"Herpetic whitlow: a special site, no red flag\"",
       "@@[hsv-whitlow]",
       {"missing key `title`"}},
  };
}

TEST(DrugAndOrderFaults, AreReportedWhereTheyAre) { expect_reported(drug_faults()); }
TEST(ValueSetFaults, AreReportedWhereTheyAre) { expect_reported(value_set_faults()); }

} // namespace
