// Every laboratory value and weight of the vignettes in other units: the same cards.
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/vignettes/posting.hpp"

namespace vignettes {
namespace {

using boost::json::object;
using boost::json::value;

struct equivalent {
  std::string_view unit;
  double factor;     // from the unit of the vignettes
  bool ucum = false; // a code of UCUM, else only words
};

/// By LOINC code. Creatinine in mol/L has codes of its own; the engine reads the unit, not the code.
const std::map<std::string_view, std::vector<equivalent>> equivalents = {
    {"29463-7",
     {{"g", 1000, true},
      {"[lb_av]", 1 / 0.45359237, true},
      {"lbs", 1 / 0.45359237},
      {"kilograms", 1},
      {"[oz_av]", 1 / 0.028349523125, true}}},
    {"2160-0",
     {{"umol/L", 88.4, true}, {"\xC2\xB5mol/L", 88.4}, {"mmol/L", 0.0884, true}, {"mg/L", 10, true}, {"mg%", 1}}},
    {"24467-3",
     {{"10*6/L", 1, true}, {"10*3/uL", 0.001, true}, {"10*9/L", 0.001, true}, {"cells/mm3", 1}, {"K/uL", 0.001}}},
    {"2823-3", {{"meq/L", 1, true}, {"mEq/L", 1}, {"umol/L", 1000, true}, {"mg/dL", 3.90983, true}}},
    {"17861-6", {{"mmol/L", 1 / 4.0078, true}, {"meq/L", 2 / 4.0078, true}, {"mEq/L", 2 / 4.0078}, {"mg/L", 10, true}}},
    {"19123-9", {{"mmol/L", 1 / 2.4305, true}, {"meq/L", 2 / 2.4305, true}, {"mEq/L", 2 / 2.4305}, {"mg/L", 10, true}}},
    {"2777-1", {{"mmol/L", 1 / 3.0973762, true}, {"umol/L", 1000 / 3.0973762, true}, {"mg/L", 10, true}}},
};

/// `warning Day 12 of valacyclovir ...`, and each suggestion's actions below it.
std::vector<std::string> told(const hooks::reply& answered) {
  std::vector<std::string> all;
  const auto body = boost::json::parse(answered.body);
  for (const auto& card : body.at("cards").as_array()) {
    all.push_back(std::string(card.at("indicator").as_string()) + " " + card.at("summary").as_string().c_str());
    if (const auto* suggestions = card.as_object().if_contains("suggestions"))
      for (const auto& suggestion : suggestions->as_array())
        all.push_back("  " + boost::json::serialize(suggestion.at("actions")));
  }
  return all;
}

TEST(Units, EveryMeasurementInEveryEquivalent) {
  std::map<std::string_view, std::size_t> tried;
  for (const auto& name : all_vignettes()) {
    const auto now = expectation_of(name).now;
    const auto request = boost::json::parse(request_of(name));
    const auto usual = told(answer_to(boost::json::serialize(request), now));
    for (const auto* key : {"labs", "vitals"}) {
      const auto* set = request.at("prefetch").as_object().if_contains(key);
      const auto* entries = set != nullptr ? set->as_object().if_contains("entry") : nullptr;
      if (entries == nullptr) continue;
      for (std::size_t i = 0; i < entries->as_array().size(); ++i) {
        const auto& resource = entries->at(i).at("resource");
        if (!resource.as_object().contains("valueQuantity")) continue;
        const std::string code(resource.at("code").at("coding").at(0).at("code").as_string());
        ASSERT_TRUE(equivalents.contains(code)) << name << " " << code;
        const double amount = resource.at("valueQuantity").at("value").to_number<double>();
        for (const auto& e : equivalents.at(code)) {
          auto changed = request;
          object quantity{{"value", amount * e.factor}, {"unit", e.unit}};
          if (e.ucum) quantity["system"] = "http://unitsofmeasure.org";
          if (e.ucum) quantity["code"] = e.unit;
          changed.at("prefetch").at(key).at("entry").at(i).at("resource").as_object()["valueQuantity"] = quantity;
          EXPECT_EQ(told(answer_to(boost::json::serialize(changed), now)), usual)
              << name << " " << code << " " << e.unit;
          ++tried[equivalents.find(code)->first];
        }
      }
    }
  }
  for (const auto& [code, rows] : equivalents) EXPECT_GE(tried[code], rows.size()) << code;
}

} // namespace
} // namespace vignettes
