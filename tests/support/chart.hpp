// A patient's chart for tests of the engine, told in days from today and in the codes an EHR would send.
//
//   chart().man(38).has({.code = "Z94.84"}).lip_lesion(-13).given({.drug = valacyclovir, .mg = 1000, .from = -12, .days
//   = 12})
//          .order({.drug = valacyclovir, .mg = 1000, .days = 14}).for_lesion()
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace support {

/// The knowledge compiled into the program, read once. Throws std::runtime_error with every fault when it does not
/// load.
const cds::knowledge& embedded_knowledge();

// RxNorm products the tests order.
inline constexpr std::string_view valacyclovir = "313564", famciclovir = "198382", acyclovir = "197311",
                                  acyclovir_cream = "141859", acyclovir_ointment = "197312",
                                  penciclovir_cream = "312255", docosanol_cream = "797534", foscarnet = "1734377",
                                  cidofovir = "199388", pentamidine = "7994", tenofovir = "117466",
                                  valganciclovir = "313566", acyclovir_infusion = "1734932", prednisone = "8640";

/// Days count from today: -12 is twelve days ago. Codes of digits only are SNOMED CT, others ICD-10-CM.
struct told_condition {
  std::string_view code = {};
  std::optional<int> onset = {};
  std::optional<int> recorded = {};
  std::optional<int> abated = {};
  cds::condition::clinical status = cds::condition::clinical::active;
  bool encounter = false;
};

/// Doses of `mg`, `per_day` times a day, on `days` days from day `from` on.
struct told_course {
  std::string_view drug = {};
  double mg = 0;
  double per_day = 2;
  int from = 0;
  int days = 1;
  cds::medication::state status = cds::medication::state::completed;
  double mg_per_kg = 0;
};

/// A draft. `days` 0 = open-ended; `once` = a single dose; `mg` 0 = the dosage could not be read.
struct told_order {
  std::string_view drug = {};
  double mg = 0;
  double per_day = 2;
  double days = 0;
  bool once = false;
  std::optional<int> refills = {};
  double mg_per_kg = 0; // in place of `mg`
};

struct chart {
  cds::facts facts;

  /// A man of 40 with every kind of data supplied and empty; now is 2026-01-20 15:00 UTC.
  chart();

  chart& man(int years);
  chart& woman(int years);
  chart& has(told_condition told);
  /// B00.1 with this onset; the condition `for_lesion` means.
  chart& lip_lesion(int onset, cds::condition::clinical status = cds::condition::clinical::active);

  chart& given(told_course told);     // an administration for every dose
  chart& dispensed(told_course told); // one dispense for the whole course
  chart& requested(told_course told); // one order; days 0 = open-ended
  chart& stated(told_course told);    // one statement with its period

  chart& lab(std::string_view loinc, double value, cds::unit unit, double hours_ago);
  chart& creatinine(double mg_dl, double hours_ago = 6);
  chart& weight(double kg, double days_ago = 0);
  /// A susceptibility result by interpretation: `R`, `S`, `I`; LOINC 73574-6 is acyclovir, 42317-8 foscarnet.
  chart& susceptibility(std::string_view loinc, std::string_view letter, int day,
                        cds::observation::state status = cds::observation::state::final);
  /// A ServiceRequest: LOINC code with a dash or SNOMED CT.
  chart& service(std::string_view code, int day,
                 cds::service_request::state status = cds::service_request::state::active);
  chart& allergic_to(std::string_view rxnorm);

  chart& order(told_order told);
  chart& for_lesion();                         // the last order's reasonReference: the lip lesion
  chart& for_condition(std::size_t condition); // the last order's reasonReference, by index
  chart& because(std::string_view code);       // the last order's reasonCode

  std::size_t lesion = std::numeric_limits<std::size_t>::max();
};

/// A civil day counted from the chart's today.
cds::day day_from_today(int days);
/// As exact as a date.
cds::date_time on_day(int days);
/// As exact as a second: this long before now.
cds::date_time hours_ago(double hours);
/// A drug as a reader would make it from its RxNorm code.
cds::drug drug_of(std::string_view rxnorm);

} // namespace support
