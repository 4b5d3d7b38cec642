#include "hooks/response.hpp"

#include <gtest/gtest.h>

namespace {

using cds::indicator;
using cds::rule_id;

struct told {
  char name;
  cds::indicator indicator;
  rule_id rule = rule_id::treatment_failure;
};

/// The names of what is shown, in order.
std::string shown_of(const std::vector<told>& all, std::size_t most) {
  std::vector<cds::recommendation> recommendations;
  for (const auto& one : all) {
    auto& recommended = recommendations.emplace_back();
    recommended.rule = one.rule;
    recommended.indicator = one.indicator;
    recommended.summary = {&one.name, 1};
  }
  std::string names;
  for (const auto* one : hooks::shown(recommendations, most)) names += one->summary;
  return names;
}

constexpr auto info = indicator::info, warning = indicator::warning, critical = indicator::critical;

TEST(Response, ShowsTheWorstFirstAndNeverDropsACritical) {
  const struct {
    std::vector<told> all;
    std::size_t most;
    const char* shown;
  } table[] = {
      {{}, 4, ""},
      {{{'a', info}}, 4, "a"},
      {{{'a', info}, {'b', critical}, {'c', warning}}, 4, "bca"},
      {{{'a', warning}, {'b', warning}, {'c', warning}}, 4, "abc"},
      {{{'a', warning}, {'b', warning}, {'c', warning}}, 2, "ab"},
      {{{'a', info}, {'b', info}, {'c', warning}}, 2, "ca"},
      {{{'a', critical}, {'b', critical}, {'c', critical}}, 2, "abc"},
      {{{'a', warning}, {'b', critical}, {'c', critical}, {'d', critical}}, 2, "bcd"},
      {{{'a', critical}, {'b', info}}, 0, "a"},
      {{{'a', info}, {'b', info}}, 0, ""},
      {{{'a', info}, {'b', info, rule_id::not_checked}}, 1, "b"},
      {{{'a', info}, {'b', info}, {'c', info, rule_id::not_checked}}, 2, "ac"},
      {{{'a', warning}, {'b', info, rule_id::not_checked}}, 1, "a"},
  };
  for (const auto& one : table) EXPECT_EQ(shown_of(one.all, one.most), one.shown);
}

} // namespace
