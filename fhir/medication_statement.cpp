#include "fhir/codeable.hpp"
#include "fhir/dosage.hpp"
#include "fhir/drug.hpp"
#include "fhir/readers.hpp"

namespace fhir {
namespace {

using state = cds::medication::state;

constexpr status_row<state> states[] = {
    {"active", state::active},           {"completed", state::completed},
    {"stopped", state::stopped},         {"on-hold", state::on_hold},
    {"unknown", state::unknown},         {"intended", state::unknown, true},
    {"not-taken", state::unknown, true}, {"entered-in-error", state::unknown, true},
    {"recorded", state::unknown},        {"draft", state::unknown, true}, // R5
};

/// R5 tells in `adherence` what the status told before; its codes are narrowed by `-as-directed`, `-not-as-directed`.
constexpr status_row<state> adherences[] = {
    {"taking", state::active},   {"not-taking", state::unknown, true}, {"on-hold", state::on_hold},
    {"stopped", state::stopped}, {"unknown", state::unknown},
};

std::string_view without_directed(std::string_view code) {
  for (const std::string_view ending : {"-not-as-directed", "-as-directed"})
    if (code.ends_with(ending)) return code.substr(0, code.size() - ending.size());
  return code;
}

/// What the adherence makes of a status that only says that it was recorded; nothing when the medicine is not taken.
std::optional<state> with_adherence(const json::value& resource, state status, report& to) {
  const auto written = resource["adherence"]["code"];
  const status_row<state>* found = nullptr;
  for (const auto coding : written["coding"])
    for (const auto& row : adherences)
      if (without_directed(coding["code"].string().value_or("")) == row.code) found = &row;
  if (!found && has(resource["adherence"], "code")) to.say(written, "is not a known adherence");
  if (found && found->left_out) return std::nullopt;
  return found && status == state::unknown ? found->state : status;
}

/// Before R4 the status does not tell. `unk` and `na` (the patient was not the one to tell) leave it as it is.
bool was_not_taken(const json::value& resource, report& to) {
  const auto taken = string_member(resource, "taken", to);
  return boolean_member(resource, "wasNotTaken", to) == true || taken == "n";
}

} // namespace

std::optional<cds::medication> read_medication_statement(const json::value& resource, const chart& of, report& to) {
  auto status = read_status(resource, states, to);
  if (status) status = with_adherence(resource, *status, to);
  if (!status || was_not_taken(resource, to)) return std::nullopt;
  auto taken = read_instructions(resource, "dosage", to);
  const auto during = period_member(resource, "effectivePeriod", to);
  const auto at = date_member(resource, "effectiveDateTime", to);
  const auto start = at ? at : during.start ? during.start : taken.starts;
  if (refuse_future(resource, start, of, to)) return std::nullopt;

  cds::medication read;
  read.origin = cds::medication::kind::statement;
  read.status = *status;
  read.drug = read_drug(resource, of, origin::prefetch, to).drug;
  compare_with_product(taken, read.drug);
  read.dosage = std::move(taken.dosage);
  read.reasons = read_reasons(resource, of, origin::prefetch, to);
  read.start = start;
  read.end = during.end ? during.end : taken.ends;
  return read;
}

} // namespace fhir
