// FHIR DSTU2: orders of another name, one reason and one category, quantities of another name.
#include "tests/vignettes/rewriting.hpp"

namespace vignettes {
namespace {

void order_as_dstu2(object& resource) {
  resource["resourceType"] = "MedicationOrder";
  rename(resource, "authoredOn", "dateWritten");
  rename(resource, "requester", "prescriber");
  first_alone(resource, "reasonReference", "reasonReference");
  first_alone(resource, "reasonCode", "reasonCodeableConcept");
}

void test_as_dstu2(object& resource) {
  resource["resourceType"] = "DiagnosticOrder";
  status_before_r4(resource, {{"active", "requested"}, {"revoked", "cancelled"}, {"on-hold", "suspended"}});
  resource["item"] = array{object{{"code", resource.at("code")}}};
  resource.erase("code");
  resource["event"] = array{object{{"status", resource.at("status")}, {"dateTime", resource.at("authoredOn")}}};
  resource.erase("authoredOn");
  rename(resource, "requester", "orderer");
  rename(resource, "reasonReference", "supportingInformation");
  rename(resource, "reasonCode", "reason");
}

void referral_as_dstu2(object& resource) {
  resource["resourceType"] = "ReferralRequest";
  rename(resource, "subject", "patient");
  rename(resource, "authoredOn", "date");
  resource["serviceRequested"] = array{resource.at("code")};
  resource.erase("code");
  if (auto* priority = resource.if_contains("priority")) {
    const value code = *priority;
    *priority =
        object{{"coding", array{object{{"system", "http://hl7.org/fhir/diagnostic-order-priority"}, {"code", code}}}},
               {"text", code}};
  }
  rename(resource, "reasonReference", "supportingInformation");
  first_alone(resource, "reasonCode", "reason");
}

void dosage_as_dstu2(object& one, const std::string& type) {
  if (type == "MedicationStatement") rename(one, "doseQuantity", "quantityQuantity");
  if (const auto* rate = one.if_contains("rateQuantity")) {
    auto numerator = rate->as_object();
    numerator["unit"] = numerator["code"] = "mg";
    const object hour{{"value", 1}, {"unit", "h"}, {"system", "http://unitsofmeasure.org"}, {"code", "h"}};
    one.erase("rateQuantity");
    one["rateRatio"] = object{{"numerator", numerator}, {"denominator", hour}};
  }
  auto* timing = one.if_contains("timing");
  auto* repeat = timing ? timing->as_object().if_contains("repeat") : nullptr;
  if (!repeat) return;
  rename(repeat->as_object(), "periodUnit", "periodUnits");
  rename(repeat->as_object(), "boundsDuration", "boundsQuantity");
}

void finding_as_dstu2(object& resource, const std::string& type) {
  first_alone(resource, "category", "category");
  if (type == "Condition") {
    rename(resource, "assertedDate", "dateRecorded");
    if (auto* when = resource.if_contains("dateRecorded")) when->as_string().resize(10); // a day there
  }
  if (type != "AllergyIntolerance") return;
  rename(resource, "code", "substance");
  rename(resource, "verificationStatus", "status");
  resource.erase("clinicalStatus");
}

} // namespace

void as_dstu2(object& resource) {
  const auto type = type_of(resource);
  if (type == "ServiceRequest") {
    resource.erase("intent");
    return is_referral(resource) ? referral_as_dstu2(resource) : test_as_dstu2(resource);
  }
  const auto requester = resource.contains("requester") ? value(resource.at("requester")) : value();
  as_stu3(resource);
  rename(resource, "context", "encounter");
  if (!requester.is_null()) resource["requester"] = requester;
  resource.erase("intent");
  resource.erase("taken");
  if (type == "MedicationRequest") order_as_dstu2(resource);
  if (type.starts_with("Medication") || type == "Condition") rename(resource, "subject", "patient");
  finding_as_dstu2(resource, type);
  for_each_dosage(resource, [&](object& one) { dosage_as_dstu2(one, type); });
  if (type != "MedicationAdministration") return;
  rename(resource, "effectiveDateTime", "effectiveTimeDateTime");
  if (auto* given = resource.if_contains("dosage")) rename(given->as_object(), "dose", "quantity");
}

} // namespace vignettes
