#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cds/knowledge/seeded.hpp"

namespace {

using cds::agent;
using cds::route;
using enum cds::value_set;
using enum cds::code_system;
using knowledge_tests::embedded_knowledge;

cds::value_sets sets_of(cds::code_system system, std::string_view code) {
  const cds::term* t = embedded_knowledge().terms.find(system, code);
  return t == nullptr ? cds::value_sets{} : t->sets;
}

std::string names_of(const cds::value_sets& sets) {
  std::string names;
  for (std::size_t i = 0; i < static_cast<std::size_t>(cds::value_set::count_); ++i)
    if (const auto set = static_cast<cds::value_set>(i); sets.has(set)) names += std::string(name_of(set)) + ' ';
  return names;
}

TEST(Terms, MeanWhatTheRulesNeed) {
  struct row {
    cds::code_system system;
    const char* code;
    cds::value_sets sets;
  };
  const row rows[] = {
      {icd_10_cm, "B00.1", {hsv_orolabial}},
      {icd_10_cm, "B001", {hsv_orolabial}},
      {icd_10_cm, "B00.2", {hsv_orolabial}},
      {icd_10_cm, "B00.9", {hsv_site_unspecified}},
      {icd_10_cm, "B00.8", {hsv_site_unspecified}},
      {icd_10_cm, "B00.5", {hsv_red_flag}},
      {icd_10_cm, "B00.0", {hsv_red_flag}},
      {icd_10_cm, "P35.2", {neonatal_herpes, hsv_red_flag}},
      {icd_10_cm, "A60.04", {hsv_genital}},
      {icd_10_cm, "A60.02", {hsv_genital}},
      {icd_10_cm, "B02.22", {zoster}},
      {icd_10_cm, "B02.9", {zoster}},
      {icd_10_cm, "B01.11", {varicella}},
      {icd_10_cm, "B25.9", {cytomegalovirus}},
      {icd_10_cm, "Z94.84", {stem_cell_transplant}},
      {icd_10_cm, "Z94.0", {solid_organ_transplant}},
      {icd_10_cm, "Z94.7", {}}, // cornea
      {icd_10_cm, "T86.11", {solid_organ_transplant}},
      {icd_10_cm, "T86.841", {}}, // cornea
      {icd_10_cm, "D89.812", {graft_versus_host_disease}},
      {icd_10_cm, "D89.89", {}},
      {icd_10_cm, "C83.30", {haematological_malignancy}},
      {icd_10_cm, "C85.18", {haematological_malignancy}},
      {icd_10_cm, "C91.00", {haematological_malignancy}},
      {icd_10_cm, "C91.02", {haematological_malignancy}}, // in relapse
      {icd_10_cm, "C91.01", {}},                          // in remission
      {icd_10_cm, "C82.9A", {}},
      {icd_10_cm, "C50.911", {}},
      {icd_10_cm, "B20", {hiv_infection}},
      {icd_10_cm, "D81.9", {severe_immunodeficiency}},
      {icd_10_cm, "D83.1", {other_immunosuppression}},
      {icd_10_cm, "D84.821", {other_immunosuppression}},
      {icd_10_cm, "D70.3", {neutropenia}},
      {icd_10_cm, "Z51.11", {cytotoxic_chemotherapy}},
      {icd_10_cm, "Z92.25", {}}, // history
      {icd_10_cm, "Z92.21", {}},
      {icd_10_cm, "N18.31", {renal_disease}},
      {icd_10_cm, "Z99.2", {dialysis, renal_disease}},
      {icd_10_cm, "Z91.148", {non_adherence}},
      {icd_10_cm, "Z16.33", {resistance_reported}},
      {icd_10_cm, "O80", {}},
      {snomed_ct, "1475003", {hsv_orolabial}},
      {snomed_ct, "43891009", {hsv_whitlow}},
      {snomed_ct, "62479008", {aids, hiv_infection}},
      {snomed_ct, "234646005", {graft_versus_host_disease}},
      {snomed_ct, "28944009", {cytomegalovirus}},
      {snomed_ct, "30714006", {resistant}},
      {snomed_ct, "306284005", {infectious_disease_referral}},
      {loinc, "2160-0", {creatinine}},
      {loinc, "98979-8", {}}, // eGFR is never a clearance
      {loinc, "35591-7", {}}, // computed, not measured
      {loinc, "73574-6", {acyclovir_susceptibility, hsv_susceptibility_order}},
      {loinc, "42317-8", {foscarnet_susceptibility}},
      {loinc, "5859-4", {hsv_culture}},
      {loinc, "5856-0", {}}, // a genital specimen says nothing about the lip
      {observation_interpretation, "R", {resistant}},
      {observation_interpretation, "NS", {intermediate}},
      {observation_interpretation, "S", {susceptible}},
      {observation_interpretation, "NEG", {not_detected}},
      {observation_interpretation, "r", {}},
      {rxnorm, "8640", {corticosteroid}},
      {rxnorm, "121191", {lymphocyte_directed_biologic}},
      {rxnorm, "1256", {low_dose_immunosuppressant}},
      {rxnorm, "42316", {other_immunosuppressant, nephrotoxic, foscarnet_interaction}},
      {rxnorm, "1193326", {jak_inhibitor}},
      {rxnorm, "3002", {cytotoxic_chemotherapy}},
      {rxnorm, "117466", {nephrotoxic, foscarnet_interaction}},
      {rxnorm, "7994", {pentamidine, nephrotoxic, foscarnet_interaction}},
      {rxnorm, "8698", {probenecid}},
      {rxnorm, "313565", {}},
  };
  for (const row& r : rows) {
    const auto sets = sets_of(r.system, r.code);
    EXPECT_TRUE(sets == r.sets) << r.code << " is in: " << names_of(sets);
  }
}

TEST(Terms, EveryValueSetHasCodes) {
  cds::value_sets filled;
  for (const auto& e : embedded_knowledge().terms.entries()) filled.add(e.meaning.sets);
  for (std::size_t i = 0; i < static_cast<std::size_t>(cds::value_set::count_); ++i) {
    const auto set = static_cast<cds::value_set>(i);
    EXPECT_TRUE(filled.has(set)) << name_of(set);
  }
}

TEST(Terms, AreUniqueAndFindThemselves) {
  const auto& terms = embedded_knowledge().terms;
  for (const auto& e : terms.entries()) {
    const bool brand = e.system == cds::code_system::other;
    const cds::term* found = brand ? terms.find_ingredient(e.code) : terms.find(e.system, e.code);
    EXPECT_EQ(found, &e.meaning) << e.code;
    EXPECT_EQ(e.meaning.coding, (cds::coding{e.system, e.code, e.display}));
    EXPECT_FALSE(e.display.empty()) << e.code;
  }
}

TEST(Terms, ProductsHaveWhatADoseNeeds) {
  struct row {
    const char* code;
    cds::agent agent;
    cds::route route;
    double strength;
    double concentration;
  };
  const row rows[] = {
      {"197310", agent::acyclovir, route::oral, 200, 0},
      {"197311", agent::acyclovir, route::oral, 400, 0},
      {"197313", agent::acyclovir, route::oral, 800, 0},
      {"307730", agent::acyclovir, route::oral, 0, 40},
      {"757149", agent::acyclovir, route::oral, 0, 0},
      {"141859", agent::acyclovir, route::topical, 0, 0},
      {"197312", agent::acyclovir, route::topical, 0, 0},
      {"998422", agent::acyclovir, route::topical, 0, 0},
      {"998426", agent::acyclovir, route::topical, 0, 0},
      {"1734932", agent::acyclovir, route::intravenous, 0, 50},
      {"1734934", agent::acyclovir, route::intravenous, 0, 50},
      {"313812", agent::acyclovir, route::intravenous, 0, 50},
      {"2263503", agent::acyclovir, route::intravenous, 0, 0},
      {"2263505", agent::acyclovir, route::intravenous, 0, 0},
      {"313565", agent::valacyclovir, route::oral, 500, 0},
      {"313564", agent::valacyclovir, route::oral, 1000, 0},
      {"108780", agent::valacyclovir, route::oral, 0, 0},
      {"212448", agent::valacyclovir, route::oral, 0, 0},
      {"199192", agent::famciclovir, route::oral, 125, 0},
      {"199193", agent::famciclovir, route::oral, 250, 0},
      {"198382", agent::famciclovir, route::oral, 500, 0},
      {"312255", agent::penciclovir, route::topical, 0, 0},
      {"211343", agent::penciclovir, route::topical, 0, 0},
      {"797534", agent::docosanol, route::topical, 0, 0},
      {"1734377", agent::foscarnet, route::intravenous, 0, 24},
      {"855613", agent::foscarnet, route::intravenous, 0, 24},
      {"855611", agent::foscarnet, route::intravenous, 0, 24},
      {"199388", agent::cidofovir, route::intravenous, 0, 75},
      {"211248", agent::cidofovir, route::intravenous, 0, 75},
      {"310442", agent::ganciclovir, route::intravenous, 500, 0},
      {"1999531", agent::ganciclovir, route::intravenous, 0, 50},
      {"388052", agent::ganciclovir, route::ophthalmic, 0, 0},
      {"863559", agent::valganciclovir, route::oral, 0, 50},
      {"236081", agent::valacyclovir, route::oral, 0, 0},
      {"81944", agent::acyclovir, route::intravenous, 0, 0},
      {"283815", agent::valganciclovir, route::oral, 0, 0},
      {"281", agent::acyclovir, route::unknown, 0, 0},
      {"73645", agent::valacyclovir, route::oral, 0, 0},
      {"68099", agent::famciclovir, route::oral, 0, 0},
      {"33562", agent::foscarnet, route::intravenous, 0, 0},
      {"313566", agent::valganciclovir, route::oral, 450, 0},
  };
  for (const row& r : rows) {
    SCOPED_TRACE(r.code);
    const cds::term* t = embedded_knowledge().terms.find(rxnorm, r.code);
    ASSERT_NE(t, nullptr);
    EXPECT_EQ(t->agent, r.agent);
    EXPECT_EQ(t->route, r.route);
    EXPECT_DOUBLE_EQ(t->strength_mg, r.strength);
    EXPECT_DOUBLE_EQ(t->concentration_mg_per_ml, r.concentration);
  }
}

TEST(Terms, TopicalProductsNeverHaveAStrength) {
  for (const auto& e : embedded_knowledge().terms.entries()) {
    if (e.meaning.route != route::topical) continue;
    EXPECT_EQ(e.meaning.strength_mg + e.meaning.concentration_mg_per_ml, 0) << e.code;
  }
}

TEST(Terms, CorticosteroidsHaveTheirFactor) {
  struct row {
    const char* name;
    double factor;
  };
  const row rows[] = {{"prednisone", 1},
                      {"prednisolone", 1},
                      {"methylprednisolone", 1.25},
                      {"dexamethasone", 6.667},
                      {"hydrocortisone", 0.25}};
  for (const row& r : rows) {
    const cds::term* t = embedded_knowledge().terms.find_ingredient(r.name);
    ASSERT_NE(t, nullptr) << r.name;
    EXPECT_DOUBLE_EQ(t->prednisone_factor, r.factor) << r.name;
  }
}

TEST(Terms, FindIngredientsInFreeText) {
  struct row {
    const char* text;
    const char* name;
  };
  const row rows[] = {
      {"Valacyclovir 1 g tablet", "valacyclovir"},
      {"VALACICLOVIR 500 mg", "valacyclovir"},
      {"valacyclovir hydrochloride 500 MG", "valacyclovir"},
      {"Valtrex (valacyclovir hydrochloride) 500 mg", "valacyclovir"},
      {"aciclovir cream 5%", "acyclovir"},
      {"Zovirax 400", "acyclovir"},
      {"Famvir", "famciclovir"},
      {"Denavir cream", "penciclovir"},
      {"foscavir", "foscarnet"},
      {"Abreva 10 % cream", "docosanol"},
      {"ACICLOVIR 400 MG TAB", "acyclovir"},
      {"acyclovir sodium 50 mg/mL", "acyclovir"},
      {"Sitavig 50 mg", "sitavig"},
      {"acyclovir (SITAVIG) buccal tablet", "sitavig"},
      {"Sitavig (acyclovir)", "sitavig"},
      {"Xerese", "xerese"},
      {"Xerese or Sitavig", nullptr},
      {"Xerese (acyclovir and hydrocortisone)", nullptr},
      {"Valtrex or Famvir", nullptr},
      {"Denavir; penciclovir 1 %", "penciclovir"},
      {"Vistide", "cidofovir"},
      {"Ciclosporin 100 mg", "cyclosporine"},
      {"mycophenolate mofetil 500 mg", "mycophenolate mofetil"},
      {"tenofovir disoproxil fumarate", "tenofovir disoproxil"},
      {"rituximab-abbs 500 mg", "rituximab"},
      {"valganciclovir 450", "valganciclovir"},
      {"acyclovir or famciclovir", nullptr},
      {"lysine 1000 mg", nullptr},
      {"xacyclovir", nullptr},
      {"acyclovirx", nullptr},
      {"", nullptr},
  };
  for (const row& r : rows) {
    const cds::term* t = embedded_knowledge().terms.find_ingredient(r.text);
    if (r.name == nullptr)
      EXPECT_EQ(t, nullptr) << r.text;
    else
      EXPECT_EQ(t == nullptr ? "nothing" : t->coding.display, r.name) << r.text;
  }
}

TEST(Terms, ABrandOfOneFormHasItsRoute) {
  const struct {
    const char* name;
    cds::agent agent;
    cds::route route;
  } rows[] = {{"sitavig", agent::acyclovir, route::buccal},       {"xerese", agent::acyclovir, route::topical},
              {"abreva", agent::docosanol, route::topical},       {"denavir", agent::penciclovir, route::topical},
              {"valtrex", agent::valacyclovir, route::oral},      {"famvir", agent::famciclovir, route::oral},
              {"foscavir", agent::foscarnet, route::intravenous}, {"zovirax", agent::acyclovir, route::unknown}};
  for (const auto& r : rows) {
    const cds::term* t = embedded_knowledge().terms.find_ingredient(r.name);
    ASSERT_NE(t, nullptr) << r.name;
    EXPECT_EQ(t->agent, r.agent) << r.name;
    EXPECT_EQ(t->route, r.route) << r.name;
    EXPECT_EQ(t->strength_mg + t->concentration_mg_per_ml, 0) << r.name;
  }
}

TEST(Terms, OrdersHaveTheCodesOfThePathway) {
  struct row {
    const char* id;
    cds::code_system system;
    const char* code;
  };
  const row rows[] = {
      {"hsv-culture", loinc, "5859-4"},
      {"acyclovir-susceptibility", loinc, "1-8"},
      {"foscarnet-susceptibility", loinc, "256-8"},
      {"basic-metabolic-panel", loinc, "51990-0"},
      {"calcium", loinc, "17861-6"},
      {"magnesium", loinc, "19123-9"},
      {"phosphate", loinc, "2777-1"},
      {"ecg", loinc, "11524-6"},
      {"infectious-disease-referral", snomed_ct, "306284005"},
  };
  for (const row& r : rows) {
    const cds::coding c = embedded_knowledge().service(r.id);
    EXPECT_EQ(c.system, r.system) << r.id;
    EXPECT_EQ(c.code, r.code) << r.id;
    EXPECT_FALSE(c.display.empty()) << r.id;
  }
  EXPECT_EQ(embedded_knowledge().product("valacyclovir-500").rxnorm, "313565");
  EXPECT_EQ(embedded_knowledge().product("valacyclovir-1000").rxnorm, "313564");
  EXPECT_EQ(embedded_knowledge().product("foscarnet").rxnorm, "1734377");
  EXPECT_EQ(embedded_knowledge().product("foscarnet").strength_mg, 0);
}

} // namespace
