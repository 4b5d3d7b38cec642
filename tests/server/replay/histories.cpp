#include "tests/server/replay/histories.hpp"

#include <chrono>

namespace hospital {
namespace {

using namespace std::chrono_literals;
using cds::indicator;
using cds::rule_id;
using std::chrono::days;

constexpr code valacyclovir_1g{"rxnorm", "313564", "valacyclovir 1000 MG Oral Tablet"};
constexpr code valacyclovir_500{"rxnorm", "313565", "valacyclovir 500 MG Oral Tablet"};
constexpr code famciclovir_500{"rxnorm", "198382", "famciclovir 500 MG Oral Tablet"};
constexpr code acyclovir_cream{"rxnorm", "141859", "acyclovir 0.05 MG/MG Topical Cream"};
constexpr code foscarnet_24{"rxnorm", "1734377", "foscarnet sodium 24 MG/ML injection (250 mL)"};
constexpr code tacrolimus{"rxnorm", "42316", "tacrolimus"};
constexpr code prednisone{"rxnorm", "8640", "prednisone"};
constexpr code cyclophosphamide{"rxnorm", "3002", "cyclophosphamide"};
constexpr code cold_sore{"icd10", "B00.1", "Herpesviral vesicular dermatitis"};
constexpr code lip_ulcer{"snomed", "1475003", "Herpes labialis"};
constexpr code herpes{"icd10", "B00.9", "Herpesviral infection, unspecified"};
constexpr code zoster_plain{"icd10", "B02.9", "Zoster without complications"};
constexpr code transplant{"icd10", "Z94.84", "Stem cells transplant status"};
constexpr code hiv{"icd10", "B20", "Human immunodeficiency virus [HIV] disease"};
constexpr code lymphoma{"icd10", "C83.30", "Diffuse large B-cell lymphoma, unspecified site"};
constexpr code creatinine{"loinc", "2160-0", "Creatinine [Mass/volume] in Serum or Plasma"};
constexpr code weight{"loinc", "29463-7", "Body weight"};
constexpr code cd4{"loinc", "24467-3", "CD3+CD4+ (T4 helper) cells [#/volume] in Blood"};
constexpr code acyclovir_isolate{"loinc", "73574-6", "Acyclovir susceptibility"};
constexpr code potassium{"loinc", "2823-3", "Potassium [Moles/volume] in Serum or Plasma"};
constexpr code calcium{"loinc", "17861-6", "Calcium [Mass/volume] in Serum or Plasma"};
constexpr code magnesium{"loinc", "19123-9", "Magnesium [Mass/volume] in Serum or Plasma"};
constexpr code phosphate{"loinc", "2777-1", "Phosphate [Mass/volume] in Serum or Plasma"};
constexpr code ecg{"loinc", "11524-6", "EKG study"};
constexpr code culture{"loinc", "5859-4", "Herpes simplex virus identified in Specimen by Organism specific culture"};
constexpr code referral{"snomed", "306284005", "Referral to infectious diseases service"};

constexpr told_medicine one_day{valacyclovir_1g, "2 g by mouth every 12 hours for 1 day", 2000, "mg", 1, 12, "h", 1};
constexpr told_medicine twice_daily_10{
    valacyclovir_1g, "1 g by mouth every 12 hours for 10 days", 1000, "mg", 1, 12, "h", 10};

/// One patient while the story is told; the order that matters is signed at `at`.
struct story {
  told_patient& told;
  moment at;
  const std::string& prescriber;
  dice& luck;

  written_chart& chart() const { return told.chart; }
  std::string sore(const code& what, int onset) const {
    const auto began = at - days(onset) - 4h;
    return chart().has(
        {.code = what, .onset = began, .recorded = onset == 0 ? at - 10min : began + 1h, .encounter = true});
  }
  expected_order& order(const told_medicine& medicine, const std::string& reason, moment when,
                        std::vector<expected_card> cards, std::string_view status = "completed") const {
    auto id = chart().ordered(
        {.medicine = medicine, .authored = when, .prescriber = prescriber, .status = status, .reason = reason});
    told.orders.push_back({.id = std::move(id), .cards = std::move(cards)});
    return told.orders.back();
  }
};

/// What a patient in good health has on record.
void healthy(const story& s) {
  s.chart().measured(creatinine, 0.9, "mg/dL", s.at - days(40));
  s.chart().measured(weight, s.luck.between(62, 88), "kg", s.at - days(40), true);
}

void unremarkable(const story& s) {
  healthy(s);
  s.order(one_day, s.sore(cold_sore, 0), s.at, {});
  s.chart().dispensed(one_day, s.at + 1h);
}

void failing(const story& s) {
  const auto start = s.at - days(12);
  s.chart().has({.code = transplant, .onset = s.at - days(45), .recorded = s.at - days(44)});
  s.chart().ordered({.medicine = {tacrolimus, "1.5 mg by mouth every 12 hours", 1.5, "mg", 1, 12, "h"},
                     .authored = s.at - days(44),
                     .prescriber = s.prescriber,
                     .status = "active"});
  s.chart().ordered({.medicine = {prednisone, "60 mg by mouth once daily", 60},
                     .authored = s.at - days(30),
                     .prescriber = s.prescriber,
                     .status = "active"});
  s.chart().measured(creatinine, 0.9, "mg/dL", s.at - days(13));
  s.chart().measured(weight, 72, "kg", s.at - days(13), true);
  // Healed weeks later: the export says `resolved`, and on the day of the order the lesion was active.
  const auto lesion = s.chart().has(
      {.code = cold_sore, .onset = start - 14h, .recorded = start - 13h, .abated = s.at + days(33), .encounter = true});
  s.order(twice_daily_10, lesion, start, {});
  for (auto dose = start + 1h; dose < s.at; dose += 12h) s.chart().given(twice_daily_10, dose);
  told_medicine more = twice_daily_10;
  more.sig = "1 g by mouth every 12 hours for 14 days";
  more.days = 14;
  auto& order = s.order(more, lesion, s.at, {{rule_id::treatment_failure, indicator::warning}});
  order.culture_sent = s.luck.one_in(2);
  order.referred = s.luck.one_in(3);
  if (order.culture_sent) s.chart().requested(culture, s.at + days(2));
  if (order.referred) s.chart().requested(referral, s.at + days(3));
  s.chart().isolate(acyclovir_isolate, "R", s.at + days(21));
}

void resistant(const story& s) {
  s.chart().has({.code = hiv, .onset = s.at - days(3000), .recorded = s.at - days(2990)});
  const auto lesion = s.chart().has({.code = lip_ulcer, .onset = s.at - days(24), .recorded = s.at - days(22)});
  s.chart().dispensed({valacyclovir_1g, "1 g by mouth every 12 hours for 21 days", 1000, "mg", 1, 12, "h", 21},
                      s.at - days(22));
  s.chart().measured(cd4, s.luck.between(20, 120), "/uL", s.at - days(20));
  s.chart().isolate(acyclovir_isolate, "R", s.at - days(16));
  s.chart().measured(creatinine, 1.1, "mg/dL", s.at - 4h);
  s.chart().measured(weight, 65, "kg", s.at - 3h, true);
  const bool stopped = s.luck.one_in(3);
  auto& order =
      s.order({famciclovir_500, "500 mg by mouth every 12 hours for 10 days", 500, "mg", 1, 12, "h", 10}, lesion, s.at,
              {{rule_id::resistant_virus, indicator::critical}}, stopped ? "stopped" : "completed");
  order.ended_early = stopped;
  order.referred = s.luck.one_in(2);
  if (order.referred) s.chart().requested(referral, s.at + days(1));
}

void resistant_next_day(const story& s) {
  unremarkable(s);
  s.chart().isolate(acyclovir_isolate, "R", s.at + days(1));
}

void under_dosed(const story& s) {
  healthy(s);
  const auto lesion = s.sore(cold_sore, 0);
  auto& order = s.order({valacyclovir_500, "500 mg by mouth once daily for 5 days", 500, "mg", 1, 1, "d", 5}, lesion,
                        s.at, {{rule_id::regimen_check, indicator::info}});
  order.dose_changed = s.luck.one_in(3);
  if (order.dose_changed) s.order(one_day, lesion, s.at + days(2), {});
}

void recurrent(const story& s) {
  healthy(s);
  for (int episode = 11; episode > 0; --episode) {
    const auto onset = s.at - days(30 * episode);
    s.chart().has({.code = cold_sore, .onset = onset, .recorded = onset + 26h, .abated = onset + days(7)});
  }
  auto id =
      s.chart().ordered({.medicine = one_day, .authored = s.at, .prescriber = s.prescriber, .reason_code = cold_sore});
  s.told.orders.push_back({.id = std::move(id), .cards = {{rule_id::recurrence_pattern, indicator::info}}});
}

void renal(const story& s) {
  s.chart().measured(creatinine, 2.4, "mg/dL", s.at - days(2));
  s.chart().measured(weight, 60, "kg", s.at - days(2), true);
  s.order(one_day, s.sore(cold_sore, 0), s.at, {{rule_id::renal_dose, indicator::warning}});
}

void renal_unknown(const story& s) {
  s.chart().measured(weight, 66, "kg", s.at - days(2), true);
  s.chart().measured(creatinine, 2.4, "mg/dL", s.at + days(1)); // known too late
  s.order(one_day, s.sore(cold_sore, 0), s.at, {{rule_id::not_checked, indicator::info}});
}

void foscarnet(const story& s) {
  const auto lesion = s.chart().has({.code = lip_ulcer, .onset = s.at - days(22), .recorded = s.at - days(21)});
  s.chart().has({.code = lymphoma, .onset = s.at - days(110), .recorded = s.at - days(109)});
  s.chart().dispensed({valacyclovir_1g, "1 g by mouth every 12 hours for 14 days", 1000, "mg", 1, 12, "h", 14},
                      s.at - days(21));
  s.chart().given({.code = cyclophosphamide, .sig = "", .dose = 1200, .route = "intravenous"}, s.at - days(25));
  s.chart().isolate(acyclovir_isolate, "R", s.at - days(4));
  const auto morning = s.at - 5h;
  s.chart().measured(creatinine, 2.0, "mg/dL", morning);
  s.chart().measured(potassium, 4.1, "mmol/L", morning);
  s.chart().measured(calcium, 9.2, "mg/dL", morning);
  s.chart().measured(magnesium, 2.0, "mg/dL", morning);
  s.chart().measured(phosphate, 3.4, "mg/dL", morning);
  s.chart().done(ecg, morning);
  s.chart().measured(weight, 82, "kg", morning, true);
  s.order({foscarnet_24, "40 mg/kg intravenously every 8 hours", 40, "mg/kg", 1, 8, "h", 0, "intravenous"}, lesion,
          s.at, {{rule_id::foscarnet_dose, indicator::critical}, {rule_id::foscarnet_safety, indicator::info}});
}

void monitored(const story& s, moment at, double serum_creatinine, double serum_potassium) {
  s.chart().measured(creatinine, serum_creatinine, "mg/dL", at);
  s.chart().measured(potassium, serum_potassium, "mmol/L", at);
}

void foscarnet_course(const story& s) {
  const auto start = s.at - days(6) - 4h;
  const auto lesion = s.chart().has({.code = lip_ulcer, .onset = start - days(18), .recorded = start - days(17)});
  s.chart().has({.code = transplant, .onset = start - days(64), .recorded = start - days(63)});
  monitored(s, start - 1h, 0.9, 4.0);
  s.chart().measured(calcium, 9.2, "mg/dL", start - 1h);
  s.chart().measured(magnesium, 2.0, "mg/dL", start - 1h);
  s.chart().measured(phosphate, 3.2, "mg/dL", start - 1h);
  s.chart().done(ecg, start - 1h);
  s.chart().measured(weight, 80, "kg", start - 1h, true);
  s.chart().requested(culture, start - days(1), "active");
  const told_medicine course{foscarnet_24, "30 mg/kg intravenously every 8 hours", 30, "mg/kg", 1, 8, "h", 0,
                             "intravenous"};
  s.order(course, lesion, start,
          {{rule_id::foscarnet_safety, indicator::info}, {rule_id::foscarnet_course, indicator::info}});
  for (auto dose = start + 1h; dose < s.at; dose += 8h)
    s.chart().given({.code = foscarnet_24, .sig = "", .dose = 2400, .route = "intravenous"}, dose);
  monitored(s, s.at - 5h, 1.4, 3.1);
  s.chart().measured(phosphate, 3.0, "mg/dL", s.at - days(2));
  s.chart().done(ecg, s.at - days(2));
  s.chart().measured(weight, 80, "kg", s.at - days(1), true);
  s.order(twice_daily_10, lesion, s.at,
          {{rule_id::foscarnet_dose, indicator::critical},
           {rule_id::foscarnet_safety, indicator::critical},
           {rule_id::foscarnet_course, indicator::warning}});
}

void topical(const story& s) {
  healthy(s);
  s.order({acyclovir_cream, "apply to the lip 5 times a day for 4 days", 0, "", 5, 1, "d", 4, "topical"},
          s.sore(cold_sore, 0), s.at, {{rule_id::topical_acyclovir, indicator::info}});
}

void unsited(const story& s) {
  healthy(s);
  s.order({valacyclovir_500, "500 mg by mouth every 12 hours for 5 days", 500, "mg", 1, 12, "h", 5}, s.sore(herpes, 1),
          s.at, {{rule_id::confirm_indication, indicator::info}});
}

void zoster(const story& s) {
  healthy(s);
  s.order({valacyclovir_1g, "1 g by mouth every 8 hours for 7 days", 1000, "mg", 1, 8, "h", 7}, s.sore(zoster_plain, 1),
          s.at, {});
}

struct teller {
  std::string_view name;
  void (*tell)(const story&);
  int years; // the patient's age; 0: any between 25 and 55
};
constexpr teller tellers[] = {{"unremarkable", unremarkable, 0},
                              {"failing", failing, 38},
                              {"resistant", resistant, 52},
                              {"resistant-next-day", resistant_next_day, 0},
                              {"under-dosed", under_dosed, 0},
                              {"recurrent", recurrent, 41},
                              {"renal", renal, 70},
                              {"renal-unknown", renal_unknown, 70},
                              {"foscarnet", foscarnet, 68},
                              {"foscarnet-course", foscarnet_course, 50},
                              {"topical", topical, 0},
                              {"unsited", unsited, 0},
                              {"zoster", zoster, 0}};
static_assert(std::size(tellers) == history_count);

} // namespace

std::string_view name_of(history told) { return tellers[static_cast<std::size_t>(told)].name; }

told_patient tell(history told, const std::string& patient, moment at, const std::string& prescriber, dice& luck) {
  const auto& teller = tellers[static_cast<std::size_t>(told)];
  const int years = teller.years > 0 ? teller.years : luck.between(25, 55);
  const int year = static_cast<int>(std::chrono::year_month_day(std::chrono::floor<days>(at)).year());
  const bool woman = told == history::renal || told == history::renal_unknown || (teller.years == 0 && luck.one_in(2));
  told_patient made{.chart = written_chart(patient, woman, year - years), .orders = {}};
  teller.tell({made, at, prescriber, luck});
  return made;
}

} // namespace hospital
