// The work of an answer grows with the body, not with its square. What is counted is the same on every machine: memory
// asked for, texts compared, functions of the engine entered.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "fhir/json/document.hpp"
#include "hooks/endpoint.hpp"
#include "tests/bench/allocations.hpp"
#include "tests/bench/calls.hpp"
#include "tests/bench/comparisons.hpp"
#include "tests/bench/growth.hpp"
#include "tests/support/chart.hpp"
#include "tests/support/world.hpp"
#include "tests/vignettes/posting.hpp"

namespace {

struct work {
  double allocations = 0, comparisons = 0, calls = 0;
};

work work_of(const std::string& body, std::chrono::sys_seconds now, int status) {
  static const hooks::endpoint served(support::embedded_knowledge(), {});
  const auto answer = [&] {
    return served.answer({.method = "POST",
                          .target = "/cds-services/antiviral-order-sign",
                          .content_type = "application/json",
                          .content_encoding = {},
                          .origin = {},
                          .body = body},
                         support::world_at(now));
  };
  answer(); // what is made once is made
  const auto memory = bench::so_far();
  const auto texts = bench::comparisons_so_far();
  const auto calls = bench::calls_so_far();
  EXPECT_EQ(answer().status, status);
  return {static_cast<double>(bench::so_far().count - memory.count),
          static_cast<double>(bench::comparisons_so_far() - texts), static_cast<double>(bench::calls_so_far() - calls)};
}

/// Twice the body, at most this often the work: sorting costs a little more than its share, squares cost four times.
/// The counts are exact, so the limit is near, and a square shows while it is still a small part of the whole.
constexpr double most_growth = 2.15;
/// Most of the texts that are still compared, and a part of the functions entered, belong to sorting: of 400 and of
/// 800, 2.23 times as many.
constexpr double most_growth_with_sorting = 2.25;

void expect_linear(const std::string& name, const work& small, const work& large) {
  EXPECT_GT(small.allocations, 20) << name; // each is counted at all
  EXPECT_GT(small.comparisons, 1000) << name;
  EXPECT_GT(small.calls, 1000) << name;
  EXPECT_LT(large.allocations, most_growth * small.allocations + 20) << name << ": " << small.allocations;
  EXPECT_LT(large.comparisons, most_growth_with_sorting * small.comparisons + 500) << name << ": " << small.comparisons;
  EXPECT_LT(large.calls, most_growth_with_sorting * small.calls + 1000) << name << ": " << small.calls;
}

TEST(Growth, OfHistoryIsLinear) {
  for (const std::string name : {"v01", "v02", "v06a", "v11"}) {
    const auto request = vignettes::request_of(name);
    const auto now = vignettes::expectation_of(name).now;
    expect_linear(name, work_of(bench::with_history(request, 150'000), now, 200),
                  work_of(bench::with_history(request, 300'000), now, 200));
  }
}

std::string repeated(int times, auto part) {
  std::string all;
  for (int i = 0; i < times; ++i) all += (i > 0 ? "," : "") + part(std::to_string(i));
  return all;
}

/// A request made to make the reader search: `n` of one thing, each naming one of `n` others.
struct hostile {
  std::string name, order, drafts, conditions, medications, labs;
};

std::string body_of(const hostile& shape) {
  const std::string order =
      R"({"resource":{"resourceType":"MedicationRequest","id":"d","status":"draft","subject":{"reference":"Patient/p1"},)"
      R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"313564"}]})" +
      shape.order + "}}" + shape.drafts;
  return R"({"hook":"order-sign","hookInstance":"i","context":{"userId":"Practitioner/u","patientId":"p1","draftOrders":{"resourceType":"Bundle","entry":[)" +
         order +
         R"(]}},"prefetch":{"patient":{"resourceType":"Patient","id":"p1"},"conditions":{"resourceType":"Bundle","entry":[)" +
         shape.conditions + R"(]},"medications":{"resourceType":"Bundle","entry":[)" + shape.medications +
         R"(]},"labs":{"resourceType":"Bundle","entry":[)" + shape.labs + "]}}}";
}

hostile contained_reasons(int n) {
  const auto condition = [](const std::string& i) {
    return R"({"resourceType":"Condition","id":"c)" + i + R"(","subject":{"reference":"Patient/p1"}})";
  };
  const auto reference = [](const std::string& i) { return R"({"reference":"#c)" + i + "\"}"; };
  return {.name = "contained reasons",
          .order =
              R"(,"contained":[)" + repeated(n, condition) + R"(],"reasonReference":[)" + repeated(n, reference) + "]",
          .drafts = {},
          .conditions = {},
          .medications = {},
          .labs = {}};
}

hostile prefetched_reasons(int n) {
  const auto condition = [](const std::string& i) {
    return R"({"resource":{"resourceType":"Condition","id":"c)" + i +
           R"(","subject":{"reference":"Patient/p1"},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"B00.1"}]}}})";
  };
  const auto reference = [](const std::string& i) { return R"({"reference":"Condition/c)" + i + "\"}"; };
  return {.name = "prefetched reasons",
          .order = R"(,"reasonReference":[)" + repeated(n, reference) + "]",
          .drafts = {},
          .conditions = repeated(n, condition),
          .medications = {},
          .labs = {}};
}

hostile immunosuppressants(int n) {
  const auto medication = [](const std::string& i) {
    return R"({"resource":{"resourceType":"MedicationRequest","id":"m)" + i +
           R"(","status":"active","intent":"order","subject":{"reference":"Patient/p1"},"authoredOn":"2026-01-05",)"
           R"("medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"42316"}]}}})";
  };
  return {.name = "immunosuppressants",
          .order = {},
          .drafts = {},
          .conditions = {},
          .medications = repeated(n, medication),
          .labs = {}};
}

hostile one_id(int n) {
  const auto condition = [](const std::string&) {
    return std::string(
        R"({"fullUrl":"urn:x","resource":{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p1"}}})");
  };
  return {.name = "one id",
          .order = R"(,"reasonReference":[{"reference":"Condition/c"}])",
          .drafts = {},
          .conditions = repeated(n, condition),
          .medications = {},
          .labs = {}};
}

hostile healed_and_tested(int n) {
  const auto condition = [](const std::string& i) {
    return R"({"resource":{"resourceType":"Condition","id":"c)" + i +
           R"(","subject":{"reference":"Patient/p1"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"resolved"}]},)"
           R"("code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"B00.1"}]},)"
           R"("onsetDateTime":"2025-11-02","abatementDateTime":"2025-11-09"}})";
  };
  const auto lab = [](const std::string& i) {
    return R"({"resource":{"resourceType":"Observation","id":"o)" + i +
           R"(","status":"final","subject":{"reference":"Patient/p1"},"effectiveDateTime":"2025-12-12",)"
           R"("code":{"coding":[{"system":"http://loinc.org","code":"73574-6"}]},)"
           R"("interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"S"}]}]}})";
  };
  return {.name = "healed and tested",
          .order = {},
          .drafts = {},
          .conditions = repeated(n, condition),
          .medications = {},
          .labs = repeated(n, lab)};
}

hostile many_drafts(int n) {
  const auto draft = [](const std::string& i) {
    return R"({"resource":{"resourceType":"MedicationRequest","id":"e)" + i +
           R"(","status":"draft","subject":{"reference":"Patient/p1"},"medicationCodeableConcept":)"
           R"({"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"313564"}]}}})";
  };
  auto shape = immunosuppressants(100);
  shape.name = "drafts";
  shape.drafts = "," + repeated(n, draft);
  return shape;
}

TEST(Growth, OfDraftsIsLinear) {
  for (const std::string name : {"v01", "v06a", "v11"}) {
    const auto request = vignettes::request_of(name);
    const auto at = vignettes::expectation_of(name).now;
    expect_linear(name, work_of(bench::with_drafts(request, 75), at, 200),
                  work_of(bench::with_drafts(request, 150), at, 200));
  }
  const auto now = vignettes::expectation_of("v01").now;
  expect_linear("drafts", work_of(body_of(many_drafts(50)), now, 200), work_of(body_of(many_drafts(100)), now, 200));
  expect_linear("drafts", work_of(body_of(many_drafts(99)), now, 200), work_of(body_of(many_drafts(199)), now, 200));
}

TEST(Growth, OfHostileShapesIsLinear) {
  const auto now = vignettes::expectation_of("v01").now;
  for (const auto shape : {contained_reasons, prefetched_reasons, immunosuppressants, one_id, healed_and_tested})
    expect_linear(shape(1).name, work_of(body_of(shape(400)), now, 200), work_of(body_of(shape(800)), now, 200));
}

TEST(Growth, HistoryIsAddedAsToldAndNothingElse) {
  const auto request = vignettes::request_of("v11");
  const auto one = bench::with_history(request, 0);
  const auto larger = bench::with_history(request, 100'000);
  EXPECT_GE(larger.size(), 100'000u);
  EXPECT_LT(larger.size(), 100'000u + one.size());
  fhir::json::document a, b;
  const auto small = a.read(one).value(), large = b.read(larger).value();
  EXPECT_EQ(large["context"]["draftOrders"]["entry"].size(), small["context"]["draftOrders"]["entry"].size());
  const auto entries = large["prefetch"]["medications"]["entry"], before = small["prefetch"]["medications"]["entry"];
  ASSERT_GT(entries.size(), before.size());
  EXPECT_EQ(entries.size() % before.size(), 0u);
  EXPECT_EQ(std::string(*entries[before.size()]["resource"]["id"].string()),
            std::string(*before[0]["resource"]["id"].string()) + "-1");
}

} // namespace
