// What a clinician takes over with one click, in every FHIR version: the next answer must know it.
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/vignettes/posting.hpp"
#include "tests/vignettes/translation.hpp"

namespace vignettes {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::string text(const value& in, const char* name) { return std::string(in.at(name).as_string()); }

array& drafts_of(value& request) { return request.at("context").at("draftOrders").at("entry").as_array(); }

std::string name_of(const object& resource) {
  return std::string(resource.at("resourceType").as_string()) + "/" + std::string(resource.at("id").as_string());
}

/// A new order as it stands in the chart once it was signed.
object signed_order(object order) {
  const auto type = order.at("resourceType").as_string();
  order["status"] = type == "DiagnosticOrder" ? "requested" : "active";
  if (auto* events = order.if_contains("event")) events->at(0).as_object()["status"] = "requested";
  return order;
}

void take_over(value& request, const value& action) {
  auto& drafts = drafts_of(request);
  const auto type = text(action, "type");
  if (type == "delete") {
    const auto stays = [&](const value& entry) {
      return name_of(entry.at("resource").as_object()) != text(action, "resourceId");
    };
    drafts.erase(std::stable_partition(drafts.begin(), drafts.end(), stays), drafts.end());
    return;
  }
  auto resource = action.at("resource").as_object();
  if (type == "update") {
    for (auto& entry : drafts)
      if (name_of(entry.at("resource").as_object()) == name_of(resource)) entry.at("resource") = resource;
    return;
  }
  resource["id"] = "taken-over-" + std::to_string(drafts.size());
  if (text(resource, "resourceType").starts_with("Medication")) {
    drafts.push_back(object{{"resource", resource}});
    return;
  }
  auto& set = request.at("prefetch").as_object()["serviceRequests"];
  if (!set.is_object() || !set.as_object().contains("entry"))
    set = object{{"resourceType", "Bundle"}, {"type", "searchset"}, {"entry", array()}};
  set.as_object().erase("total");
  auto& pending = set.at("entry").as_array();
  resource["id"] = "taken-over-" + std::to_string(pending.size());
  pending.push_back(object{{"resource", signed_order(resource)}});
}

/// The suggestion's actions, one by one.
value after(value request, const value& suggestion) {
  for (const auto& action : suggestion.at("actions").as_array()) take_over(request, action);
  return request;
}

struct offer {
  std::string rule, summary, label;
  value suggestion;

  bool has(std::string_view type) const {
    const auto& actions = suggestion.at("actions").as_array();
    return std::any_of(actions.begin(), actions.end(), [&](const value& a) { return text(a, "type") == type; });
  }
  bool orders_medicine() const {
    const auto& actions = suggestion.at("actions").as_array();
    return std::any_of(actions.begin(), actions.end(), [&](const value& a) {
      return text(a, "type") == "create" && text(a.at("resource"), "resourceType").starts_with("Medication");
    });
  }
};

struct told {
  std::vector<std::string> summaries, rules;
  std::vector<offer> offers;
};

told answer_of(const value& request, std::chrono::sys_seconds now) {
  told all;
  const auto reply = answer_to(boost::json::serialize(request), now);
  EXPECT_EQ(reply.status, 200) << reply.body;
  const auto answer = boost::json::parse(reply.body);
  for (const auto& card : answer.at("cards").as_array()) {
    all.summaries.push_back(text(card, "summary"));
    all.rules.push_back(text(card.at("source").at("topic"), "code"));
    if (const auto* offered = card.as_object().if_contains("suggestions"))
      for (const auto& one : offered->as_array())
        all.offers.push_back({all.rules.back(), all.summaries.back(), text(one, "label"), one});
  }
  return all;
}

bool holds(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// What was taken over is not offered again, what it settles is not said again, and a new order is not complained of.
void expect_known(const told& before, const offer& taken, const told& next, const std::string& where) {
  for (const auto& again : next.offers) EXPECT_NE(again.label, taken.label) << where;
  if (taken.has("update") || taken.has("delete")) {
    EXPECT_FALSE(holds(next.summaries, taken.summary)) << where;
  }
  if (!taken.orders_medicine()) return;
  for (std::size_t i = 0; i < next.rules.size(); ++i) {
    const bool of_dose = holds({"foscarnet-dose", "regimen-check", "renal-dose"}, next.rules[i]);
    EXPECT_FALSE(of_dose && !holds(before.summaries, next.summaries[i])) << where << ": " << next.summaries[i];
  }
}

std::string place(const std::string& name, std::optional<version> v, const offer& o) {
  return name + " in " + (v ? std::string(name_of(*v)) : "R4") + ": " + o.label;
}

TEST(Accepting, IsSeenByTheNextAnswerInEveryVersion) {
  std::size_t taken_over = 0;
  for (const auto& vignette : all_vignettes()) {
    const auto now = expectation_of(vignette).now;
    for (const auto v : {std::optional<version>(), std::optional{version::r5}, std::optional{version::stu3},
                         std::optional{version::dstu2}}) {
      auto request = boost::json::parse(request_of(vignette));
      if (v) request = translated_request(request, *v);
      const auto before = answer_of(request, now);
      for (const auto& o : before.offers) {
        expect_known(before, o, answer_of(after(request, o.suggestion), now), place(vignette, v, o));
        ++taken_over;
      }
    }
  }
  EXPECT_GE(taken_over, 88u); // 22 suggestions in four versions
}

// What the vignettes suggest reaches every kind of order there is.
TEST(Accepting, TakesOrdersThatTheVersionHas) {
  using types = std::set<std::string>;
  const auto created = [](version v) {
    types all;
    for (const auto& vignette : all_vignettes()) {
      const auto request = translated_request(boost::json::parse(request_of(vignette)), v);
      for (const auto& o : answer_of(request, expectation_of(vignette).now).offers)
        for (const auto& action : o.suggestion.at("actions").as_array())
          if (text(action, "type") == "create") all.insert(text(action.at("resource"), "resourceType"));
    }
    return all;
  };
  EXPECT_EQ(created(version::dstu2), (types{"DiagnosticOrder", "MedicationOrder", "ReferralRequest"}));
  EXPECT_EQ(created(version::stu3), (types{"MedicationRequest", "ProcedureRequest", "ReferralRequest"}));
  EXPECT_EQ(created(version::r5), (types{"MedicationRequest", "ServiceRequest"}));
}

} // namespace
} // namespace vignettes
