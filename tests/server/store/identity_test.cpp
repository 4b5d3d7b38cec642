#include "server/store/identity.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "tests/server/store/support/samples.hpp"

namespace {

using hooks::feedback_item;
using server::identity_of;
using store_tests::accepted;
using store_tests::overridden;

TEST(Identity, DiffersInEveryPart) {
  const std::vector<std::function<void(feedback_item&)>> changes{
      [](feedback_item&) {},
      [](feedback_item& i) { i.card.back() = 'f'; },
      [](feedback_item& i) { i.outcome = hooks::card_outcome::accepted; },
      [](feedback_item& i) { i.outcome_timestamp = "2026-01-05T12:00:00.001Z"; },
      [](feedback_item& i) { i.comment += "."; },
      [](feedback_item& i) { i.comment.clear(); },
      [](feedback_item& i) { i.reason->code += "x"; },
      [](feedback_item& i) { i.reason->system.clear(); },
      [](feedback_item& i) { i.reason->display += "x"; },
      [](feedback_item& i) { std::swap(i.reason->code, i.reason->display); },
      [](feedback_item& i) { i.reason.reset(); },
      [](feedback_item& i) { i.accepted_suggestions = {store_tests::uuid('5', 1)}; },
      [](feedback_item& i) {
        i.accepted_suggestions = {store_tests::uuid('5', 1), store_tests::uuid('5', 2)};
      },
      // Text that moves from one part into the next.
      [](feedback_item& i) {
        i.reason = hooks::override_coding{"a", "bc", "d"};
      },
      [](feedback_item& i) {
        i.reason = hooks::override_coding{"ab", "c", "d"};
      },
      [](feedback_item& i) {
        i.reason = hooks::override_coding{"ab", "c1:d", ""};
      },
  };
  std::set<std::string> seen{identity_of("other ward", overridden(1))};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto item = overridden(1);
    changes[i](item);
    EXPECT_TRUE(seen.insert(identity_of("ward", item)).second) << i;
  }
}

TEST(Identity, IsTheSameForWhatMeansTheSame) {
  auto item = accepted(1);
  item.card = "c0ffee00-0000-4000-8000-00000000000a";
  item.accepted_suggestions = {"c0ffee00-0000-4000-8000-00000000000b", "c0ffee00-0000-4000-8000-00000000000c"};
  auto again = item;
  again.card = "C0FFEE00-0000-4000-8000-00000000000A";
  again.accepted_suggestions = {"c0ffee00-0000-4000-8000-00000000000C", "c0ffee00-0000-4000-8000-00000000000b",
                                "c0ffee00-0000-4000-8000-00000000000c"};
  EXPECT_EQ(identity_of("ward", item), identity_of("ward", again));
}

} // namespace
