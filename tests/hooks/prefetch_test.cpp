#include "hooks/prefetch.hpp"

#include <gtest/gtest.h>

#include "tests/hooks/faults.hpp"
#include "tests/hooks/small_knowledge.hpp"

namespace {

using fhir::data_kind;
using state = fhir::supplied::state;

constexpr std::size_t index_of(data_kind k) { return static_cast<std::size_t>(k); }

struct reading {
  std::string body; // the document points into it
  fhir::json::document document;
  hooks::prefetched data;
  std::string faults;
};

void read(std::string body, reading& into) {
  into.body = std::move(body);
  std::vector<fhir::issue> faults;
  auto root = into.document.read(into.body);
  ASSERT_TRUE(root) << into.body;
  into.data = hooks::read_prefetch(*root, faults);
  into.faults = hooks_tests::to_text(faults);
}

TEST(Prefetch, HoldsNoMoreEntriesThanAreRead) {
  const auto with = [](std::size_t entries) {
    std::string bundle = R"({"resourceType":"Bundle","entry":[{})";
    for (std::size_t i = 1; i < entries; ++i) bundle += ",{}";
    reading got;
    read(R"({"prefetch":{"labs":)" + bundle + R"(]},"vitals":{"resourceType":"Bundle","entry":[{}]}}})", got);
    return got.faults;
  };
  EXPECT_EQ(with(hooks::most_prefetched_entries - 1), "");
  EXPECT_EQ(with(hooks::most_prefetched_entries),
            "too-costly prefetch: holds more than the 5000 entries that are read");
}

TEST(Prefetch, KeepsFourStatesApart) {
  const struct {
    const char* value;
    state what;
  } table[] = {
      {"null", state::empty},
      {R"({"resourceType":"Bundle"})", state::empty},
      {R"({"resourceType":"Bundle","type":"searchset","total":0})", state::empty},
      {R"({"resourceType":"Bundle","type":"searchset","entry":[]})", state::empty},
      {R"({"resourceType":"Bundle","link":[{"relation":"self","url":"x"}],"entry":[]})", state::empty},
      {R"({"resourceType":"Bundle","type":"searchset","total":3})", state::failed},
      {R"({"resourceType":"Bundle","total":3,"entry":[]})", state::failed},
      {R"({"resourceType":"Bundle","entry":[],"link":[{"relation":"next","url":"x"}]})", state::failed},
      {R"({"resourceType":"Bundle","entry":[{}],"link":[{"relation":"self"},{"relation":"next","url":"x"}]})",
       state::failed},
      {R"({"resourceType":"OperationOutcome","issue":[]})", state::failed},
      {R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Observation"}}]})", state::present},
      {R"({"resourceType":"Bundle","type":"collection","total":1,"entry":[{}]})", state::present},
  };
  for (std::size_t i = 1; i < fhir::data_kind_count; ++i) {
    auto key = std::string(fhir::key_of(static_cast<data_kind>(i)));
    for (const auto& one : table) {
      reading got;
      read(R"({"prefetch":{")" + key + R"(":)" + one.value + "}}", got);
      EXPECT_EQ(got.faults, "") << key << ' ' << one.value;
      hooks::fail_unfinished(got.data);
      for (std::size_t other = 0; other < fhir::data_kind_count; ++other) {
        EXPECT_EQ(got.data[other].what, other == i ? one.what : state::absent) << key << ' ' << one.value;
      }
      EXPECT_EQ(got.data[i].resource.exists(), one.what == state::present) << key << ' ' << one.value;
    }
  }
}

TEST(Prefetch, ReadsThePatientItself) {
  const struct {
    const char* value;
    state what;
  } table[] = {{"null", state::empty},
               {R"({"resourceType":"OperationOutcome"})", state::failed},
               {R"({"resourceType":"Patient","id":"p"})", state::present}};
  for (const auto& one : table) {
    reading got;
    read(std::string(R"({"prefetch":{"patient":)") + one.value + "}}", got);
    EXPECT_EQ(got.faults, "");
    EXPECT_EQ(got.data[0].what, one.what) << one.value;
  }
}

TEST(Prefetch, RefusesWrongTypesWithTheirPath) {
  const struct {
    const char* value;
    const char* bundle_fault;  // under `labs`
    const char* patient_fault; // under `patient`
  } table[] = {
      {"7", "structure prefetch.labs: must be a FHIR resource or null, not a number",
       "structure prefetch.patient: must be a FHIR resource or null, not a number"},
      {R"("x")", "structure prefetch.labs: must be a FHIR resource or null, not a string",
       "structure prefetch.patient: must be a FHIR resource or null, not a string"},
      {"[]", "structure prefetch.labs: must be a FHIR resource or null, not an array",
       "structure prefetch.patient: must be a FHIR resource or null, not an array"},
      {"false", "structure prefetch.labs: must be a FHIR resource or null, not a boolean",
       "structure prefetch.patient: must be a FHIR resource or null, not a boolean"},
      {"{}", "required prefetch.labs.resourceType: must be `Bundle` or `OperationOutcome`",
       "required prefetch.patient.resourceType: must be `Patient` or `OperationOutcome`"},
      {R"({"resourceType":7})", "required prefetch.labs.resourceType: must be `Bundle` or `OperationOutcome`",
       "required prefetch.patient.resourceType: must be `Patient` or `OperationOutcome`"},
      {R"({"resourceType":"Observation"})", "value prefetch.labs.resourceType: must be `Bundle` or `OperationOutcome`",
       "value prefetch.patient.resourceType: must be `Patient` or `OperationOutcome`"},
  };
  for (const auto& one : table) {
    reading got;
    read(std::string(R"({"prefetch":{"labs":)") + one.value + "}}", got);
    EXPECT_EQ(got.faults, one.bundle_fault);
    read(std::string(R"({"prefetch":{"patient":)") + one.value + "}}", got);
    EXPECT_EQ(got.faults, one.patient_fault);
  }
}

TEST(Prefetch, MayBeMissingOrNull) {
  for (const auto* body : {"{}", R"({"prefetch":null})", R"({"prefetch":{}})", R"({"prefetch":{"other":7}})"}) {
    reading got;
    read(body, got);
    EXPECT_EQ(got.faults, "") << body;
    for (const auto& one : got.data) EXPECT_EQ(one.what, state::absent) << body;
  }
}

TEST(Prefetch, RefusesEachMissingRequiredKeyAndNoOther) {
  const std::string absent = ": not supplied; nothing can be checked without it";
  const std::string failed = ": its query failed or its result is incomplete; nothing can be checked without it";
  for (std::size_t i = 0; i < fhir::data_kind_count; ++i) {
    auto kind = static_cast<data_kind>(i);
    bool required = kind == data_kind::patient || kind == data_kind::conditions || kind == data_kind::medications;
    for (auto what : {state::absent, state::failed, state::empty, state::present}) {
      hooks::prefetched data;
      for (auto& one : data) one.what = state::present;
      data[i].what = what;
      auto refused = hooks::refuse_missing(data);
      auto path = "required prefetch." + std::string(fhir::key_of(kind));
      std::string expected;
      if (required && what == state::absent) expected = path + absent;
      if (required && what == state::failed) expected = path + failed;
      if (kind == data_kind::patient && what == state::empty)
        expected = path + ": empty; nothing can be checked without the Patient";
      EXPECT_EQ(refused ? hooks_tests::to_text(refused->issues) : "", expected);
      if (refused) {
        EXPECT_EQ(refused->status, 412);
      }
    }
  }
}

TEST(Prefetch, NamesAllMissingKeysAtOnce) {
  auto refused = hooks::refuse_missing({});
  ASSERT_TRUE(refused);
  ASSERT_EQ(refused->issues.size(), 3u);
  EXPECT_EQ(refused->issues[0].path, "prefetch.patient");
  EXPECT_EQ(refused->issues[1].path, "prefetch.conditions");
  EXPECT_EQ(refused->issues[2].path, "prefetch.medications");
}

TEST(Prefetch, TemplatesAskForOnePatientAndKnownCodes) {
  const struct {
    data_kind kind;
    const char* query;
  } table[] = {
      {data_kind::patient, "Patient/{{context.patientId}}"},
      {data_kind::conditions, "Condition?patient={{context.patientId}}&_count=1000"},
      {data_kind::medications, "MedicationRequest?patient={{context.patientId}}&_count=1000"},
      {data_kind::dispenses, "MedicationDispense?patient={{context.patientId}}&_count=1000"},
      {data_kind::administrations, "MedicationAdministration?patient={{context.patientId}}&_count=1000"},
      {data_kind::statements, "MedicationStatement?patient={{context.patientId}}&_count=1000"},
      {data_kind::labs, "Observation?patient={{context.patientId}}&code=2160-0,24467-3,73574-6&_count=1000"},
      {data_kind::vitals, "Observation?patient={{context.patientId}}&code=29463-7&_count=1000"},
      {data_kind::service_requests, "ServiceRequest?patient={{context.patientId}}&_count=1000"},
      {data_kind::allergies, "AllergyIntolerance?patient={{context.patientId}}&_count=1000"},
  };
  ASSERT_EQ(std::size(table), fhir::data_kind_count);
  for (const auto& one : table) {
    EXPECT_EQ(hooks::template_of(one.kind, hooks_tests::small_knowledge().terms), one.query) << index_of(one.kind);
  }
}

} // namespace
