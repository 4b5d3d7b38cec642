// The same facts, answered as `vesicle evaluate` and the server answer them, bring the same cards.
#include <gtest/gtest.h>

#include <set>

#include "fhir/json/writer.hpp"
#include "hooks/endpoint.hpp"
#include "server/environment.hpp"
#include "server/replay/patient_chart.hpp"
#include "server/replay/patient_replay.hpp"
#include "tests/server/replay/hospital.hpp"
#include "tests/server/replay/support/replaying.hpp"

namespace {

using namespace server;
using fhir::json::writer;

/// The chart as the prefetch of a request.
std::string request_of(const fhir::chart_source& source) {
  std::string body;
  writer out(body);
  out.begin_object().member("hook", "order-sign").member("hookInstance", "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea");
  out.name("context").begin_object().member("userId", "Practitioner/1").member("patientId", source.patient_id);
  out.member("draftOrders", source.draft_orders).end_object();
  out.name("prefetch").begin_object();
  for (std::size_t i = 0; i < fhir::data_kind_count; ++i) {
    const auto& set = source.data.at(i);
    if (set.what == fhir::supplied::state::absent) continue;
    out.name(fhir::key_of(static_cast<fhir::data_kind>(i)));
    if (set.what == fhir::supplied::state::empty) {
      out.null();
    } else if (set.resource["resourceType"].string() == "Patient") {
      out.value(set.resource);
    } else {
      out.begin_object().member("resourceType", "Bundle").member("type", "searchset").name("entry").begin_array();
      for (const auto entry : set.resource["entry"]) out.value(entry);
      for (const auto& page : set.further)
        for (const auto entry : page["entry"]) out.value(entry);
      out.end_array().end_object();
    }
  }
  out.end_object().end_object();
  return body;
}

/// `treatment-failure warning; ...` of the cards of an answer.
std::string cards_in(std::string_view body) {
  fhir::json::document document;
  const auto root = document.read(body);
  if (!root) return "no JSON";
  std::multiset<std::string> cards;
  for (const auto card : (*root)["cards"])
    cards.insert(std::string(card["source"]["topic"]["code"].string().value_or("?")) + " " +
                 std::string(card["indicator"].string().value_or("?")));
  std::string text;
  for (const auto& one : cards) text += one + "; ";
  return text;
}

std::string cards_of(const judgement& judged) {
  std::multiset<std::string> cards;
  for (const auto& rule : judged.rules)
    if (rule.shown) cards.insert(std::string(cds::name_of(rule.rule)) + " " + std::string(cds::name_of(*rule.urgency)));
  std::string text;
  for (const auto& one : cards) text += one + "; ";
  return text;
}

hooks::environment world_at(cds::instant at) {
  hooks::environment world;
  world.now = at;
  world.new_uuid = server::counted_uuids();
  return world;
}

TEST(ReplayAgreement, TheServerAnswersTheSameFactsWithTheSameCards) {
  const formulary medications;
  replay_ground ground{.known = replaying::known(), .compared = nullptr, .medications = medications};
  ground.has_files.fill(true);
  const hooks::endpoint services(replaying::known(), {});
  std::size_t compared = 0;
  for (std::size_t i = 0; i < 48; ++i) {
    auto told = hospital::patient_of({.seed = 9, .treated_each = 1, .bulk = 10}, i);
    std::vector<kept_line> kept;
    for (const auto& [type, json] : told.chart.lines())
      kept.push_back({told.chart.patient(), *chart_type_named(hospital::types[static_cast<std::size_t>(type)]), json});
    patient_chart chart(ground);
    chart.read(kept);
    std::vector<replayed_order> orders;
    tallies counts;
    patient_replay(ground).replay(kept, orders, counts);
    ASSERT_EQ(orders.size(), chart.orders().size());
    for (std::size_t o = 0; o < orders.size(); ++o) {
      const auto body = request_of(chart.as_of(chart.orders()[o]).source);
      hooks::call asked;
      asked.method = "POST";
      asked.target = "/cds-services/antiviral-order-sign";
      asked.content_type = "application/json";
      asked.body = body;
      const auto reply = services.answer(asked, world_at(orders[o].at));
      ASSERT_EQ(reply.status, 200) << reply.body;
      EXPECT_EQ(cards_of(orders[o].judged), cards_in(reply.body)) << orders[o].order;
      ++compared;
    }
  }
  EXPECT_GT(compared, 48u);
}

} // namespace
