#include "sample_chart.hpp"

#include <algorithm>
#include <stdexcept>

#include "fhir/date.hpp"

namespace sample {
namespace {

using cds::agent;
using cds::route;
using cds::value_set;
using system = cds::code_system;

cds::terminology::entry code(system s, std::string text, cds::value_sets sets) {
  cds::terminology::entry e{s, std::move(text), "a display", {}};
  e.meaning.sets = sets;
  return e;
}

cds::terminology::entry drug(std::string text, agent a, route r, double mg, double mg_per_ml = 0) {
  cds::terminology::entry e{system::rxnorm, std::move(text), "a drug", {}};
  e.meaning.agent = a;
  e.meaning.route = r;
  e.meaning.strength_mg = mg;
  e.meaning.concentration_mg_per_ml = mg_per_ml;
  return e;
}

cds::terminology::entry salt(cds::terminology::entry of) {
  of.display = "valacyclovir hydrochloride";
  return of;
}

cds::terminology::entry steroid(std::string text, double factor) {
  auto e = drug(std::move(text), agent::none, route::unknown, 0);
  e.meaning.sets = {value_set::corticosteroid};
  e.meaning.prednisone_factor = factor;
  return e;
}

cds::terminology::entry brand(std::string name, agent a, route r) {
  auto e = drug(std::move(name), a, r, 0);
  e.system = system::other;
  return e;
}

cds::terminology terms() {
  std::vector<cds::terminology::entry> e = {
      drug("281", agent::acyclovir, route::unknown, 0),
      drug("73645", agent::valacyclovir, route::unknown, 0),
      drug("68099", agent::famciclovir, route::unknown, 0),
      drug("313564", agent::valacyclovir, route::oral, 1000),
      drug("313565", agent::valacyclovir, route::oral, 500),
      drug("1734377", agent::foscarnet, route::intravenous, 0, 24),
      drug("197310", agent::acyclovir, route::topical, 0),
      drug("33562", agent::foscarnet, route::intravenous, 0),
      steroid("8640", 1),
      steroid("5492", 0.25),
      brand("sitavig", agent::acyclovir, route::buccal),
      brand("xerese", agent::acyclovir, route::topical),
      drug("855611", agent::foscarnet, route::intravenous, 0, 24),
      drug("141859", agent::acyclovir, route::topical, 0),
      drug("197311", agent::acyclovir, route::oral, 400),
      drug("197313", agent::acyclovir, route::oral, 800),
      drug("307730", agent::acyclovir, route::oral, 0, 40),
      drug("757149", agent::acyclovir, route::oral, 0),
      drug("998422", agent::acyclovir, route::topical, 0),
      drug("1734932", agent::acyclovir, route::intravenous, 0, 50),
      drug("108780", agent::valacyclovir, route::oral, 0),
      drug("198382", agent::famciclovir, route::oral, 500),
      salt(drug("236081", agent::valacyclovir, route::oral, 0)),
      code(system::icd_10_cm, "B00.1", {value_set::hsv_orolabial}),
      code(system::icd_10_cm, "B02.9", {value_set::zoster}),
      code(system::icd_10_cm, "B20", {value_set::hiv_infection}),
      code(system::snomed_ct, "86406008", {value_set::hiv_infection}),
      code(system::loinc, "29463-7", {value_set::body_weight}),
      code(system::loinc, "2160-0", {value_set::creatinine}),
      code(system::loinc, "2164-2", {value_set::measured_clearance}),
      code(system::loinc, "24467-3", {value_set::cd4_count}),
      code(system::loinc, "751-8", {value_set::neutrophil_count}),
      code(system::loinc, "2823-3", {value_set::potassium}),
      code(system::loinc, "17861-6", {value_set::calcium}),
      code(system::loinc, "1995-0", {value_set::ionized_calcium}),
      code(system::loinc, "19123-9", {value_set::magnesium}),
      code(system::loinc, "2777-1", {value_set::phosphate}),
      code(system::loinc, "73574-6", {value_set::acyclovir_susceptibility}),
      code(system::loinc, "5859-4", {value_set::hsv_culture}),
      code(system::observation_interpretation, "R", {value_set::resistant}),
      code(system::observation_interpretation, "S", {value_set::susceptible}),
      code(system::snomed_ct, "260373001", {value_set::detected}),
      code(system::snomed_ct, "306284005", {value_set::infectious_disease_referral}),
  };
  return {std::move(e),
          {{"acyclovir", 0},
           {"zovirax", 0},
           {"valacyclovir", 1},
           {"valtrex", 1},
           {"famciclovir", 2},
           {"foscarnet", 7},
           {"prednisone", 8},
           {"hydrocortisone", 9},
           {"sitavig", 10},
           {"xerese", 11}}};
}

std::vector<std::string> lines(std::size_t count, auto line) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(line(i));
  return all;
}

fhir::supplied classify(const fhir::json::value& sent) {
  using state = fhir::supplied::state;
  if (!sent) return {state::absent, {}};
  if (sent.is_null()) return {state::empty, {}};
  if (sent["resourceType"].string() == "OperationOutcome") return {state::failed, {}};
  return {state::present, sent};
}

} // namespace

std::string json(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '\'', '"');
  return out;
}

parsed::parsed(std::string_view text) : text_(json(text)) {
  if (const auto root = document_.read(text_); !root)
    throw std::invalid_argument(root.error().path + ": " + root.error().message + " in " + text_);
}

const cds::knowledge& knowledge() {
  static const cds::knowledge known = [] {
    cds::knowledge k;
    k.terms = terms();
    k.limits.weight_plausible_min_kg = 2;
    k.limits.weight_plausible_max_kg = 350;
    k.limits.creatinine_plausible_min_mg_dl = 0.1;
    k.limits.creatinine_plausible_max_mg_dl = 25;
    k.limits.clearance_plausible_min_ml_min = 0.1;
    k.limits.clearance_plausible_max_ml_min = 400;
    k.limits.cells_plausible_max_per_ul = 1000000;
    k.limits.potassium_plausible_min_mmol_l = 0.5;
    k.limits.potassium_plausible_max_mmol_l = 20;
    k.limits.calcium_plausible_min_mmol_l = 0.4;
    k.limits.calcium_plausible_max_mmol_l = 7.5;
    k.limits.ionized_calcium_plausible_min_mmol_l = 0.2;
    k.limits.ionized_calcium_plausible_max_mmol_l = 4;
    k.limits.magnesium_plausible_min_mmol_l = 0.05;
    k.limits.magnesium_plausible_max_mmol_l = 20;
    k.limits.phosphate_plausible_min_mmol_l = 0.03;
    k.limits.phosphate_plausible_max_mmol_l = 25;
    k.limits.future_tolerance_minutes = 5;
    return k;
  }();
  return known;
}

std::chrono::sys_seconds now() { return *at("2026-01-20T15:00:00Z").exact; }

std::string bundle(const std::vector<std::string>& resources) {
  std::string out = "{'resourceType':'Bundle','entry':[";
  for (std::size_t i = 0; i < resources.size(); ++i) out += (i > 0 ? "," : "") + ("{'resource':" + resources[i]) + "}";
  return out + "]}";
}

outcome read(const request& r) {
  std::string text = "{'context':{";
  if (!r.draft_orders.empty()) text += "'draftOrders':" + r.draft_orders;
  text += "},'prefetch':{";
  for (const auto& [kind, resource] : r.data)
    text += (text.ends_with('{') ? "'" : ",'") + std::string(key_of(kind)) + "':" + resource;
  auto document = std::make_unique<parsed>(text + "}}");

  fhir::chart_source from;
  from.patient_id = r.patient;
  from.fhir_server = r.fhir_server;
  from.draft_orders = document->root()["context"]["draftOrders"];
  from.now = now();
  for (std::size_t kind = 0; kind < fhir::data_kind_count; ++kind)
    from.data[kind] = classify(document->root()["prefetch"][key_of(static_cast<fhir::data_kind>(kind))]);
  auto facts = read_facts(from, knowledge());
  return {std::move(document), std::move(facts)};
}

std::vector<std::string> outcome::faults() const {
  if (facts) return {};
  return lines(facts.error().size(),
               [&](std::size_t i) { return facts.error()[i].path + ": " + facts.error()[i].message; });
}

std::vector<std::string> outcome::unread() const {
  const auto& all = facts.value().unreadable;
  return lines(all.size(), [&](std::size_t i) { return all[i].path + ": " + all[i].reason; });
}

outcome read_one(fhir::data_kind kind, std::string_view resource) {
  return read({.draft_orders = {}, .data = {{kind, bundle({std::string(resource)})}}});
}

outcome read_draft(std::string_view members) {
  std::string order = "{'resourceType':'MedicationRequest','id':'d1','subject':{'reference':'Patient/p1'}";
  if (!members.empty()) order += "," + std::string(members);
  return read({.draft_orders = bundle({order + "}"}), .data = {}});
}

cds::date_time at(std::string_view text) {
  const auto read = fhir::read_date(text);
  if (!read) throw std::invalid_argument(read.error());
  return read->when;
}

} // namespace sample
