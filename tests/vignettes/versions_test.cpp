// Every vignette written in other FHIR versions, and with its doses as text: the same answer, with the suggested orders
// in the version of the drafts.
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/golden.hpp"
#include "tests/vignettes/posting.hpp"
#include "tests/vignettes/translation.hpp"

namespace vignettes {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// With members in the order of their names: versions write theirs in different orders.
value sorted(const value& v) {
  if (const auto* list = v.if_array()) {
    array all;
    for (const auto& one : *list) all.push_back(sorted(one));
    return all;
  }
  const auto* members = v.if_object();
  if (!members) return v;
  std::vector<std::string_view> keys;
  for (const auto& member : *members) keys.push_back(member.key());
  std::sort(keys.begin(), keys.end());
  object all;
  for (const auto key : keys) all[key] = sorted(members->at(key));
  return all;
}

std::string laid_out(const value& v) { return support::laid_out(boost::json::serialize(sorted(v))); }

value answer_to_value(const value& request, std::chrono::sys_seconds now) {
  const std::string_view hook = request.at("hook").as_string();
  return boost::json::parse(answer_to(boost::json::serialize(request), now, hook).body);
}

/// Whether a request has the same answer in every version as in R4. Returns how many cards that has.
std::size_t expect_same_in_all(const std::string& name, const value& request, std::chrono::sys_seconds now) {
  const auto answer = answer_to_value(request, now);
  const auto* cards = answer.as_object().if_contains("cards");
  EXPECT_TRUE(cards != nullptr) << name << laid_out(answer);
  if (cards == nullptr) return 0;
  for (const auto v : other_versions) {
    const auto got = answer_to_value(translated_request(request, v), now);
    EXPECT_EQ(laid_out(got), laid_out(translated_answer(answer, request, v))) << name << " in " << name_of(v);
  }
  return cards->as_array().size();
}

value as_order_select(value request) {
  array selected;
  for (const auto& entry : request.at("context").at("draftOrders").at("entry").as_array())
    selected.emplace_back("MedicationRequest/" + std::string(entry.at("resource").at("id").as_string()));
  request.as_object()["hook"] = "order-select";
  request.at("context").as_object()["selections"] = selected;
  return request;
}

/// Opening the chart of a patient who already takes what the vignette orders.
value as_patient_view(value request) {
  auto& medications = request.at("prefetch").at("medications").as_object();
  auto entries = medications.contains("entry") ? medications.at("entry").as_array() : array();
  for (const auto& entry : request.at("context").at("draftOrders").at("entry").as_array()) {
    auto running = entry.as_object();
    running.at("resource").as_object()["status"] = "active";
    entries.push_back(std::move(running));
  }
  medications["entry"] = entries;
  medications.erase("total");
  request.as_object()["hook"] = "patient-view";
  request.at("context").as_object().erase("draftOrders");
  return request;
}

TEST(Versions, AnswerTheSame) {
  std::size_t signing = 0, selecting = 0, opening = 0;
  for (const auto& name : all_vignettes()) {
    const auto request = boost::json::parse(request_of(name));
    const auto now = expectation_of(name).now;
    signing += expect_same_in_all(name + " on signing", request, now);
    selecting += expect_same_in_all(name + " on selecting", as_order_select(request), now);
    opening += expect_same_in_all(name + " on opening the chart", as_patient_view(request), now);
  }
  EXPECT_GT(signing, 0u);
  EXPECT_GT(selecting, 0u);
  EXPECT_GT(opening, 0u);
}

object valacyclovir_statement() {
  return {{"resourceType", "MedicationStatement"},
          {"id", "statement"},
          {"status", "active"},
          {"subject", object{{"reference", "Patient/vignette-04-patient"}}},
          {"medicationCodeableConcept",
           object{{"coding",
                   array{object{{"system", "http://www.nlm.nih.gov/research/umls/rxnorm"}, {"code", "313564"}}}}}},
          {"effectiveDateTime", "2026-01-01"},
          {"dosage",
           array{object{{"timing", object{{"repeat", object{{"frequency", 2}, {"period", 1}, {"periodUnit", "d"}}}}},
                        {"doseAndRate", array{object{{"doseQuantity", object{{"value", 1},
                                                                             {"unit", "g"},
                                                                             {"system", "http://unitsofmeasure.org"},
                                                                             {"code", "g"}}}}}}}}}};
}

object foscarnet_allergy() {
  const auto status = [](const char* code) { return object{{"coding", array{object{{"code", code}}}}}; };
  return {{"resourceType", "AllergyIntolerance"},
          {"id", "allergy"},
          {"clinicalStatus", status("active")},
          {"verificationStatus", status("confirmed")},
          {"patient", object{{"reference", "Patient/vignette-02-patient"}}},
          {"code", object{{"text", "foscarnet"}}}};
}

/// The vignette with one more resource under a key that no vignette fills.
value with(const std::string& name, const char* key, const object& resource) {
  auto request = boost::json::parse(request_of(name));
  request.at("prefetch").as_object()[key] =
      object{{"resourceType", "Bundle"}, {"type", "searchset"}, {"entry", array{object{{"resource", resource}}}}};
  return request;
}

TEST(Versions, AnswerTheSameWithStatementsAndAllergies) {
  struct row {
    std::string name;
    value request;
  };
  for (const auto& [name, request] : {row{"v04", with("v04", "statements", valacyclovir_statement())},
                                      row{"v02", with("v02", "allergies", foscarnet_allergy())}}) {
    const auto now = expectation_of(name).now;
    EXPECT_NE(answer_to_value(request, now), answer_to_value(boost::json::parse(request_of(name)), now)) << name;
    expect_same_in_all(name, request, now);
  }
}

/// `warning Day 12 of valacyclovir ...` for each card, and each suggestion's label below it.
std::vector<std::string> told(const value& answer) {
  std::vector<std::string> lines;
  for (const auto& card : answer.at("cards").as_array()) {
    lines.push_back(std::string(card.at("indicator").as_string()) + " " + card.at("summary").as_string().c_str());
    if (const auto* suggestions = card.as_object().if_contains("suggestions"))
      for (const auto& one : suggestions->as_array()) lines.push_back("  " + std::string(one.at("label").as_string()));
  }
  return lines;
}

/// The drug of each draft as a Medication: in the draft itself, or beside it in the Bundle.
value with_medications(value request, bool contained) {
  auto& entries = request.at("context").at("draftOrders").at("entry").as_array();
  array beside;
  for (auto& entry : entries) {
    auto& draft = entry.at("resource").as_object();
    const auto id = "drug-" + std::to_string(beside.size());
    const object medication{
        {"resourceType", "Medication"}, {"id", id}, {"code", draft.at("medicationCodeableConcept")}};
    draft.erase("medicationCodeableConcept");
    draft["medicationReference"] = object{{"reference", (contained ? "#" : "Medication/") + id}};
    if (contained) draft["contained"] = array{medication};
    beside.push_back(object{{"resource", medication}});
  }
  if (!contained) entries.insert(entries.end(), beside.begin(), beside.end());
  return request;
}

TEST(Versions, AnswerTheSameWithDrugsThatAreReferredTo) {
  for (const auto& name : all_vignettes()) {
    const auto request = boost::json::parse(request_of(name));
    const auto now = expectation_of(name).now;
    for (const bool contained : {true, false}) {
      const auto referring = with_medications(request, contained);
      EXPECT_EQ(told(answer_to_value(referring, now)), told(answer_to_value(request, now))) << name;
      expect_same_in_all(name + (contained ? " with drugs contained" : " with drugs beside"), referring, now);
    }
  }
}

// An order that is pending is found under each of its names.
TEST(Versions, APendingTestIsPendingInAll) {
  std::size_t pending = 0;
  for (const auto& name : all_vignettes()) {
    const auto request = boost::json::parse(request_of(name));
    const auto* set = request.at("prefetch").as_object().if_contains("serviceRequests");
    if (!set || !set->is_object() || !set->as_object().contains("entry")) continue;
    ++pending;
    auto without = request;
    without.at("prefetch").as_object()["serviceRequests"] = nullptr;
    const auto now = expectation_of(name).now;
    for (const auto v : other_versions)
      EXPECT_NE(answer_to_value(translated_request(request, v), now),
                answer_to_value(translated_request(without, v), now))
          << name << " in " << name_of(v);
  }
  EXPECT_GT(pending, 0u);
}

void as_text(object& resource) {
  for (const auto* name : {"dosageInstruction", "dosage"})
    if (auto* written = resource.if_contains(name); written && written->is_array())
      for (auto& one : written->as_array())
        if (auto& dosage = one.as_object(); dosage.contains("text")) {
          dosage.erase("timing");
          dosage.erase("doseAndRate");
        }
}

TEST(Versions, DosesAsTextTellTheSameCards) {
  for (const std::string name : {"v01", "v02", "v04"}) {
    const auto request = boost::json::parse(request_of(name));
    const auto now = expectation_of(name).now;
    auto in_words = request;
    for_each_resource(in_words, as_text);
    EXPECT_EQ(told(answer_to_value(in_words, now)), told(answer_to_value(request, now))) << name;
  }
}

} // namespace
} // namespace vignettes
