#include "tests/server/support/sample_calls.hpp"

#include <chrono>
#include <ctime>
#include <stdexcept>

#include "fhir/json/document.hpp"

namespace server_tests {
namespace {

std::string an_hour_ago() {
  const auto then = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() - std::chrono::hours(1));
  std::tm parts{};
  ::gmtime_r(&then, &parts);
  std::string text(20, '\0');
  std::strftime(text.data(), text.size() + 1, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string coded(std::string_view system, std::string_view code) {
  return R"({"coding":[{"system":")" + std::string(system) + R"(","code":")" + std::string(code) + R"("}]})";
}

std::string observation(std::string_view id, std::string_view patient, std::string_view code, const std::string& number,
                        const std::string& unit) {
  return R"({"resourceType":"Observation","id":")" + std::string(id) +
         R"(","status":"final","subject":{"reference":"Patient/)" + std::string(patient) + R"("},"code":)" +
         coded("http://loinc.org", code) + R"(,"effectiveDateTime":")" + an_hour_ago() +
         R"(","valueQuantity":{"value":)" + number + R"(,"unit":")" + unit +
         R"(","system":"http://unitsofmeasure.org","code":")" + unit + R"("}})";
}

fhir::json::value read_answer(fhir::json::document& into, const http_answer& answer, int status) {
  const auto root = into.read(answer.body);
  if (answer.status != status || !root) throw std::runtime_error("not the answer that was expected: " + answer.body);
  return *root;
}

} // namespace

std::string order(const order_wish& wish) {
  json_members members{{"hook", in_quotes("order-sign")},
                       {"hookInstance", in_quotes("i-1")},
                       {"fhirServer", in_quotes(wish.fhir_server)}};
  if (!wish.access_token.empty())
    members =
        with(members, "fhirAuthorization", R"({"access_token":")" + wish.access_token + R"(","token_type":"Bearer"})");
  const auto draft =
      R"({"resourceType":"MedicationRequest","id":")" + wish.draft +
      R"(","status":"draft","intent":"order","medicationCodeableConcept":)" +
      coded("http://www.nlm.nih.gov/research/umls/rxnorm", "313564") + R"(,"subject":{"reference":"Patient/)" +
      wish.patient + R"("},"reasonCode":[)" + coded("http://hl7.org/fhir/sid/icd-10-cm", "B00.1") +
      R"(],"dosageInstruction":[{"timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d",)"
      R"("boundsDuration":{"value":2,"code":"d"}}},"doseAndRate":[{"doseQuantity":{"value":2,"code":"g"}}]}]})";
  members = with(members, "context",
                 R"({"userId":"Practitioner/u","patientId":")" + wish.patient +
                     R"(","encounterId":"e-1","draftOrders":{"resourceType":"Bundle","entry":[{"resource":)" + draft +
                     "}]}}");
  if (!wish.prefetch.empty()) members = with(members, "prefetch", object_of(wish.prefetch));
  return object_of(members);
}

std::string patient_named(std::string_view id) {
  return R"({"resourceType":"Patient","id":")" + std::string(id) + R"(","gender":"female","birthDate":"1980-01-01"})";
}

json_members empty_chart(std::string_view patient) {
  json_members all;
  for (const auto& key : prefetch_keys) all.emplace_back(key, all.empty() ? patient_named(patient) : "null");
  return all;
}

std::string prefetched_order() {
  order_wish wish;
  wish.prefetch = empty_chart();
  return order(wish);
}

std::string uuid_of(unsigned number) {
  auto digits = std::to_string(number);
  return "4e0a3a1e-3072-4189-85ba-" + std::string(12 - digits.size(), '0') + digits;
}

std::string feedback_on(unsigned first, unsigned count) {
  std::string items;
  for (auto i = first; i < first + count; ++i)
    items +=
        (i == first ? "" : ",") + (R"({"card":")" + uuid_of(i)) +
        R"(","outcome":"overridden","overrideReason":{"userComment":"seen"},"outcomeTimestamp":"2026-01-20T15:00:00Z"})";
  return R"({"feedback":[)" + items + "]}";
}

std::string http_text(std::string_view body, std::string_view status, std::string_view content_type) {
  return "HTTP/1.1 " + std::string(status) + "\r\nContent-Type: " + std::string(content_type) +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string bundle_of(const std::vector<std::string>& resources, std::string_view next) {
  std::string text = R"({"resourceType":"Bundle","type":"searchset")";
  if (!next.empty()) text += R"(,"link":[{"relation":"next","url":")" + std::string(next) + R"("}])";
  if (resources.empty()) return text + "}";
  text += R"(,"entry":[)";
  for (std::size_t i = 0; i < resources.size(); ++i)
    text += (i == 0 ? "" : ",") + (R"({"resource":)" + resources[i] + "}");
  return text + "]}";
}

std::string creatinine(std::string_view id, std::string_view patient) {
  return observation(id, patient, "2160-0", "3.4", "mg/dL");
}
std::string weight(std::string_view id, std::string_view patient) {
  return observation(id, patient, "29463-7", "61", "kg");
}

std::string poor_kidneys(const std::string& target, const std::string& patient) {
  if (target.find("/Patient/") != target.npos) return patient_named(patient);
  if (target.find("/Observation") == target.npos) return bundle_of({});
  // Laboratory results and vital signs are two queries for one type.
  return bundle_of({target.find("2160-0") == target.npos ? weight("weight-of-" + patient, patient)
                                                         : creatinine("creatinine-of-" + patient, patient)});
}

std::string cards_in(const http_answer& answer) {
  fhir::json::document document;
  std::string text;
  for (const auto& card : read_answer(document, answer, 200)["cards"])
    for (const auto* name : {"indicator", "summary", "detail"})
      text.append(card[name].string().value_or("")).append("\n");
  return text;
}

std::vector<std::string> places_in(const http_answer& refusal) {
  fhir::json::document document;
  std::vector<std::string> all;
  for (const auto& issue : read_answer(document, refusal, refusal.status)["issue"])
    all.emplace_back(issue["expression"][0].string().value_or(""));
  return all;
}

} // namespace server_tests
