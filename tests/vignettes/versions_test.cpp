// The vignettes written in other FHIR versions, and with their doses as text: the same cards.
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/vignettes/posting.hpp"

namespace vignettes {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

using rewriting = std::function<void(object& resource)>;

void rewrite_bundle(value& bundle, const rewriting& rewrite) {
  auto* set = bundle.if_object();
  auto* entries = set ? set->if_contains("entry") : nullptr;
  if (!entries) return;
  for (auto& entry : entries->as_array())
    if (auto* resource = entry.as_object().if_contains("resource")) rewrite(resource->as_object());
}

/// `warning Day 12 of valacyclovir ...` for each card, and each suggestion's label below it.
std::vector<std::string> cards_of(const std::string& name, const rewriting& rewrite) {
  auto request = boost::json::parse(request_of(name));
  rewrite_bundle(request.at("context").at("draftOrders"), rewrite);
  for (auto& set : request.at("prefetch").as_object()) rewrite_bundle(set.value(), rewrite);
  const auto answered = answer_to(boost::json::serialize(request), expectation_of(name).now);
  const auto answer = boost::json::parse(answered.body);
  const auto* cards = answer.as_object().if_contains("cards");
  if (!cards) return {answered.body};
  std::vector<std::string> told;
  for (const auto& card : cards->as_array()) {
    told.push_back(std::string(card.at("indicator").as_string()) + " " + card.at("summary").as_string().c_str());
    if (const auto* suggestions = card.as_object().if_contains("suggestions"))
      for (const auto& one : suggestions->as_array()) told.push_back("  " + std::string(one.at("label").as_string()));
  }
  return told;
}

void rename(object& in, std::string_view from, std::string_view to) {
  auto* found = in.if_contains(from);
  if (!found) return;
  auto moved = *found;
  in.erase(from);
  in[to] = std::move(moved);
}

std::string type_of(const object& resource) { return std::string(resource.at("resourceType").as_string()); }

void for_each_dosage(object& resource, const rewriting& rewrite) {
  for (const auto* name : {"dosageInstruction", "dosage"})
    if (auto* written = resource.if_contains(name); written && written->is_array())
      for (auto& one : written->as_array()) rewrite(one.as_object());
}

void as_r5(object& resource) {
  if (auto* drug = resource.if_contains("medicationCodeableConcept")) {
    auto moved = *drug;
    resource.erase("medicationCodeableConcept");
    resource["medication"] = object{{"concept", std::move(moved)}};
  }
  array reasons;
  for (const auto& [name, member] : {std::pair{"reasonReference", "reference"}, std::pair{"reasonCode", "concept"}}) {
    auto* written = resource.if_contains(name);
    if (!written) continue;
    for (const auto& one : written->as_array()) reasons.push_back(object{{member, one}});
    resource.erase(name);
  }
  if (!reasons.empty()) resource["reason"] = reasons;
  if (type_of(resource) == "MedicationAdministration") rename(resource, "effectiveDateTime", "occurenceDateTime");
}

/// Statuses of conditions were plain codes, and a dose stood in its instruction.
void as_stu3(object& resource) {
  if (type_of(resource) == "Condition") {
    for (const auto* name : {"clinicalStatus", "verificationStatus"})
      if (auto* status = resource.if_contains(name)) {
        const value code = status->at("coding").at(0).at("code");
        resource[name] = code;
      }
    rename(resource, "recordedDate", "assertedDate");
  }
  for_each_dosage(resource, [](object& one) {
    auto* doses = one.if_contains("doseAndRate");
    if (!doses) return;
    const auto inner = doses->at(0).as_object();
    one.erase("doseAndRate");
    for (const auto& part : inner) one[part.key()] = part.value();
  });
  if (type_of(resource) == "MedicationRequest") rename(resource, "encounter", "context");
}

void as_order_of_dstu2(object& resource) {
  resource["resourceType"] = "MedicationOrder";
  resource.erase("intent");
  rename(resource, "context", "encounter");
  rename(resource, "authoredOn", "dateWritten");
  for (const auto& [name, single] :
       {std::pair{"reasonReference", "reasonReference"}, std::pair{"reasonCode", "reasonCodeableConcept"}})
    if (auto* written = resource.if_contains(name)) {
      const value first = written->at(0);
      resource.erase(name);
      resource[single] = first;
    }
}

void as_dstu2(object& resource) {
  as_stu3(resource);
  const auto type = type_of(resource);
  if (type == "MedicationRequest") as_order_of_dstu2(resource);
  if (type.starts_with("Medication") || type == "Condition" || type == "AllergyIntolerance")
    rename(resource, "subject", "patient");
  rename(resource, "assertedDate", "dateRecorded");
  for_each_dosage(resource, [](object& one) {
    auto* timing = one.if_contains("timing");
    auto* repeat = timing ? timing->as_object().if_contains("repeat") : nullptr;
    if (!repeat) return;
    rename(repeat->as_object(), "periodUnit", "periodUnits");
    rename(repeat->as_object(), "boundsDuration", "boundsQuantity");
  });
  if (type != "MedicationAdministration") return;
  rename(resource, "effectiveDateTime", "effectiveTimeDateTime");
  if (auto* given = resource.if_contains("dosage")) rename(given->as_object(), "dose", "quantity");
}

void as_text(object& resource) {
  for_each_dosage(resource, [](object& one) {
    if (!one.contains("text")) return;
    one.erase("timing");
    one.erase("doseAndRate");
  });
}

void unchanged(object&) {}

TEST(Versions, TellTheSameCards) {
  for (const std::string name : {"v01", "v02", "v04", "v12"}) {
    const auto cards = cards_of(name, unchanged);
    EXPECT_EQ(cards_of(name, as_r5), cards) << name << " in R5";
    EXPECT_EQ(cards_of(name, as_stu3), cards) << name << " in STU3";
    EXPECT_EQ(cards_of(name, as_dstu2), cards) << name << " in DSTU2";
  }
  EXPECT_FALSE(cards_of("v01", unchanged).empty());
}

TEST(Versions, DosesAsTextTellTheSameCards) {
  for (const std::string name : {"v01", "v02", "v04"})
    EXPECT_EQ(cards_of(name, as_text), cards_of(name, unchanged)) << name;
}

} // namespace
} // namespace vignettes
