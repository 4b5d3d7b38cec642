#include "tests/server/replay/bulk.hpp"

#include <chrono>
#include <iterator>

namespace hospital {
namespace {

struct usual {
  code what;
  std::string_view unit;
  int lowest;
  int highest;
  bool vital;
};
constexpr usual measurements[] = {
    {{"loinc", "8867-4", "Heart rate"}, "/min", 52, 110, true},
    {{"loinc", "8480-6", "Systolic blood pressure"}, "mm[Hg]", 95, 170, true},
    {{"loinc", "8462-4", "Diastolic blood pressure"}, "mm[Hg]", 55, 100, true},
    {{"loinc", "8310-5", "Body temperature"}, "Cel", 36, 39, true},
    {{"loinc", "59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"}, "%", 90, 100, true},
    {{"loinc", "2345-7", "Glucose [Mass/volume] in Serum or Plasma"}, "mg/dL", 70, 190, false},
    {{"loinc", "2951-2", "Sodium [Moles/volume] in Serum or Plasma"}, "mmol/L", 133, 146, false},
    {{"loinc", "718-7", "Hemoglobin [Mass/volume] in Blood"}, "g/dL", 9, 17, false},
    {{"loinc", "777-3", "Platelets [#/volume] in Blood by Automated count"}, "10*3/uL", 140, 420, false},
    {{"loinc", "1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma"},
     "U/L",
     8,
     60,
     false},
};
constexpr told_medicine medicines[] = {
    {{"rxnorm", "860975", "metformin hydrochloride 500 MG Oral Tablet"},
     "500 mg by mouth twice daily",
     500,
     "mg",
     2,
     1,
     "d",
     90},
    {{"rxnorm", "197361", "amlodipine 5 MG Oral Tablet"}, "5 mg by mouth once daily", 5, "mg", 1, 1, "d", 90},
    {{"rxnorm", "617311", "atorvastatin 40 MG Oral Tablet"}, "40 mg by mouth once daily", 40, "mg", 1, 1, "d", 90},
    {{"rxnorm", "314076", "lisinopril 10 MG Oral Tablet"}, "10 mg by mouth once daily", 10, "mg", 1, 1, "d", 90},
};
constexpr code problems[] = {
    {"icd10", "I10", "Essential (primary) hypertension"},
    {"icd10", "E78.5", "Hyperlipidemia, unspecified"},
    {"icd10", "J06.9", "Acute upper respiratory infection, unspecified"},
    {"icd10", "M54.50", "Low back pain, unspecified"},
};
constexpr code radiograph{"loinc", "36643-5", "XR Chest 2 Views"};
constexpr code penicillin{"rxnorm", "7980", "penicillin G"};

template<class T, std::size_t size> const T& any_of(const T (&all)[size], dice& luck) { return all[luck.below(size)]; }

} // namespace

void add_bulk(written_chart& chart, int amount, moment from, dice& luck) {
  if (luck.one_in(8)) chart.allergic(penicillin, from);
  for (int i = luck.between(0, 2 * amount); i > 0; --i) {
    const auto at = from + std::chrono::minutes(luck.below(365UL * 24 * 60));
    const auto kind = luck.below(20);
    if (kind == 0) {
      chart.has({.code = any_of(problems, luck), .onset = at, .recorded = at});
    } else if (kind <= 2) {
      const auto& medicine = any_of(medicines, luck);
      chart.ordered({.medicine = medicine, .authored = at, .prescriber = "doctor-000"});
      chart.dispensed(medicine, at + std::chrono::hours(2));
    } else if (kind == 3) {
      chart.requested(radiograph, at);
    } else {
      const auto& one = any_of(measurements, luck);
      chart.measured(one.what, luck.between(one.lowest, one.highest), one.unit, at, one.vital);
    }
  }
}

} // namespace hospital
