#include "hooks/discovery.hpp"

#include <gtest/gtest.h>

#include "hooks/services/catalogue.hpp"
#include "tests/hooks/small_knowledge.hpp"
#include "tests/support/golden.hpp"

namespace {

std::string discovery(bool same_id, const hooks::prefetch_keys& keys = {}) {
  return support::laid_out(hooks::discovery_body(hooks_tests::small_knowledge(), hooks::router(same_id), keys));
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(Discovery, ListsEveryService) { EXPECT_TRUE(support::is_golden("hooks/discovery.json", discovery(false))); }

TEST(Discovery, PublishesOneIdForAllWhenAskedTo) {
  EXPECT_EQ(count(discovery(true), R"("id": "antiviral")"), hooks::services().size());
}

TEST(Discovery, AsksForNoKeyThatIsSwitchedOff) {
  hooks::prefetch_keys keys;
  EXPECT_TRUE(keys.switch_off(fhir::data_kind::allergies));
  for (const auto needed : {fhir::data_kind::patient, fhir::data_kind::conditions, fhir::data_kind::medications})
    EXPECT_FALSE(keys.switch_off(needed));
  EXPECT_EQ(count(discovery(false), "\"allergies\""), hooks::services().size());
  EXPECT_EQ(count(discovery(false, keys), "\"allergies\""), 0u);
  EXPECT_EQ(count(discovery(false, keys), "\"conditions\""), hooks::services().size());
}

TEST(Services, AreFoundByTheirExactId) {
  for (const auto& one : hooks::services()) EXPECT_EQ(hooks::service_named(one.id), &one);
  for (const auto* id : {"", "antiviral", "Antiviral-order-sign", "antiviral-order-sign "})
    EXPECT_EQ(hooks::service_named(id), nullptr);
}

TEST(Services, AnswerOneHookEach) {
  for (const auto& one : hooks::services()) EXPECT_EQ(hooks::service_for(one.hook_name), &one);
  for (const auto* hook : {"", "order-dispatch", "ORDER-SIGN"}) EXPECT_EQ(hooks::service_for(hook), nullptr);
}

} // namespace
