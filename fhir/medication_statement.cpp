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

/// Until R4 and since R5 the status does not tell.
bool was_not_taken(const json::value& resource, report& to) {
  const auto adherence = resource["adherence"]["code"];
  return boolean_member(resource, "wasNotTaken", to) == true || resource["taken"].string() == "n" ||
         has_code(adherence, "not-taking") || has_code(adherence, "not-taken");
}

/// In R5 the status says only that it was recorded; whether it is taken stands in `adherence`, with more exact codes
/// below these.
state state_by_adherence(const json::value& adherence) {
  struct row {
    std::string_view code;
    state means;
  };
  constexpr row rows[] = {{"taking", state::active}, {"on-hold", state::on_hold}, {"stopped", state::stopped}};
  for (const auto& one : rows)
    for (const std::string_view manner : {"", "-as-directed", "-not-as-directed"})
      if (has_code(adherence, std::string(one.code).append(manner))) return one.means;
  return state::unknown;
}

} // namespace

std::optional<cds::medication> read_medication_statement(const json::value& resource, const chart& of, report& to) {
  const auto status = read_status(resource, states, to);
  if (!status || was_not_taken(resource, to)) return std::nullopt;
  auto taken = read_instructions(resource, "dosage", to);
  const auto during = period_member(resource, "effectivePeriod", to);
  const auto at = date_member(resource, "effectiveDateTime", to);
  const auto start = at ? at : during.start ? during.start : taken.starts;
  if (refuse_future(resource, start, of, to)) return std::nullopt;

  cds::medication read;
  read.source = name_of(resource);
  read.origin = cds::medication::kind::statement;
  read.status = *status == state::unknown ? state_by_adherence(resource["adherence"]["code"]) : *status;
  read.drug = read_drug(resource, of, origin::prefetch, to).drug;
  compare_with_product(taken, read.drug);
  read.dosage = std::move(taken.dosage);
  read.reasons = read_reasons(resource, of, origin::prefetch, to);
  read.start = start;
  read.end = during.end ? during.end : taken.ends;
  return read;
}

} // namespace fhir
