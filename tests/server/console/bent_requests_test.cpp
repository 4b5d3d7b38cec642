// Trying requests that are bent in one place: whatever is posted, the answer is what the description says.
#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "server/console/embedded_texts.hpp"
#include "server/console/trial.hpp"
#include "server/rfc3339.hpp"
#include "tests/server/console/json_shape.hpp"
#include "tests/server/support/effort.hpp"
#include "tests/server/support/running_service.hpp"

namespace {

using namespace server_tests;
using boost::json::value;

/// Calls `look` with every value inside, members and items alike.
void each_inside(value& of, const std::function<void(value&)>& look) {
  if (auto* object = of.if_object())
    for (auto& member : *object) {
      look(member.value());
      each_inside(member.value(), look);
    }
  if (auto* array = of.if_array())
    for (auto& item : *array) {
      look(item);
      each_inside(item, look);
    }
}

const std::vector<value>& strange_values() {
  static const std::vector<value> all{nullptr,
                                      true,
                                      -1,
                                      1e300,
                                      "",
                                      "<script>",
                                      "Patient/somebody-else",
                                      "9999-99-99",
                                      boost::json::array{},
                                      boost::json::object{},
                                      boost::json::array{nullptr, boost::json::object{{"resourceType", 7}}},
                                      boost::json::object{{"resourceType", "MedicationRequest"}, {"id", "x"}}};
  return all;
}

TEST(BentRequests, AreAnsweredAsDescribed) {
  const running_service service;
  const auto contract = boost::json::parse(server::embedded_text("openapi.json"));
  const auto& shape = contract.at("components").at("schemas").at("Trying");
  std::size_t tried = 0, refused = 0;
  for (const auto* id : {"v01", "v02", "v06d", "v11"}) {
    auto request = boost::json::parse(server::embedded_text("samples/" + std::string(id) + ".json"));
    std::vector<value*> places;
    each_inside(request, [&](value& one) { places.push_back(&one); });
    const auto step = effort(29, 1);
    for (std::size_t i = 0; i < places.size(); i += step) {
      const auto kept = *places[i]; // what is inside is not looked at again before it is back
      *places[i] = strange_values()[(i / step) % strange_values().size()];
      const auto told =
          server::try_out({boost::json::serialize(request), {}, server::read_rfc3339("2026-02-17T15:00:00Z"), {}},
                          *service.now(), {}, {});
      *places[i] = kept;
      ASSERT_TRUE(told);
      const auto answer = boost::json::parse(*told);
      ASSERT_THAT(misfits(answer, shape, contract), testing::IsEmpty()) << id << " place " << i;
      const auto status = answer.at("status").as_int64();
      ASSERT_TRUE(status == 200 || status == 400 || status == 412) << status << id << " place " << i;
      ++tried;
      if (status != 200) ++refused;
      // The places below one that was put back are others now.
      if (kept.is_structured()) {
        places.clear();
        each_inside(request, [&](value& one) { places.push_back(&one); });
      }
    }
  }
  EXPECT_GT(tried, 80u);
  EXPECT_GT(refused, 5u);
}

} // namespace
