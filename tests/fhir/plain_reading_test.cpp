// Resources and elements that say that they may not be read as they stand: modifierExtension and implicitRules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "sample_chart.hpp"

namespace {

using fhir::data_kind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A resource of p1 with these members, in its set.
sample::outcome read(data_kind kind, std::string_view type, std::string_view members) {
  return sample::read_one(
      kind, fmt::format("{{'resourceType':'{}','id':'x','subject':{{'reference':'Patient/p1'}},{}}}", type, members));
}

constexpr std::pair<std::string_view, std::string_view> not_plain[] = {
    {"'modifierExtension':[{'url':'u','valueBoolean':true}]", "an extension changes its meaning"},
    {"'implicitRules':'http://rules'", "it follows rules of its own that are not known here"}};

// What such a resource says is not known, so that nothing may be concluded from what its set does not hold.
TEST(PlainReading, WithoutItASetIsTainted) {
  const std::tuple<data_kind, std::string_view, std::string_view> kinds[] = {
      {data_kind::conditions, "Condition", "'note':[]"},
      {data_kind::medications, "MedicationRequest", "'status':'active'"},
      {data_kind::dispenses, "MedicationDispense", "'status':'completed'"},
      {data_kind::administrations, "MedicationAdministration", "'status':'completed'"},
      {data_kind::statements, "MedicationStatement", "'status':'active'"},
      {data_kind::labs, "Observation", "'status':'final'"},
      {data_kind::vitals, "Observation", "'status':'final'"},
      {data_kind::service_requests, "ServiceRequest", "'status':'active'"},
      {data_kind::allergies, "AllergyIntolerance", "'note':[]"}};
  const auto state_of = [](const cds::facts& f, data_kind kind) {
    const std::pair<data_kind, cds::supply> all[] = {
        {data_kind::conditions, f.conditions.state}, {data_kind::medications, f.requests.state},
        {data_kind::dispenses, f.dispenses.state},   {data_kind::administrations, f.administrations.state},
        {data_kind::statements, f.statements.state}, {data_kind::labs, f.labs.state},
        {data_kind::vitals, f.vitals.state},         {data_kind::service_requests, f.service_requests.state},
        {data_kind::allergies, f.allergies.state}};
    for (const auto& [known, state] : all)
      if (known == kind) return state;
    return cds::supply::missing;
  };
  for (const auto& [kind, type, members] : kinds) {
    EXPECT_EQ(state_of(*read(kind, type, members).facts, kind), cds::supply::complete) << type;
    for (const auto& [mark, reason] : not_plain) {
      const auto got = read(kind, type, fmt::format("{},{}", members, mark));
      EXPECT_EQ(state_of(*got.facts, kind), cds::supply::failed) << type << " " << mark;
      EXPECT_THAT(got.unread(),
                  ElementsAre(fmt::format("prefetch.{}.entry[0].resource: {}", fhir::key_of(kind), reason)));
    }
  }
}

TEST(PlainReading, WithoutItPatientDraftAndSupplyAreUnknown) {
  for (const auto& [mark, reason] : not_plain) {
    SCOPED_TRACE(mark);
    const auto patient = sample::read(
        {.draft_orders = {},
         .data = {{data_kind::patient,
                   fmt::format("{{'resourceType':'Patient','id':'p1','birthDate':'1974-03-02','gender':'male',{}}}",
                               mark)}}});
    EXPECT_EQ(patient->patient.birth, std::nullopt);
    EXPECT_EQ(patient->patient.sex, cds::sex::unknown);
    EXPECT_THAT(patient.unread(), ElementsAre(fmt::format("prefetch.patient: {}", reason)));

    const auto dose = "'dosageInstruction':[{'doseAndRate':[{'doseQuantity':{'value':500,'unit':'mg'}}],'timing':{"
                      "'repeat':{'frequency':2,'period':1,'periodUnit':'d'}}}]";
    const auto draft = sample::read_draft(fmt::format("{},{}", dose, mark));
    EXPECT_EQ(draft->drafts.at(0).dosage.dose, std::nullopt);
    EXPECT_THAT(draft->drafts[0].dosage.unread, ElementsAre(std::string(reason)));

    const auto supply =
        read(data_kind::medications, "MedicationRequest",
             fmt::format("'status':'active','dispenseRequest':{{'numberOfRepeatsAllowed':3,{}}}", mark));
    EXPECT_EQ(supply->requests.items.at(0).refills, std::nullopt);
    EXPECT_THAT(supply.unread(), ElementsAre(HasSubstr(".dispenseRequest: " + std::string(reason))));
  }
}

TEST(PlainReading, WithoutItAConditionIsNoReason) {
  for (const auto& [mark, reason] : not_plain) {
    const auto condition = fmt::format(
        "'contained':[{{'resourceType':'Condition','id':'c','code':{{'coding':[{{'system':'http://hl7.org/fhir/sid/"
        "icd-10-cm','code':'B00.1'}}]}},{}}}],'reasonReference':[{{'reference':'#c'}}]",
        mark);
    const auto chart = read(data_kind::medications, "MedicationRequest", "'status':'active'," + condition);
    EXPECT_EQ(chart->requests.items.at(0).reasons, cds::value_sets{}) << mark;
    const auto draft = sample::read_draft(condition);
    EXPECT_TRUE(draft->drafts.at(0).reason_unresolved) << mark;
  }
}

TEST(PlainReading, WithoutItABundleIsNone) {
  const std::string bundle = "{'resourceType':'Bundle','implicitRules':'http://rules','entry':[]}";
  const auto chart = sample::read({.draft_orders = {}, .data = {{data_kind::allergies, bundle}}});
  EXPECT_EQ(chart->allergies.state, cds::supply::failed);
  EXPECT_THAT(chart.unread(), ElementsAre("prefetch.allergies: it follows rules of its own that are not known here"));
  const auto draft = sample::read({.draft_orders = bundle, .data = {}});
  EXPECT_THAT(draft.faults(),
              ElementsAre("context.draftOrders.implicitRules: must be absent; the rules are not known here"));
}

} // namespace
