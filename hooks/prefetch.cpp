#include "hooks/prefetch.hpp"

#include <algorithm>

#include "hooks/members.hpp"

namespace hooks {
namespace {

using cds::value_set;
using fhir::data_kind;
using fhir::issue;
using fhir::issue_code;
using fhir::supplied;
using fhir::json::kind;
using fhir::json::value;

constexpr data_kind kind_at(std::size_t index) { return static_cast<data_kind>(index); }
constexpr std::size_t index_of(data_kind k) { return static_cast<std::size_t>(k); }

bool has_no_entries(const value& bundle) {
  auto entries = bundle["entry"];
  return !entries.exists() || (entries.is(kind::array) && entries.size() == 0);
}

supplied state_of_bundle(const value& bundle) {
  if (!has_no_entries(bundle) || !next_page_of(bundle).empty()) return {supplied::state::present, bundle};
  if (only_counts(bundle)) return {supplied::state::failed, {}};
  return {supplied::state::empty, {}};
}

supplied read_key(data_kind what, const value& found, std::vector<issue>& faults) {
  if (!found.exists()) return {supplied::state::absent, {}};
  if (found.is_null()) return {supplied::state::empty, {}};
  if (!found.is(kind::object)) {
    faults.push_back({issue_code::structure, found.path(),
                      std::string("must be a FHIR resource or null, not ") + with_article(found.kind())});
    return {};
  }
  auto type = found["resourceType"].string();
  if (type == "OperationOutcome") return {supplied::state::failed, {}};
  std::string_view wanted = what == data_kind::patient ? "Patient" : "Bundle";
  if (type == wanted) {
    return what == data_kind::patient ? supplied{supplied::state::present, found} : state_of_bundle(found);
  }
  faults.push_back({type ? issue_code::value : issue_code::required, found.path_of("resourceType"),
                    "must be `" + std::string(wanted) + "` or `OperationOutcome`"});
  return {};
}

/// The codes of the value sets, sorted, each once. Codes alone match whatever spelling of the system a server stores.
std::string codes_of(const cds::value_sets& wanted, const cds::terminology& terms) {
  std::vector<std::string_view> codes;
  for (const auto& entry : terms.entries()) {
    if (entry.system == cds::code_system::loinc && entry.meaning.sets.any_of(wanted)) codes.push_back(entry.code);
  }
  std::ranges::sort(codes);
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end()); // clang 14 reads no std::ranges::unique
  std::string list;
  for (auto code : codes) list.append(list.empty() ? "" : ",").append(code);
  return list;
}

const cds::value_sets laboratory = {value_set::creatinine,
                                    value_set::measured_clearance,
                                    value_set::acyclovir_susceptibility,
                                    value_set::foscarnet_susceptibility,
                                    value_set::hsv_culture,
                                    value_set::hsv_pcr,
                                    value_set::cd4_count,
                                    value_set::neutrophil_count,
                                    value_set::calcium,
                                    value_set::ionized_calcium,
                                    value_set::magnesium,
                                    value_set::phosphate,
                                    value_set::potassium,
                                    value_set::ecg,
                                    value_set::pregnancy_status,
                                    value_set::pregnancy_test,
                                    value_set::basic_metabolic_panel};
const cds::value_sets vital_signs = {value_set::body_weight};

// Large enough that one page holds a whole history; servers answer less when they must, and then say that there is
// more.
std::string search(std::string_view type, const std::string& codes = {}) {
  auto query = std::string(type) + "?patient={{context.patientId}}";
  if (!codes.empty()) query += "&code=" + codes;
  return query + "&_count=1000";
}

} // namespace

const cds::value_sets& laboratory_sets() { return laboratory; }
const cds::value_sets& vital_sign_sets() { return vital_signs; }

bool is_required(data_kind k) {
  return k == data_kind::patient || k == data_kind::conditions || k == data_kind::medications;
}

std::optional<data_kind> key_named(std::string_view name) {
  for (std::size_t i = 0; i < fhir::data_kind_count; ++i)
    if (fhir::key_of(kind_at(i)) == name) return kind_at(i);
  return std::nullopt;
}

bool prefetch_keys::switch_off(data_kind k) {
  if (is_required(k)) return false;
  off_[index_of(k)] = true;
  return true;
}

std::string_view next_page_of(const value& bundle) {
  for (const auto& link : bundle["link"])
    if (link["relation"].string() == "next") return link["url"].string().value_or("?");
  return {};
}

bool only_counts(const value& bundle) {
  return has_no_entries(bundle) && next_page_of(bundle).empty() && bundle["total"].number().value_or(0) > 0;
}

prefetched read_prefetch(const value& root, std::vector<issue>& faults) {
  prefetched data;
  auto sent = optional_object(root, "prefetch", faults);
  std::size_t entries = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    data[i] = read_key(kind_at(i), sent[fhir::key_of(kind_at(i))], faults);
    entries += data[i].resource["entry"].size();
  }
  if (entries > most_prefetched_entries) {
    faults.push_back({issue_code::too_costly, sent.path(),
                      "holds more than the " + std::to_string(most_prefetched_entries) + " entries that are read"});
  }
  return data;
}

void fail_unfinished(prefetched& data) {
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (data[i].what != supplied::state::present || kind_at(i) == data_kind::patient) continue;
    const auto& last = data[i].further.empty() ? data[i].resource : data[i].further.back();
    if (!next_page_of(last).empty()) data[i] = {supplied::state::failed, {}, {}};
  }
}

std::optional<problem> refuse_missing(const prefetched& data) {
  problem refused{.status = 412, .issues = {}, .headers = {}};
  for (auto needed : {data_kind::patient, data_kind::conditions, data_kind::medications}) {
    auto state = data[index_of(needed)].what;
    const char* why = state == supplied::state::absent ? "not supplied; nothing can be checked without it"
                      : state == supplied::state::failed
                          ? "its query failed or its result is incomplete; nothing can be checked without it"
                      : state == supplied::state::empty && needed == data_kind::patient
                          ? "empty; nothing can be checked without the Patient"
                          : nullptr;
    if (why == nullptr) continue;
    refused.issues.push_back({issue_code::required, "prefetch." + std::string(fhir::key_of(needed)), why});
  }
  if (refused.issues.empty()) return std::nullopt;
  return refused;
}

std::string template_of(data_kind kind, const cds::terminology& terms) {
  switch (kind) {
  case data_kind::patient:
    return "Patient/{{context.patientId}}";
  case data_kind::conditions:
    return search("Condition");
  case data_kind::medications:
    return search("MedicationRequest");
  case data_kind::dispenses:
    return search("MedicationDispense");
  case data_kind::administrations:
    return search("MedicationAdministration");
  case data_kind::statements:
    return search("MedicationStatement");
  case data_kind::labs:
    return search("Observation", codes_of(laboratory, terms));
  case data_kind::vitals:
    return search("Observation", codes_of(vital_signs, terms));
  case data_kind::service_requests:
    return search("ServiceRequest");
  case data_kind::allergies:
    return search("AllergyIntolerance");
  }
  return {};
}

} // namespace hooks
