#include "hooks/discovery.hpp"

#include <gtest/gtest.h>

#include "hooks/services/catalogue.hpp"
#include "tests/hooks/small_knowledge.hpp"
#include "tests/support/golden.hpp"

namespace {

TEST(Discovery, ListsEveryService) {
  EXPECT_TRUE(support::is_golden("hooks/discovery.json",
                                 support::laid_out(hooks::discovery_body(hooks_tests::small_knowledge()))));
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
