// What the tables of tokens have in common: a verdict with its cause, and that a refused token uses up no jti.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tests/server/support/trust_world.hpp"

namespace jwt {

using server_tests::asked;
using server_tests::at;
using server_tests::base64url;
using server_tests::feedback_url;
using server_tests::in_quotes;
using server_tests::json_members;
using server_tests::object_of;
using server_tests::party;
using server_tests::service_url;
using server_tests::signing_key;
using server_tests::the_trust_world;
using server_tests::token_shape;
using server_tests::trust_now;
using server_tests::trust_result;

inline constexpr const char* each_algorithm[] = {"es256", "es384", "rs256", "rs384"};            // parties
inline constexpr const char* each_name_of_an_algorithm[] = {"ES256", "ES384", "RS256", "RS384"}; // as a header has it

inline asked after(long seconds) {
  return {service_url, {}, "antiviral-order-sign", trust_now + std::chrono::seconds{seconds}};
}

/// Cases since the test began.
inline int& cases() {
  static std::string test;
  static int count = 0;
  const auto* running = testing::UnitTest::GetInstance()->current_test_info();
  const auto name = std::string(running->test_suite_name()) + "." + running->name();
  if (test != name) count = 0;
  test = name;
  return count;
}

/// A generator that went wrong must not pass by making nothing.
inline void at_least(int wanted) { EXPECT_GE(cases(), wanted); }

inline trust_result refused_field(const std::string& field, std::string_view cause, const std::string& about,
                                  const asked& how = {}) {
  ++cases();
  const auto used = the_trust_world().used_tokens();
  auto result = the_trust_world().ask_field(field, how);
  EXPECT_EQ(result.status, 401) << about;
  EXPECT_EQ(result.cause, cause) << about;
  EXPECT_FALSE(result.claimed) << about;
  EXPECT_EQ(the_trust_world().used_tokens(), used) << about;
  return result;
}

inline trust_result refused(const std::string& compact, std::string_view cause, const std::string& about,
                            const asked& how = {}) {
  return refused_field("Bearer " + compact, cause, about, how);
}

inline void accepted(const std::string& compact, std::string_view client, const std::string& about,
                     const asked& how = {}) {
  ++cases();
  const auto used = the_trust_world().used_tokens();
  const auto result = the_trust_world().ask(compact, how);
  EXPECT_EQ(result.status, 200) << about << ": " << result.cause;
  EXPECT_EQ(result.client, client) << about;
  EXPECT_EQ(the_trust_world().used_tokens(), used + 1) << about;
}

} // namespace jwt
