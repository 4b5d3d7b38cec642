// The FHIR resources of one synthetic patient, written line by line as a Bulk Data export has them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hospital {

using moment = std::chrono::sys_seconds;

/// The types that an export holds, in the order of `line::type`.
inline constexpr std::string_view types[] = {
    "Patient",     "Condition",      "MedicationRequest", "MedicationDispense", "MedicationAdministration",
    "Observation", "ServiceRequest", "AllergyIntolerance"};
enum class type { patient, condition, request, dispense, administration, observation, service, allergy, count_ };

struct line {
  hospital::type type = type::patient;
  std::string json; // one resource, without the end of the line
};

struct code {
  std::string_view system; // a key of `system_uri`: `rxnorm`
  std::string_view value;
  std::string_view display;
};

struct told_condition {
  hospital::code code;
  moment onset;
  moment recorded;
  std::optional<moment> abated = {}; // then the export says `resolved`
  bool encounter = false;
};
struct told_medicine {
  hospital::code code;
  std::string_view sig;
  double dose = 0; // 0: none, for what is put on the skin
  std::string_view unit = "mg";
  double frequency = 1;
  double period = 1;
  std::string_view period_unit = "d";
  int days = 0; // 0: open
  std::string_view route = "oral";
};
struct told_order {
  told_medicine medicine;
  moment authored;
  std::string prescriber;
  std::string_view status = "completed";
  std::string reason = {}; // id of a Condition
  std::optional<hospital::code> reason_code = {};
};

/// Every method adds one resource and gives its id.
class written_chart {
 public:
  written_chart(std::string patient, bool woman, int birth_year);

  std::string has(const told_condition& told);
  std::string ordered(const told_order& told);
  std::string dispensed(const told_medicine& told, moment at);
  std::string given(const told_medicine& told, moment at);
  std::string measured(hospital::code what, double value, std::string_view unit, moment at, bool vital = false);
  /// A susceptibility result: `R` or `S`.
  std::string isolate(hospital::code what, std::string_view letter, moment at);
  std::string done(hospital::code what, moment at); // a study without a value
  std::string requested(hospital::code what, moment at, std::string_view status = "completed");
  std::string allergic(hospital::code what, moment at);

  const std::string& patient() const { return patient_; }
  std::vector<line>& lines() { return lines_; }

 private:
  std::string next(hospital::type type, std::string_view letter);
  std::string& open(hospital::type type, const std::string& id);

  std::string patient_;
  std::vector<line> lines_;
  int counts_[static_cast<std::size_t>(hospital::type::count_)] = {};
};

} // namespace hospital
