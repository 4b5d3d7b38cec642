// Whether a Reference names the patient of the request.
#include <algorithm>

#include "fhir/bundle.hpp"

namespace fhir {
namespace {

enum class match : unsigned char { same, other, nothing_to_compare };

/// An Identifier against those of the prefetched Patient, by system and value.
match compare(const json::value& identifier, const json::value& patient) {
  const auto system = identifier["system"].string().value_or("");
  const auto value = identifier["value"].string().value_or("");
  if (system.empty() || value.empty()) return match::nothing_to_compare;
  auto result = match::nothing_to_compare;
  for (const auto known : patient["identifier"]) {
    if (known["system"].string() != system) continue;
    if (known["value"].string() == value) return match::same;
    result = match::other;
  }
  return result;
}

/// At least one identifier is this patient's, and none contradicts.
match compare_all(const json::value& identifiers, const json::value& patient) {
  auto result = match::nothing_to_compare;
  for (const auto one : identifiers) {
    const auto compared = compare(one, patient);
    if (compared == match::other) return compared;
    if (compared == match::same) result = compared;
  }
  return result;
}

/// R4 and later may say beside a reference what kind of resource it names.
bool may_be_patient(const json::value& reference) {
  const auto type = reference["type"];
  return !type || type.is_null() || type.string() == "Patient" ||
         type.string() == "http://hl7.org/fhir/StructureDefinition/Patient";
}

/// A Patient that a `urn:` or `#` led to: the first has this patient's id, the second has an id of its holder's only.
bool is_this_patient(const json::value& found, bool contained, const chart& of) {
  if (found["resourceType"].string() != "Patient" || refuses_plain_reading(found)) return false;
  const auto compared = compare_all(found["identifier"], of.patient);
  if (contained) return compared == match::same;
  return found["id"].string() == of.from.patient_id && compared != match::other;
}

/// `Patient/x`, as nearly all references to this patient are written.
bool is_plain_reference(std::string_view text, const chart& of) {
  constexpr std::string_view type = "Patient/";
  return !of.plain_id.empty() && text.size() == type.size() + of.plain_id.size() && text.starts_with(type) &&
         text.ends_with(of.plain_id);
}

} // namespace

bool names_this_patient(const json::value& reference, const json::value& holder, const chart& of, origin from) {
  if (!reference.is(json::kind::object) || !may_be_patient(reference)) return false;
  const auto identifier = reference["identifier"];
  const auto identified = identifier ? compare(identifier, of.patient) : match::nothing_to_compare;
  if (identified == match::other) return false;
  const auto written = reference["reference"];
  if (!written || written.is_null()) return identified == match::same;
  const auto text = written.string().value_or("");
  if (is_plain_reference(text, of)) return true;
  if (const auto named = read_literal(text, of.references.base()))
    return named->type == "Patient" && named->id == of.from.patient_id;
  const bool contained = text.starts_with('#');
  if (!contained && !text.starts_with("urn:")) return false; // another server's: its id says nothing about ours
  return is_this_patient(of.references.find(reference, holder, from), contained, of);
}

belonging belonging_of(const json::value& resource, std::string_view type, const chart& of, origin from) {
  if (type == "Patient")
    return resource["id"].string() == of.from.patient_id ? belonging::this_patient : belonging::another_patient;
  auto whose = belonging::nobody;
  constexpr auto names = json::names("subject", "patient");
  for (const auto& name : names) {
    const auto reference = resource[name];
    if (!reference) continue;
    const bool empty = reference.is(json::kind::object) && reference.begin() == reference.end();
    if (reference.is_null() || empty) continue;
    if (!names_this_patient(reference, resource, of, from)) return belonging::another_patient;
    whose = belonging::this_patient;
  }
  return whose;
}

} // namespace fhir
