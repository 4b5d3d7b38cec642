#include "tests/hooks/small_knowledge.hpp"

namespace hooks_tests {
namespace {

using cds::code_system;
using cds::value_set;

cds::terminology::entry entry(code_system system, std::string code, std::string display, value_set set) {
  cds::terminology::entry one{system, std::move(code), std::move(display), {}};
  one.meaning.sets.add(set);
  return one;
}

cds::terminology::entry valacyclovir() {
  cds::terminology::entry one{code_system::rxnorm, "313564", "valacyclovir 1000 MG Oral Tablet", {}};
  one.meaning.agent = cds::agent::valacyclovir;
  one.meaning.route = cds::route::oral;
  one.meaning.strength_mg = 1000;
  return one;
}

cds::terminology terms() {
  std::vector<cds::terminology::entry> entries = {
      entry(code_system::loinc, "2160-0", "Creatinine", value_set::creatinine),
      entry(code_system::loinc, "29463-7", "Body weight", value_set::body_weight),
      entry(code_system::loinc, "24467-3", "CD4 cells", value_set::cd4_count),
      entry(code_system::loinc, "73574-6", "Acyclovir susceptibility", value_set::acyclovir_susceptibility),
      entry(code_system::icd_10_cm, "B00.1", "Herpesviral vesicular dermatitis", value_set::hsv_orolabial),
      valacyclovir(),
  };
  return {std::move(entries), {}};
}

cds::knowledge make() {
  cds::knowledge known;
  known.version = "test";
  known.hash = "0123456789abcdef";
  known.terms = terms();
  known.sources = {{"label", "Valacyclovir label", "https://example.org/label", "label"},
                   {"guide", "Guideline on herpes labialis", "https://example.org/guide", "guideline"},
                   {"own", "Project convention", "", "own knowledge"}};
  known.overrides = {{"patient-ineligible", "Patient does not meet eligibility for recommended action"},
                     {"need-more-info", "Could not address recommended action"}};
  for (std::size_t i = 0; i < cds::rule_count; ++i) {
    auto id = static_cast<cds::rule_id>(i);
    bool bare = id == cds::rule_id::confirm_indication;
    known.rules.push_back({.id = id,
                           .title = "Title of " + std::string(cds::name_of(id)),
                           .version = "1.2",
                           .source = bare ? "own" : "label",
                           .sources = bare ? std::vector<std::string>{} : std::vector<std::string>{"label", "guide"},
                           .statements = {"S1", "S2"},
                           .overrides = id == cds::rule_id::paediatric
                                            ? std::vector<std::string>{}
                                            : std::vector<std::string>{"patient-ineligible", "need-more-info"},
                           .texts = {}});
  }
  return known;
}

} // namespace

cds::knowledge another_small_knowledge() { return make(); }

const cds::knowledge& small_knowledge() {
  static const cds::knowledge known = make();
  return known;
}

} // namespace hooks_tests
