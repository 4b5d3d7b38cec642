#include <bit>

#include "fhir/codeable.hpp"
#include "fhir/readers.hpp"

namespace fhir {
namespace {

using clinical = cds::condition::clinical;

constexpr std::string_view clinical_codes[] = {"active",    "recurrence", "relapse", "inactive",
                                               "remission", "resolved",   "unknown"};
constexpr clinical clinical_states[] = {clinical::active,   clinical::recurrence, clinical::relapse,
                                        clinical::inactive, clinical::remission,  clinical::resolved,
                                        clinical::unknown};

/// Unknown when it is absent; also when its codes are not known or disagree, and then it is reported.
clinical read_clinical_status(const json::value& resource, report& to) {
  const auto status = resource["clinicalStatus"];
  if (!status || status.is_null()) return clinical::unknown;
  const auto found = codes_among(status, clinical_codes);
  if (std::has_single_bit(found)) return clinical_states[std::countr_zero(found)];
  to.say(status, found == 0 ? "is not a known clinical status" : "its codes disagree");
  return clinical::unknown;
}

enum class verification : unsigned char { said, unconfirmed, not_a_fact };

constexpr std::string_view verification_codes[] = {
    "refuted",      "entered-in-error", "unconfirmed", "provisional",
    "differential", "unknown",          "confirmed"}; // unknown before R4
constexpr std::uint32_t refuted_codes = 0b11, unconfirmed_codes = 0b111100;

verification read_verification(const json::value& resource, report& to) {
  const auto status = resource["verificationStatus"];
  if (!status || status.is_null()) return verification::said;
  const auto found = codes_among(status, verification_codes);
  if ((found & refuted_codes) != 0) return verification::not_a_fact;
  if ((found & unconfirmed_codes) != 0) return verification::unconfirmed;
  if (found != 0) return verification::said;
  to.say(status, "is not a known verification status");
  return verification::not_a_fact;
}

void read_onset(const json::value& resource, const chart& of, cds::condition& into, report& to) {
  into.onset = past_date_member(resource, "onsetDateTime", of, to);
  if (const auto during = object_member(resource, "onsetPeriod", to))
    into.onset = past_date_member(during, "start", of, to);
  for (const auto& name : json::names("onsetAge", "onsetQuantity", "onsetRange", "onsetString"))
    if (has(resource, name)) to.say(resource[name], "an onset of this kind has no date");
}

/// An abatement that cannot be dated is one all the same; one in the future is only expected.
void read_abatement(const json::value& resource, const chart& of, cds::condition& into, report& to) {
  const auto see = [&](const json::value& in, json::member_name name) {
    const auto when = date_member(in, name, to);
    if (!when)
      into.abated_undated = into.abated_undated || has(in, name);
    else if (of.is_future(*when))
      to.say(in[name], "the date lies in the future");
    else
      into.abated = when;
  };
  see(resource, "abatementDateTime");
  if (const auto during = object_member(resource, "abatementPeriod", to)) {
    if (has(during, "end"))
      see(during, "end");
    else
      into.abated_undated = true;
  }
  if (boolean_member(resource, "abatementBoolean", to) == true) into.abated_undated = true;
  // an age is a Quantity by name in DSTU2
  for (const auto& name : json::names("abatementAge", "abatementQuantity", "abatementRange", "abatementString")) {
    if (!has(resource, name)) continue;
    into.abated_undated = true;
    to.say(resource[name], "an abatement of this kind has no date");
  }
}

} // namespace

bool is_refuted(const json::value& resource) {
  const auto status = resource["verificationStatus"];
  return has_code(status, "refuted") || has_code(status, "entered-in-error");
}

std::optional<cds::condition> read_condition(const json::value& resource, const chart& of, report& to) {
  const auto verified = read_verification(resource, to);
  if (verified == verification::not_a_fact) return std::nullopt;
  cds::condition read;
  const auto code = read_concept_member(resource, "code", of.terms(), to);
  read.sets = code.sets;
  read.named = code.named;
  read.unconfirmed = verified == verification::unconfirmed;
  read.status = read_clinical_status(resource, to);
  for (const auto& name : json::names("recordedDate", "assertedDate", "dateRecorded")) // R4, STU3, DSTU2
    if (!read.recorded) read.recorded = past_date_member(resource, name, of, to);
  read.encounter_diagnosis = has_code(resource["category"], "encounter-diagnosis");
  read_onset(resource, of, read, to);
  read_abatement(resource, of, read, to);
  return read;
}

} // namespace fhir
