#include "tests/vignettes/translation.hpp"

#include "tests/vignettes/rewriting.hpp"

namespace vignettes {
namespace {

void reasons_as_r5(object& resource) {
  array reasons;
  for (const auto& [name, member] : {std::pair{"reasonReference", "reference"}, std::pair{"reasonCode", "concept"}}) {
    auto* written = resource.if_contains(name);
    if (!written) continue;
    for (const auto& one : written->as_array()) reasons.push_back(object{{member, one}});
    resource.erase(name);
  }
  if (!reasons.empty()) resource["reason"] = reasons;
}

void as_r5(object& resource) {
  const auto type = type_of(resource);
  wrap(resource, "medicationCodeableConcept", "medication", "concept");
  wrap(resource, "medicationReference", "medication", "reference");
  reasons_as_r5(resource);
  for_each_dosage(resource, [](object& one) { rename(one, "asNeededBoolean", "asNeeded"); });
  if (type == "MedicationAdministration") rename(resource, "effectiveDateTime", "occurenceDateTime");
  if (type == "ServiceRequest") wrap(resource, "code", "code", "concept");
  if (type != "MedicationStatement") return;
  resource["adherence"] = object{{"code", object{{"coding", array{object{{"code", "taking"}}}}}}};
  resource["status"] = "recorded";
}

/// Statuses of conditions and allergies were plain codes.
void plain_statuses(object& resource) {
  for (const auto* name : {"clinicalStatus", "verificationStatus"})
    if (auto* status = resource.if_contains(name)) {
      const value code = status->at("coding").at(0).at("code");
      resource[name] = code;
    }
}

void service_as_stu3(object& resource) {
  status_before_r4(resource, {{"revoked", "cancelled"}, {"on-hold", "suspended"}});
  if (!is_referral(resource)) {
    resource["resourceType"] = "ProcedureRequest";
    return;
  }
  resource["resourceType"] = "ReferralRequest";
  resource["serviceRequested"] = array{resource.at("code")};
  resource.erase("code");
}

} // namespace

/// A dose stood in its instruction, an encounter was a context, and an order was requested by an agent.
void as_stu3(object& resource) {
  const auto type = type_of(resource);
  plain_statuses(resource);
  for_each_dosage(resource, [](object& one) {
    auto* doses = one.if_contains("doseAndRate");
    if (!doses) return;
    const auto inner = doses->at(0).as_object();
    one.erase("doseAndRate");
    for (const auto& part : inner) one[part.key()] = part.value();
  });
  rename(resource, "encounter", "context");
  if (type == "Condition") rename(resource, "recordedDate", "assertedDate");
  if (type == "Observation") {
    first_alone(resource, "interpretation", "interpretation");
    if (auto* meaning = resource.if_contains("interpretation"))
      meaning->at("coding").at(0).as_object()["system"] = "http://hl7.org/fhir/v2/0078";
  }
  if (type == "MedicationStatement") resource["taken"] = "y";
  if (type == "ServiceRequest") service_as_stu3(resource);
  if (type == "MedicationRequest" || type == "ServiceRequest") wrap(resource, "requester", "requester", "agent");
}

namespace {

void visit_bundle(value& bundle, const visit& see) {
  auto* set = bundle.if_object();
  auto* entries = set ? set->if_contains("entry") : nullptr;
  if (!entries) return;
  for (auto& entry : entries->as_array()) see(entry.at("resource").as_object());
}

/// Resources by their old name and their new: `MedicationRequest/a` and `MedicationOrder/a`.
using names = std::map<std::string, std::string>;

names translate_request(value& request, version to) {
  names changed;
  for_each_resource(request, [&](object& resource) {
    const auto id = "/" + std::string(resource.at("id").as_string());
    const auto before = type_of(resource) + id;
    translate(resource, to);
    if (const auto after = type_of(resource) + id; after != before) changed[before] = after;
  });
  return changed;
}

value with_names(const value& in, const names& changed) {
  auto text = boost::json::serialize(in);
  for (const auto& [before, after] : changed)
    for (std::size_t at = 0; (at = text.find(before, at)) != std::string::npos; at += after.size())
      text.replace(at, before.size(), after);
  return boost::json::parse(text);
}

} // namespace

void for_each_resource(value& request, const std::function<void(object&)>& see) {
  auto& context = request.at("context").as_object();
  if (auto* drafts = context.if_contains("draftOrders")) visit_bundle(*drafts, see);
  for (auto& set : request.at("prefetch").as_object()) visit_bundle(set.value(), see);
}

std::string_view name_of(version v) { return v == version::r5 ? "R5" : v == version::stu3 ? "STU3" : "DSTU2"; }

void translate(object& resource, version to) {
  switch (to) {
  case version::r5:
    return as_r5(resource);
  case version::stu3:
    return as_stu3(resource);
  case version::dstu2:
    return as_dstu2(resource);
  }
}

value translated_request(value request, version to) {
  const auto changed = translate_request(request, to);
  return with_names(request, changed);
}

value translated_answer(value answer, const value& request, version to) {
  const bool has_drafts = request.at("context").as_object().contains("draftOrders");
  for (auto& card : answer.at("cards").as_array())
    if (auto* offered = card.as_object().if_contains("suggestions"))
      for (auto& suggestion : offered->as_array())
        for (auto& action : suggestion.at("actions").as_array())
          if (auto* resource = action.as_object().if_contains("resource"); resource && has_drafts)
            translate(resource->as_object(), to);
  auto asked = request;
  return with_names(answer, translate_request(asked, to));
}

} // namespace vignettes
