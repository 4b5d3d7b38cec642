// The vignettes told differently: what changes nothing must change nothing, and what is missing must be missed.
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/vignettes/posting.hpp"

namespace vignettes {
namespace {

using boost::json::object;
using boost::json::value;

const std::vector<std::string> required{"patient", "conditions", "medications"};
const std::vector<std::string> optional{"dispenses", "administrations", "statements",     "labs",
                                        "vitals",    "allergies",       "serviceRequests"};

struct told {
  int status = 0;
  std::vector<std::string> cards; // `warning Day 12 of valacyclovir ...`, and each suggestion's label below it
};

/// Posts the vignette after a change to its prefetch.
told tell(const std::string& name, const std::function<void(object&)>& change) {
  auto request = boost::json::parse(request_of(name));
  change(request.at("prefetch").as_object());
  const auto answered = answer_to(boost::json::serialize(request), expectation_of(name).now);
  told result{answered.status, {}};
  const auto answer = boost::json::parse(answered.body);
  if (const auto* cards = answer.as_object().if_contains("cards"))
    for (const auto& card : cards->as_array()) {
      result.cards.push_back(std::string(card.at("indicator").as_string()) + " " +
                             card.at("summary").as_string().c_str());
      if (const auto* suggestions = card.as_object().if_contains("suggestions"))
        for (const auto& suggestion : suggestions->as_array())
          result.cards.push_back("  " + std::string(suggestion.at("label").as_string()));
    }
  return result;
}

void nothing(object&) {}

/// The resource with this id in a prefetched set, or a failed test.
object& resource(object& prefetch, std::string_view key, std::string_view id) {
  for (auto& entry : prefetch.at(key).at("entry").as_array())
    if (entry.at("resource").at("id").as_string() == id) return entry.at("resource").as_object();
  throw std::runtime_error("the vignette has no " + std::string(id));
}

void set_quantity(object& observation, double amount, std::string_view unit) {
  observation["valueQuantity"] =
      object{{"value", amount}, {"unit", unit}, {"system", "http://unitsofmeasure.org"}, {"code", unit}};
}

TEST(Variations, ARequiredKeyThatIsMissingRefuses) {
  for (const auto& name : all_vignettes())
    for (const auto& key : required)
      EXPECT_EQ(tell(name, [&](object& prefetch) { prefetch.erase(key); }).status, 412) << name << " without " << key;
}

TEST(Variations, AMissingKeyNeverClears) {
  for (const auto& name : all_vignettes()) {
    if (tell(name, nothing).cards.empty()) continue;
    for (const auto& key : optional) {
      const auto without = tell(name, [&](object& prefetch) { prefetch.erase(key); });
      EXPECT_EQ(without.status, 200) << name << " without " << key;
      EXPECT_FALSE(without.cards.empty()) << name << " without " << key;
    }
  }
}

// A one-day regimen on the first day: whatever could hold a failing course or a resistant isolate is needed.
TEST(Variations, AnAllClearNeedsTheWholePicture) {
  EXPECT_TRUE(tell("v04", nothing).cards.empty());
  for (const auto* key : {"dispenses", "administrations", "statements", "labs"}) {
    const auto without = tell("v04", [&](object& prefetch) { prefetch.erase(key); });
    ASSERT_EQ(without.cards.size(), 1u) << key;
    EXPECT_THAT(without.cards.front(), testing::HasSubstr("could not be done")) << key;
  }
}

TEST(Variations, ResourcesInAnyOrder) {
  for (const auto& name : all_vignettes()) {
    const auto reversed = tell(name, [](object& prefetch) {
      for (auto& set : prefetch)
        if (auto* entries = set.value().as_object().if_contains("entry"))
          std::reverse(entries->as_array().begin(), entries->as_array().end());
    });
    EXPECT_EQ(reversed.cards, tell(name, nothing).cards) << name;
  }
}

TEST(Variations, ResourcesOfUnknownKinds) {
  for (const auto& name : all_vignettes()) {
    const auto more = tell(name, [](object& prefetch) {
      for (auto& set : prefetch)
        if (auto* entries = set.value().as_object().if_contains("entry"))
          entries->as_array().push_back(object{{"resource", object{{"resourceType", "Basic"}, {"id", "other"}}}});
    });
    EXPECT_EQ(more.cards, tell(name, nothing).cards) << name;
  }
}

TEST(Variations, OtherUnitsSameDose) {
  const auto usual = tell("v02", nothing);
  const auto converted = tell("v02", [](object& prefetch) {
    set_quantity(resource(prefetch, "vitals", "vignette-02-weight"), 65000, "g");
    auto& creatinine = resource(prefetch, "labs", "vignette-02-creatinine");
    set_quantity(creatinine, 97.24, "umol/L");
    creatinine.at("code").at("coding").at(0).as_object()["code"] = "14682-9";
  });
  EXPECT_EQ(converted.cards, usual.cards);
  EXPECT_THAT(usual.cards, testing::Contains(testing::HasSubstr("1950 mg")));
}

TEST(Variations, AWeightInAnUnknownUnitIsNoWeight) {
  const auto unknown = tell(
      "v02", [](object& prefetch) { set_quantity(resource(prefetch, "vitals", "vignette-02-weight"), 65, "stone"); });
  EXPECT_THAT(unknown.cards, testing::Not(testing::Contains(testing::HasSubstr(" mg"))));
  EXPECT_THAT(unknown.cards, testing::Not(testing::IsEmpty()));
}

// The older creatinine is fit for a dose; what the newer one would have said is not known.
TEST(Variations, ANewerResultThatCannotBeReadIsNotReplacedByAnOlder) {
  const auto newer = [](std::string_view unit) {
    return [=](object& prefetch) {
      auto result = resource(prefetch, "labs", "vignette-02-creatinine");
      result["id"] = "newer";
      result["effectiveDateTime"] = "2026-02-10T08:00:00-05:00";
      set_quantity(result, 1.1, unit);
      prefetch.at("labs").at("entry").as_array().push_back(object{{"resource", result}});
      prefetch.at("labs").as_object().erase("total");
    };
  };
  const auto dose = testing::Contains(testing::HasSubstr("1950 mg"));
  EXPECT_THAT(tell("v02", newer("mg/dL")).cards, dose);
  EXPECT_THAT(tell("v02", newer("mg")).cards, testing::Not(dose));
  EXPECT_THAT(tell("v02", newer("mol/L")).cards, testing::Not(dose));
  EXPECT_THAT(tell("v02", newer("mmol/L")).cards, testing::Not(dose)); // 12 mg/dL: read, and no dose is left
}

// From the words of an order to the words of a card: the running foscarnet of v11, by sig and by structure.
TEST(Variations, AnInfusionFasterThanTheLimitIsTold) {
  const auto said = [](const std::function<void(object&)>& change, std::string_view words) {
    auto request = boost::json::parse(request_of("v11"));
    auto& order = resource(request.at("prefetch").as_object(), "medications", "vignette-11-foscarnet");
    change(order.at("dosageInstruction").at(0).as_object());
    return answer_to(boost::json::serialize(request), expectation_of("v11").now).body.find(words) != std::string::npos;
  };
  const auto lasts = [](int minutes) {
    return [=](object& dosage) {
      auto& repeat = dosage.at("timing").at("repeat").as_object();
      repeat["duration"] = minutes;
      repeat["durationUnit"] = "min";
    };
  };
  const auto in_words = [](std::string_view text) { return [=](object& dosage) { dosage["text"] = text; }; };
  EXPECT_TRUE(said(lasts(20), "The order allows 1.5 mg/kg/min (30 mg/kg over 20 minutes)"));
  EXPECT_TRUE(said(in_words("30 mg/kg IV every 8 hours over 20 minutes"), "The order allows 1.5 mg/kg/min"));
  EXPECT_FALSE(said(lasts(30), "The order allows"));
  EXPECT_FALSE(said(in_words("30 mg/kg IV every 8 hours over at least 1 hour"), "The order allows"));
}

TEST(Variations, EnteredInErrorIsAbsent) {
  const auto error = [](std::string_view key, std::string_view id) {
    return [=](object& prefetch) { resource(prefetch, key, id)["status"] = "entered-in-error"; };
  };
  const auto resistant = testing::Contains(testing::HasSubstr("will not work"));
  EXPECT_THAT(tell("v02", nothing).cards, resistant);
  EXPECT_THAT(tell("v02", error("labs", "vignette-02-acyclovir-susceptibility")).cards, testing::Not(resistant));
  EXPECT_TRUE(tell("v12", error("dispenses", "vignette-12-acyclovir")).cards != tell("v12", nothing).cards);
}

} // namespace
} // namespace vignettes
