#include "tests/fhir/proposals/desk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace desk {

namespace {

using fhir::json::kind;
using fhir::json::value;

void expect_no_empties(const value& v) {
  EXPECT_FALSE(v.is_null()) << v.path();
  EXPECT_NE(v.string(), "") << v.path();
  EXPECT_FALSE((v.is(kind::array) || v.is(kind::object)) && v.size() == 0) << v.path();
  for (const auto child : v) expect_no_empties(child);
}

cds::knowledge make_products() {
  cds::knowledge made;
  made.orderables = {
      {"valacyclovir-500", cds::agent::valacyclovir, "313565", "valacyclovir 500 MG Oral Tablet", 500},
      {"valacyclovir-1000", cds::agent::valacyclovir, "313564", "valacyclovir 1000 MG Oral Tablet", 1000},
      {"famciclovir-125", cds::agent::famciclovir, "198382", "famciclovir 125 MG Oral Tablet", 125},
      {"foscarnet", cds::agent::foscarnet, "1734377", "foscarnet sodium 24 MG/ML injection", 0},
  };
  return made;
}

const cds::term& gram_tablet() {
  static const cds::term term = {.coding = {cds::code_system::rxnorm, "313564", "valacyclovir 1000 MG Oral Tablet"},
                                 .sets = {},
                                 .agent = cds::agent::valacyclovir,
                                 .route = cds::route::oral,
                                 .strength_mg = 1000,
                                 .concentration_mg_per_ml = 0,
                                 .prednisone_factor = 0};
  return term;
}

cds::draft_order facts_of(const value& resource, std::size_t entry) {
  cds::draft_order read;
  read.source = {*resource["resourceType"].string(), resource["id"].string().value_or("")};
  read.entry = entry;
  read.drug.agent = cds::agent::valacyclovir;
  read.drug.named = &gram_tablet();
  read.drug.strength_mg = gram_tablet().strength_mg;
  read.drug.identified = true;
  read.dosage.route = cds::route::oral;
  return read;
}

} // namespace

const cds::knowledge& products() {
  static const cds::knowledge made = make_products();
  return made;
}

request::request(const std::vector<std::string>& drafts) {
  text_ = R"({"resourceType":"Bundle","entry":[)";
  for (const auto& resource : drafts)
    text_.append(&resource == &drafts.front() ? "" : ",").append("{\"resource\":").append(resource).append("}");
  text_ += "]}";
  const auto bundle = document_.read(text_).value();
  for (const auto entry : bundle["entry"]) facts.drafts.push_back(facts_of(entry["resource"], facts.drafts.size()));
  using namespace std::chrono;
  facts.now.today = sys_days(2026y / March / 3);
  facts.now.at = facts.now.today + 16h + 20min + 5s;
}

fhir::proposal_context request::context() const {
  return {.patient_id = "p1",
          .encounter_id = encounter_id,
          .user = user,
          .draft_orders = document_.root(),
          .facts = &facts,
          .known = &products()};
}

proposal to_proposal(const cds::action& what, const fhir::proposal_context& context) {
  proposal made{.what = fhir::deed_of(what),
                .description = std::string(std::visit([](const auto& one) { return one.description; }, what)),
                .resource = {},
                .resource_id = {}};
  if (const auto* cancels = std::get_if<cds::cancel_order>(&what)) {
    made.resource_id = fhir::removed_by(*cancels, context);
    return made;
  }
  fhir::json::writer out(made.resource);
  fhir::write_resource(out, what, context);
  return made;
}

proposal request::propose(const cds::action& what) const {
  auto proposed = to_proposal(what, context());
  if (proposed.what == fhir::deed::remove) return proposed;
  fhir::json::document read;
  const auto root = read.read(proposed.resource);
  EXPECT_TRUE(root) << proposed.resource;
  if (root) expect_no_empties(*root);
  return proposed;
}

std::string valacyclovir_draft(std::string_view more) {
  std::string text =
      R"({"resourceType":"MedicationRequest","id":"draft-1","status":"draft","intent":"order",)"
      R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm",)"
      R"("code":"313564"}],"text":"valacyclovir 1 g"},"subject":{"reference":"Patient/p1"})";
  return text.append(more).append("}");
}

} // namespace desk
