// Every way in which an order names its drug, and what may be concluded from it.
#include <gtest/gtest.h>

#include "cds/quantity.hpp"
#include "sample_chart.hpp"

namespace {

std::string coding(std::string_view code, std::string_view display = {}) {
  const std::string shown = display.empty() ? "" : ",'display':'" + std::string(display) + "'";
  return "{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'" + std::string(code) + "'" + shown + "}";
}

template<class... Codes> std::string codings(Codes... codes) {
  std::string all;
  for (const std::string& one : {coding(codes)...}) all += (all.empty() ? "" : ",") + one;
  return "'coding':[" + all + "]";
}

std::string text(std::string_view words) { return "'text':'" + std::string(words) + "'"; }

std::string local(std::string_view display) {
  return "'coding':[{'system':'http://local','code':'7','display':'" + std::string(display) + "'}]";
}

/// `valacyclovir oral 500 mg`; `unknown` without a drug, with `unresolved` for a reference that led nowhere.
std::string told(const cds::draft_order& order) {
  const auto& drug = order.drug;
  const bool steroid = drug.sets.has(cds::value_set::corticosteroid);
  std::string out = !drug.identified ? "unknown" : steroid ? "corticosteroid" : std::string(name_of(drug.agent));
  if (drug.identified) out += " " + std::string(name_of(drug.route));
  if (drug.strength_mg > 0) out += " " + cds::to_text(drug.strength_mg) + " mg";
  if (drug.concentration_mg_per_ml > 0) out += " " + cds::to_text(drug.concentration_mg_per_ml) + " mg/mL";
  if (order.drug_unresolved) out += ", unresolved";
  return out;
}

/// What a draft order with these members says; its fault, when it is refused.
std::string read_order(const std::string& members, const std::string& beside = {}, bool prefetched = false) {
  const std::string order =
      "{'resourceType':'MedicationRequest','id':'d1','subject':{'reference':'Patient/p1'}," + members + "}";
  sample::request r{.draft_orders = sample::bundle({order}), .data = {}};
  if (!beside.empty() && prefetched) r.data = {{fhir::data_kind::medications, sample::bundle({beside})}};
  if (!beside.empty() && !prefetched) r.draft_orders = sample::bundle({order, beside});
  const auto read = sample::read(r);
  if (!read.facts) {
    const auto fault = read.faults().front();
    return fault.substr(fault.rfind(": ") + 2);
  }
  return told(read->drafts.at(0));
}

struct named_drug {
  std::string members, says;
};

void expect_concepts(const std::vector<named_drug>& cases) {
  for (const auto& one : cases)
    EXPECT_EQ(read_order("'medicationCodeableConcept':{" + one.members + "}"), one.says) << one.members;
}

TEST(DrugCases, OneCode) {
  expect_concepts({
      {codings("281"), "acyclovir unknown"},                  // ingredient
      {codings("73645"), "valacyclovir unknown"},             // ingredient
      {codings("236081"), "valacyclovir oral"},               // salt
      {codings("313564"), "valacyclovir oral 1000 mg"},       // clinical drug
      {codings("313565"), "valacyclovir oral 500 mg"},        // clinical drug
      {codings("108780"), "valacyclovir oral"},               // branded, of one of two strengths
      {codings("757149"), "acyclovir oral"},                  // dose form alone
      {codings("307730"), "acyclovir oral 40 mg/mL"},         // suspension
      {codings("141859"), "acyclovir topical"},               // cream
      {codings("998422"), "acyclovir topical"},               // combination with hydrocortisone
      {codings("1734932"), "acyclovir intravenous 50 mg/mL"}, // vial
      {codings("1734377"), "foscarnet intravenous 24 mg/mL"}, // current
      {codings("855611"), "foscarnet intravenous 24 mg/mL"},  // retired
      {codings("33562"), "foscarnet intravenous"},            // ingredient of one route
      {codings("8640"), "corticosteroid unknown"},            // another drug
      {codings("999999999"), "unknown"},                      // of nobody
      {codings(""), "unknown"},                               // empty
      {"'coding':[{'code':'313564'}]", "unknown"},            // without a system a code says nothing
      {"'coding':[{'system':'http://local','code':'313564'}]", "unknown"},
      {"'coding':[{'system':'urn:oid:2.16.840.1.113883.6.88','code':'313564'}]", "valacyclovir oral 1000 mg"},
      {"'coding':[]", "unknown"},
  });
}

TEST(DrugCases, SeveralCodesThatAgree) {
  expect_concepts({
      {codings("73645", "313565"), "valacyclovir oral 500 mg"},
      {codings("313565", "73645"), "valacyclovir oral 500 mg"},
      {codings("313565", "313565"), "valacyclovir oral 500 mg"},
      {codings("108780", "313564"), "valacyclovir oral 1000 mg"},
      {codings("236081", "313564"), "valacyclovir oral 1000 mg"},
      {codings("855611", "1734377"), "foscarnet intravenous 24 mg/mL"},
      {codings("1734377", "33562"), "foscarnet intravenous 24 mg/mL"},
      {codings("281", "141859"), "acyclovir topical"},
      {codings("757149", "307730"), "acyclovir oral 40 mg/mL"},
      {codings("999999999", "313565"), "valacyclovir oral 500 mg"},
      {codings("8640", "8640"), "corticosteroid unknown"},
  });
}

TEST(DrugCases, CodesThatContradictEachOther) {
  const std::string drugs = "its codings name different drugs", strengths = "its codings name different strengths",
                    routes = "its codings name products for different routes";
  expect_concepts({
      {codings("313564", "313565"), strengths},
      {codings("197311", "197313"), strengths},
      {codings("307730", "197311"), strengths},
      {codings("73645", "313564", "313565"), strengths},
      {codings("73645", "68099"), drugs},
      {codings("313564", "198382"), drugs},
      {codings("281", "8640"), drugs},
      {codings("8640", "281"), drugs},
      {codings("8640", "5492"), drugs},
      {codings("141859", "197311"), routes},
      {codings("1734932", "197311"), routes},
      {codings("141859", "1734932"), routes},
  });
}

TEST(DrugCases, Words) {
  expect_concepts({
      {text("Valacyclovir 1 g tablet"), "valacyclovir oral"}, // a strength in words is never taken
      {text("VALTREX 500 mg"), "valacyclovir unknown"},
      {text("Valtrex (valacyclovir) 1 g"), "valacyclovir unknown"},
      {text("Zovirax 5% cream"), "acyclovir topical"},
      {text("acyclovir 5% ointment"), "acyclovir topical"},
      {text("acyclovir eye ointment"), "acyclovir ophthalmic"},
      {text("acyclovir 50 mg buccal tablet"), "acyclovir buccal"},
      {text("acyclovir 400 mg tab"), "acyclovir oral"},
      {text("acyclovir 500 mg IV infusion"), "acyclovir intravenous"},
      {text("acyclovir cream or tablets"), "acyclovir unknown"},
      {text("acyclovir"), "acyclovir unknown"},
      {text("Sitavig"), "acyclovir buccal"},
      {text("Sitavig (acyclovir) 50 mg"), "acyclovir buccal"},
      {text("acyclovir [Sitavig]"), "acyclovir buccal"},
      {text("Xerese"), "acyclovir topical"},
      {text("foscarnet 24 mg/mL"), "foscarnet intravenous"},
      {text("acyclovir or valacyclovir"), "unknown"},
      {text("acyclovir / hydrocortisone cream"), "unknown"},
      {text("Sitavig and Xerese"), "unknown"},
      {text("acyclovirx"), "unknown"},
      {text("lysine 1 g"), "unknown"},
      {local("famciclovir 500 MG Oral Tablet"), "famciclovir oral"},
      {local("famciclovir") + "," + text("Famciclovir tablets"), "famciclovir oral"},
      {local("famciclovir") + "," + text("acyclovir"), "unknown"},
      {local("acyclovir") + "," + text("acyclovir or valacyclovir"), "unknown"},
      {codings("313565") + "," + text("famciclovir 1 g"), "valacyclovir oral 500 mg"}, // a code outranks words
      {codings("281") + "," + text("acyclovir 5% cream"), "acyclovir topical"},        // and words fill its gaps
      {codings("999999999") + "," + text("valacyclovir"), "valacyclovir unknown"},
  });
}

std::string medication(std::string_view members) {
  return "{'resourceType':'Medication','id':'m1'," + std::string(members) + "}";
}
std::string code(const std::string& concept_members) { return "'code':{" + concept_members + "}"; }
std::string ingredient(const std::string& codes, std::string_view numerator = {}, std::string_view denominator = {}) {
  std::string strength;
  if (!numerator.empty())
    strength =
        ",'strength':{'numerator':{" + std::string(numerator) + "},'denominator':{" + std::string(denominator) + "}}";
  return "{'itemCodeableConcept':{" + codes + "}" + strength + "}";
}
std::string ingredients(const std::string& all) { return "'ingredient':[" + all + "]"; }

TEST(DrugCases, AMedicationBesideTheOrder) {
  const std::string by = "'medicationReference':{'reference':'Medication/m1'}";
  constexpr auto half_gram = "'value':0.5,'code':'g'";
  constexpr auto one = "'value':1,'code':'{tablet}'";
  const struct {
    std::string members, says;
  } cases[] = {
      {code(codings("313564")), "valacyclovir oral 1000 mg"},
      {code(text("valacyclovir tablets")), "valacyclovir oral"},
      {code(text("local product")), "unknown"},
      {ingredients(ingredient(codings("73645"), half_gram, one)), "valacyclovir unknown 500 mg"},
      {code(codings("73645")) + "," + ingredients(ingredient(codings("73645"), half_gram, one)),
       "valacyclovir unknown 500 mg"},
      {code(codings("313565")) + "," + ingredients(ingredient(codings("73645"), half_gram, one)),
       "valacyclovir oral 500 mg"},
      {code(codings("313564")) + "," + ingredients(ingredient(codings("73645"), half_gram, one)), "valacyclovir oral"},
      {code(codings("1734377")) + "," +
           ingredients(ingredient(codings("33562"), "'value':24,'code':'mg'", "'value':1,'code':'mL'")),
       "foscarnet intravenous 24 mg/mL"},
      {code(codings("1734377")) + "," +
           ingredients(ingredient(codings("33562"), "'value':12,'code':'mg'", "'value':1,'code':'mL'")),
       "foscarnet intravenous"},
      {ingredients(ingredient(codings("33562"), "'value':6,'code':'g'", "'value':250,'code':'mL'")),
       "foscarnet intravenous 24 mg/mL"},
      {ingredients(ingredient(codings("236081"), "'value':556,'code':'mg'", one)),
       "valacyclovir oral"}, // counts the salt
      {ingredients(ingredient(codings("73645", "236081"), "'value':556,'code':'mg'", one)), "valacyclovir oral"},
      {ingredients(ingredient(text("valacyclovir HCl"), "'value':556,'code':'mg'", one)), "valacyclovir unknown"},
      {ingredients(ingredient(text("foscarnet sodium"), "'value':24,'code':'mg'", "'value':1,'code':'mL'")),
       "foscarnet intravenous 24 mg/mL"},
      {ingredients(ingredient(codings("73645"))), "valacyclovir unknown"},
      {ingredients(ingredient(codings("73645"), "'value':5,'code':'%'", one)), "valacyclovir unknown"},
      {ingredients(ingredient(codings("73645"), half_gram, "'value':0,'code':'{tablet}'")), "valacyclovir unknown"},
      {ingredients(ingredient(codings("281")) + "," + ingredient(codings("5492"))), "unknown"},
      {code(text("local cream")) + "," +
           ingredients(ingredient(codings("281"), half_gram, one) + "," + ingredient(codings("5492"))),
       "unknown"},
      {code(codings("998422")) + "," +
           ingredients(ingredient(codings("281"), half_gram, one) + "," + ingredient(codings("5492"))),
       "acyclovir topical"},
      {code(codings("73645")) + "," + ingredients(ingredient(codings("68099"), half_gram, one)),
       "is another drug than the code of its Medication"},
      {code(codings("313564", "313565")), "its codings name different strengths"},
      {code(codings("73645")) + "," + ingredients(ingredient(text("excipient"), half_gram, one)),
       "valacyclovir unknown"},
      {"'status':'entered-in-error'," + code(codings("313564")), "unknown, unresolved"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(read_order(by, medication(c.members)), c.says) << c.members;
    EXPECT_EQ(read_order("'contained':[" + medication(c.members) + "],'medicationReference':{'reference':'#m1'}"),
              c.says)
        << c.members;
    EXPECT_EQ(read_order(by, medication(c.members), true), c.says) << c.members;
  }
}

TEST(DrugCases, AReferenceWithAndWithoutItsMedication) {
  const auto by = [](std::string_view reference, std::string_view display) {
    return "'medicationReference':{'reference':'" + std::string(reference) + "','display':'" + std::string(display) +
           "'}";
  };
  const auto product = medication(code(codings("313565")));
  const auto unknown = medication(code(text("local product")));
  EXPECT_EQ(read_order(by("Medication/m1", "famciclovir"), product),
            "valacyclovir oral 500 mg"); // what is supplied counts
  EXPECT_EQ(read_order(by("Medication/m1", "Valacyclovir tablets"), unknown), "valacyclovir oral");
  EXPECT_EQ(read_order(by("Medication/m1", "a tablet"), unknown), "unknown");
  EXPECT_EQ(read_order(by("Medication/gone", "Valacyclovir 1 g tablets")), "valacyclovir oral");
  EXPECT_EQ(read_order(by("Medication/gone", "acyclovir 5% cream")), "acyclovir topical");
  EXPECT_EQ(read_order(by("Medication/gone", "acyclovir or famciclovir")), "unknown, unresolved");
  EXPECT_EQ(read_order(by("Medication/gone", "a tablet")), "unknown, unresolved");
  EXPECT_EQ(read_order(by("#gone", "")), "unknown, unresolved");
  EXPECT_EQ(read_order(by("https://other.example.org/fhir/Medication/m1", ""), product), "unknown, unresolved");
  EXPECT_EQ(read_order(by("https://ehr.example.org/fhir/Medication/m1", ""), product), "valacyclovir oral 500 mg");
  EXPECT_EQ(read_order("'medicationReference':{'display':'Foscarnet'}"), "foscarnet intravenous");
  EXPECT_EQ(read_order("'medicationReference':{'identifier':{'value':'9'}}"), "unknown, unresolved");
}

/// What the chart says twice in different ways is not used, and nothing of it is chosen.
TEST(DrugCases, ContradictionsInTheChartAreUnread) {
  const struct {
    std::string members;
    cds::agent agent;
    double strength;
    std::string_view unread;
  } cases[] = {
      {codings("313564", "313565"), cds::agent::valacyclovir, 0, "its codings name different strengths"},
      {codings("313564", "313565", "313564"), cds::agent::valacyclovir, 0, "its codings name different strengths"},
      {codings("313564", "281"), cds::agent::none, 0, "its codings name different drugs"},
      {codings("141859", "197311"), cds::agent::none, 0, "its codings name products for different routes"},
  };
  for (const auto& c : cases) {
    const auto read =
        sample::read_one(fhir::data_kind::medications,
                         "{'resourceType':'MedicationRequest','id':'r','status':'active','intent':'order','subject':{"
                         "'reference':'Patient/p1'},'medicationCodeableConcept':{" +
                             c.members + "}}");
    ASSERT_EQ(read->requests.items.size(), 1u) << c.members;
    EXPECT_EQ(read->requests.items[0].drug.agent, c.agent) << c.members;
    EXPECT_EQ(read->requests.items[0].drug.strength_mg, c.strength) << c.members;
    ASSERT_FALSE(read.unread().empty()) << c.members;
    EXPECT_NE(read.unread()[0].find(c.unread), std::string::npos) << read.unread()[0];
  }
}

} // namespace
