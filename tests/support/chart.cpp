#include "tests/support/chart.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <stdexcept>

#include "cds/knowledge/read.hpp"

namespace support {
namespace {

using namespace std::chrono_literals;

constexpr cds::day today = std::chrono::sys_days(std::chrono::year(2026) / 1 / 20);
constexpr cds::instant now = today + 15h;

/// Ids outlive every chart, so that charts can be copied freely.
std::string_view keep(std::string text) {
  static std::set<std::string> kept;
  return *kept.insert(std::move(text)).first;
}

std::string_view numbered(std::string_view word, std::size_t number) {
  return keep(std::string(word) + "-" + std::to_string(number));
}

bool only_digits(std::string_view code) { return code.find_first_not_of("0123456789") == std::string_view::npos; }

const cds::term& known(cds::code_system system, std::string_view code) {
  const auto* found = embedded_knowledge().terms.find(system, code);
  if (found == nullptr) throw std::runtime_error("the knowledge has no code `" + std::string(code) + "`");
  return *found;
}

cds::dosage dosage_of(double mg, double per_day, const cds::drug& drug, double mg_per_kg = 0) {
  cds::dosage dosage;
  if (mg > 0) dosage.dose = cds::quantity{mg, cds::unit::milligram};
  if (mg_per_kg > 0) dosage.dose = cds::quantity{mg_per_kg, cds::unit::milligram_per_kilogram};
  if (drug.route == cds::route::topical) dosage.dose = cds::quantity{1, cds::unit::application};
  dosage.times_per_day = per_day;
  dosage.interval_hours = 24 / per_day;
  dosage.route = drug.route;
  return dosage;
}

cds::medication course_of(const told_course& told, cds::medication::kind origin, std::size_t number) {
  cds::medication course;
  course.origin = origin;
  course.status = told.status;
  course.drug = drug_of(told.drug);
  course.dosage = dosage_of(told.mg, told.per_day, course.drug, told.mg_per_kg);
  constexpr std::string_view types[] = {"MedicationRequest", "MedicationDispense", "MedicationAdministration",
                                        "MedicationStatement"};
  const auto type = types[static_cast<std::size_t>(origin)];
  course.source = {type, numbered(type, number)};
  course.start = on_day(told.from);
  return course;
}

} // namespace

const cds::knowledge& embedded_knowledge() {
  static const cds::knowledge loaded = [] {
    auto read = cds_knowledge::read(cds_knowledge::embedded());
    if (read) return std::move(*read);
    std::string faults = "the embedded knowledge does not load";
    for (const auto& fault : read.error()) faults += "\n" + cds_knowledge::to_text(fault);
    throw std::runtime_error(faults);
  }();
  return loaded;
}

cds::day day_from_today(int days) { return today + std::chrono::days(days); }

cds::date_time on_day(int days) { return {day_from_today(days), day_from_today(days), std::nullopt}; }

cds::date_time hours_ago(double hours) {
  const auto at = now - std::chrono::seconds(static_cast<long long>(hours * 3600));
  const auto day = std::chrono::floor<std::chrono::days>(at);
  return {day, day, at};
}

cds::drug drug_of(std::string_view rxnorm) {
  const auto& term = known(cds::code_system::rxnorm, rxnorm);
  cds::drug drug;
  drug.agent = term.agent;
  drug.sets = term.sets;
  drug.route = term.route;
  drug.strength_mg = term.strength_mg;
  drug.concentration_mg_per_ml = term.concentration_mg_per_ml;
  drug.prednisone_factor = term.prednisone_factor;
  drug.named = &term;
  drug.identified = true;
  return drug;
}

chart::chart() {
  facts.now = {now, today};
  facts.patient.source = {"Patient", "test-patient"};
  man(40);
  facts.conditions.state = facts.requests.state = facts.dispenses.state = facts.administrations.state =
      facts.statements.state = facts.labs.state = facts.vitals.state = facts.service_requests.state =
          facts.allergies.state = cds::supply::complete;
}

chart& chart::man(int years) {
  facts.patient.sex = cds::sex::male;
  const cds::day birth = std::chrono::sys_days(std::chrono::year(2026 - years) / 1 / 2);
  facts.patient.birth = cds::date_time{birth, birth, std::nullopt};
  return *this;
}

chart& chart::woman(int years) {
  man(years);
  facts.patient.sex = cds::sex::female;
  return *this;
}

chart& chart::has(told_condition told) {
  cds::condition condition;
  const auto& term =
      known(only_digits(told.code) ? cds::code_system::snomed_ct : cds::code_system::icd_10_cm, told.code);
  condition.source = {"Condition", numbered("condition", facts.conditions.items.size())};
  condition.sets = term.sets;
  condition.named = &term;
  condition.status = told.status;
  if (told.onset) condition.onset = on_day(*told.onset);
  if (told.recorded) condition.recorded = on_day(*told.recorded);
  if (told.abated) condition.abated = on_day(*told.abated);
  condition.encounter_diagnosis = told.encounter;
  facts.conditions.items.push_back(condition);
  return *this;
}

chart& chart::lip_lesion(int onset, cds::condition::clinical status) {
  lesion = facts.conditions.items.size();
  return has({.code = "B00.1", .onset = onset, .status = status});
}

chart& chart::given(told_course told) {
  const auto doses = static_cast<int>(told.per_day * told.days);
  for (int i = 0; i < doses; ++i) {
    auto dose = course_of(told, cds::medication::kind::administration, facts.administrations.items.size());
    const auto at = day_from_today(told.from) + 8h + std::chrono::minutes(static_cast<int>(i * 24 * 60 / told.per_day));
    const auto day = std::chrono::floor<std::chrono::days>(at);
    dose.start = cds::date_time{day, day, at};
    dose.dosage.times_per_day.reset();
    dose.dosage.interval_hours.reset();
    facts.administrations.items.push_back(dose);
  }
  return *this;
}

chart& chart::dispensed(told_course told) {
  auto dispense = course_of(told, cds::medication::kind::dispense, facts.dispenses.items.size());
  dispense.days_supply = told.days;
  facts.dispenses.items.push_back(dispense);
  return *this;
}

chart& chart::requested(told_course told) {
  auto request = course_of(told, cds::medication::kind::request, facts.requests.items.size());
  request.status = told.status;
  if (told.days > 0) request.dosage.days = told.days;
  facts.requests.items.push_back(request);
  return *this;
}

chart& chart::stated(told_course told) {
  auto statement = course_of(told, cds::medication::kind::statement, facts.statements.items.size());
  if (told.days > 0) statement.end = on_day(told.from + told.days - 1);
  facts.statements.items.push_back(statement);
  return *this;
}

chart& chart::lab(std::string_view loinc, double value, cds::unit unit, double hours) {
  const auto& term = known(cds::code_system::loinc, loinc);
  cds::observation observation;
  const bool vital = term.sets.has(cds::value_set::body_weight);
  auto& set = vital ? facts.vitals : facts.labs;
  observation.source = {"Observation", numbered(vital ? "vital" : "lab", set.items.size())};
  observation.sets = term.sets;
  observation.named = &term;
  observation.status = cds::observation::state::final;
  observation.effective = hours_ago(hours);
  observation.value = cds::quantity{value, unit};
  set.items.push_back(observation);
  return *this;
}

chart& chart::creatinine(double mg_dl, double hours) {
  return lab("2160-0", mg_dl, cds::unit::milligram_per_decilitre, hours);
}

chart& chart::weight(double kg, double days_ago) { return lab("29463-7", kg, cds::unit::kilogram, days_ago * 24); }

chart& chart::susceptibility(std::string_view loinc, std::string_view letter, int day, cds::observation::state status) {
  lab(loinc, 1, cds::unit::microgram_per_millilitre, 0);
  auto& observation = facts.labs.items.back();
  observation.status = status;
  observation.effective = on_day(day);
  observation.value.reset();
  observation.interpretation = known(cds::code_system::observation_interpretation, letter).sets;
  return *this;
}

chart& chart::service(std::string_view code, int day, cds::service_request::state status) {
  const auto system = only_digits(code) ? cds::code_system::snomed_ct : cds::code_system::loinc;
  cds::service_request request;
  request.source = {"ServiceRequest", numbered("service", facts.service_requests.items.size())};
  request.sets = known(system, code).sets;
  request.status = status;
  request.authored = on_day(day);
  facts.service_requests.items.push_back(request);
  return *this;
}

chart& chart::allergic_to(std::string_view rxnorm) {
  cds::allergy allergy;
  allergy.source = {"AllergyIntolerance", numbered("allergy", facts.allergies.items.size())};
  allergy.drug = drug_of(rxnorm);
  facts.allergies.items.push_back(allergy);
  return *this;
}

chart& chart::order(told_order told) {
  cds::draft_order draft;
  draft.entry = facts.drafts.size();
  draft.source = {"MedicationRequest", numbered("draft", draft.entry)};
  draft.drug = drug_of(told.drug);
  draft.dosage = dosage_of(told.mg, told.per_day, draft.drug, told.mg_per_kg);
  if (told.once) {
    draft.dosage.times_per_day.reset();
    draft.dosage.interval_hours.reset();
    draft.dosage.administrations = 1;
  }
  if (told.days > 0) draft.dosage.days = told.days;
  draft.refills = told.refills;
  draft.authored = hours_ago(0);
  facts.drafts.push_back(draft);
  return *this;
}

chart& chart::for_lesion() { return for_condition(lesion); }

chart& chart::for_condition(std::size_t condition) {
  facts.drafts.back().conditions.push_back(condition);
  return *this;
}

chart& chart::because(std::string_view code) {
  facts.drafts.back().reasons.add(
      known(only_digits(code) ? cds::code_system::snomed_ct : cds::code_system::icd_10_cm, code).sets);
  return *this;
}

} // namespace support
