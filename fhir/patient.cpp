#include "fhir/readers.hpp"

namespace fhir {

cds::patient read_patient(const json::value& resource, const chart& of, report& to) {
  cds::patient read;
  if (!resource.is(json::kind::object)) {
    to.fault(issue_code::structure, resource.path(), "must be a Patient");
    return read;
  }
  if (resource["resourceType"].string() != "Patient") {
    to.fault(issue_code::structure, resource.path_of("resourceType"), "must be `Patient`");
    return read;
  }
  const auto id = resource["id"].string().value_or("");
  if (id.empty())
    to.fault(issue_code::required, resource.path_of("id"), "must be the patient of the context");
  else if (id != of.from.patient_id)
    to.fault(issue_code::security, resource["id"].path(), "must be the patient of the context");

  read.source = name_of(resource);
  if (const auto reason = refuses_plain_reading(resource)) {
    to.say(resource, std::string(*reason));
    return read;
  }
  read.birth = past_date_member(resource, "birthDate", of, to);
  const auto gender = string_member(resource, "gender", to);
  if (gender == "male") read.sex = cds::sex::male;
  if (gender == "female") read.sex = cds::sex::female;
  return read;
}

} // namespace fhir
