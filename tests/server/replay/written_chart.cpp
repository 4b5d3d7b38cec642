#include "tests/server/replay/written_chart.hpp"

#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace hospital {
namespace {

std::string time_text(moment at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(at - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::string_view uri_of(std::string_view system) {
  if (system == "rxnorm") return "http://www.nlm.nih.gov/research/umls/rxnorm";
  if (system == "icd10") return "http://hl7.org/fhir/sid/icd-10-cm";
  if (system == "loinc") return "http://loinc.org";
  return "http://snomed.info/sct";
}

std::string concept_of(const code& told) {
  return fmt::format(R"({{"coding":[{{"system":"{}","code":"{}","display":"{}"}}],"text":"{}"}})", uri_of(told.system),
                     told.value, told.display, told.display);
}

std::string category_of(std::string_view system, std::string_view value) {
  return fmt::format(R"([{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/{}","code":"{}"}}]}}])", system,
                     value);
}

std::string quantity(double value, std::string_view unit) {
  return fmt::format(R"({{"value":{},"unit":"{}","system":"http://unitsofmeasure.org","code":"{}"}})", value, unit,
                     unit);
}

std::string route_of(std::string_view route) {
  const code told = route == "topical"       ? code{"snomed", "6064005", "Topical route"}
                    : route == "intravenous" ? code{"snomed", "47625008", "Intravenous route"}
                                             : code{"snomed", "26643006", "Oral route"};
  return concept_of(told);
}

std::string dosage_of(const told_medicine& told) {
  std::string bounds;
  if (told.days > 0) bounds = fmt::format(R"("boundsDuration":{},)", quantity(told.days, "d"));
  auto text = fmt::format(
      R"("dosageInstruction":[{{"text":"{}","timing":{{"repeat":{{{}"frequency":{},"period":{},"periodUnit":"{}"}}}},"route":{})",
      told.sig, bounds, told.frequency, told.period, told.period_unit, route_of(told.route));
  if (told.dose > 0) text += fmt::format(R"(,"doseAndRate":[{{"doseQuantity":{}}}])", quantity(told.dose, told.unit));
  return text + "}]";
}

} // namespace

written_chart::written_chart(std::string patient, bool woman, int birth_year) : patient_(std::move(patient)) {
  lines_.push_back(
      {type::patient,
       fmt::format(
           R"({{"resourceType":"Patient","id":"{}","meta":{{"versionId":"1","lastUpdated":"2026-01-15T03:00:00Z"}},)"
           R"("active":true,"gender":"{}","birthDate":"{}-06-15"}})",
           patient_, woman ? "female" : "male", birth_year)});
}

std::string written_chart::next(hospital::type type, std::string_view letter) {
  return fmt::format("{}-{}{}", patient_, letter, ++counts_[static_cast<std::size_t>(type)]);
}

/// The head of a resource; what follows begins with a comma.
std::string& written_chart::open(hospital::type type, const std::string& id) {
  lines_.push_back(
      {type,
       fmt::format(
           R"({{"resourceType":"{}","id":"{}","meta":{{"versionId":"1","lastUpdated":"2026-01-15T03:00:00Z"}},"{}":{{"reference":"Patient/{}"}})",
           types[static_cast<std::size_t>(type)], id, type == type::allergy ? "patient" : "subject", patient_)});
  return lines_.back().json;
}

std::string written_chart::has(const told_condition& told) {
  auto id = next(type::condition, "c");
  auto& json = open(type::condition, id);
  fmt::format_to(
      std::back_inserter(json),
      R"(,"clinicalStatus":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"{}"}}]}},)"
      R"("verificationStatus":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}}]}},)"
      R"("category":{},"code":{},"onsetDateTime":"{}","recordedDate":"{}")",
      told.abated ? "resolved" : "active",
      category_of("condition-category", told.encounter ? "encounter-diagnosis" : "problem-list-item"),
      concept_of(told.code), time_text(told.onset), time_text(told.recorded));
  if (told.abated) fmt::format_to(std::back_inserter(json), R"(,"abatementDateTime":"{}")", time_text(*told.abated));
  json += '}';
  return id;
}

std::string written_chart::ordered(const told_order& told) {
  auto id = next(type::request, "m");
  auto& json = open(type::request, id);
  fmt::format_to(
      std::back_inserter(json),
      R"(,"status":"{}","intent":"order","medicationCodeableConcept":{},"authoredOn":"{}","requester":{{"reference":"Practitioner/{}"}})",
      told.status, concept_of(told.medicine.code), time_text(told.authored), told.prescriber);
  if (!told.reason.empty())
    fmt::format_to(std::back_inserter(json), R"(,"reasonReference":[{{"reference":"Condition/{}"}}])", told.reason);
  if (told.reason_code)
    fmt::format_to(std::back_inserter(json), R"(,"reasonCode":[{}])", concept_of(*told.reason_code));
  json += "," + dosage_of(told.medicine) + "}";
  return id;
}

std::string written_chart::dispensed(const told_medicine& told, moment at) {
  auto id = next(type::dispense, "d");
  auto& json = open(type::dispense, id);
  fmt::format_to(std::back_inserter(json),
                 R"(,"status":"completed","medicationCodeableConcept":{},"daysSupply":{},"whenHandedOver":"{}",{}}})",
                 concept_of(told.code), quantity(told.days, "d"), time_text(at), dosage_of(told));
  return id;
}

std::string written_chart::given(const told_medicine& told, moment at) {
  auto id = next(type::administration, "a");
  auto& json = open(type::administration, id);
  fmt::format_to(
      std::back_inserter(json),
      R"(,"status":"completed","medicationCodeableConcept":{},"effectiveDateTime":"{}","dosage":{{"route":{},"dose":{}}}}})",
      concept_of(told.code), time_text(at), route_of(told.route), quantity(told.dose, told.unit));
  return id;
}

std::string written_chart::measured(hospital::code what, double value, std::string_view unit, moment at, bool vital) {
  auto id = next(type::observation, "o");
  auto& json = open(type::observation, id);
  fmt::format_to(
      std::back_inserter(json),
      R"(,"status":"final","category":{},"code":{},"effectiveDateTime":"{}","issued":"{}","valueQuantity":{}}})",
      category_of("observation-category", vital ? "vital-signs" : "laboratory"), concept_of(what), time_text(at),
      time_text(at + std::chrono::minutes(30)), quantity(value, unit));
  return id;
}

std::string written_chart::isolate(hospital::code what, std::string_view letter, moment at) {
  auto id = next(type::observation, "o");
  auto& json = open(type::observation, id);
  const auto said =
      letter == "R" ? code{"snomed", "30714006", "Resistant"} : code{"snomed", "131196009", "Susceptible"};
  fmt::format_to(
      std::back_inserter(json),
      R"(,"status":"final","category":{},"code":{},"effectiveDateTime":"{}","issued":"{}","valueCodeableConcept":{},)"
      R"("interpretation":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"{}"}}]}}]}})",
      category_of("observation-category", "laboratory"), concept_of(what), time_text(at), time_text(at),
      concept_of(said), letter);
  return id;
}

std::string written_chart::done(hospital::code what, moment at) {
  auto id = next(type::observation, "o");
  auto& json = open(type::observation, id);
  fmt::format_to(std::back_inserter(json), R"(,"status":"final","category":{},"code":{},"effectiveDateTime":"{}"}})",
                 category_of("observation-category", "laboratory"), concept_of(what), time_text(at));
  return id;
}

std::string written_chart::requested(hospital::code what, moment at, std::string_view status) {
  auto id = next(type::service, "s");
  auto& json = open(type::service, id);
  fmt::format_to(std::back_inserter(json), R"(,"status":"{}","intent":"order","code":{},"authoredOn":"{}"}})", status,
                 concept_of(what), time_text(at));
  return id;
}

std::string written_chart::allergic(hospital::code what, moment at) {
  auto id = next(type::allergy, "l");
  auto& json = open(type::allergy, id);
  fmt::format_to(
      std::back_inserter(json),
      R"(,"clinicalStatus":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}}]}},"code":{},"recordedDate":"{}"}})",
      concept_of(what), time_text(at));
  return id;
}

} // namespace hospital
