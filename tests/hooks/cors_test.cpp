#include "hooks/cors.hpp"

#include <gmock/gmock.h>

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<hooks::header> answered(std::string_view origin, const std::vector<std::string>& allowed, bool preflight) {
  std::vector<hooks::header> headers;
  if (preflight)
    hooks::add_preflight(headers, origin, allowed);
  else
    hooks::add_cors(headers, origin, allowed);
  return headers;
}

const std::vector<std::string> two = {"https://ehr.example.org", "http://localhost:3000"};

TEST(Cors, IsOffWithoutConfiguredOrigins) {
  EXPECT_THAT(answered("https://ehr.example.org", {}, false), IsEmpty());
  EXPECT_THAT(answered("https://ehr.example.org", {}, true), IsEmpty());
}

TEST(Cors, NamesTheExactOriginAndVariesByIt) {
  for (const auto* origin : {"https://ehr.example.org", "http://localhost:3000"}) {
    EXPECT_THAT(answered(origin, two, false),
                ElementsAre(Pair("Vary", "Origin"), Pair("Access-Control-Allow-Origin", origin)));
  }
}

TEST(Cors, VariesButNamesNobodyForOthers) {
  for (const auto* origin : {"", "null", "*", "https://ehr.example.org.evil.test", "https://EHR.example.org",
                             "http://ehr.example.org", "https://ehr.example.org:8443", "https://ehr.example.org/"}) {
    EXPECT_THAT(answered(origin, two, false), ElementsAre(Pair("Vary", "Origin"))) << origin;
    EXPECT_THAT(answered(origin, two, true), IsEmpty()) << origin;
  }
}

TEST(Cors, TellsAPreflightMethodsHeadersAndAge) {
  EXPECT_THAT(answered("http://localhost:3000", two, true),
              ElementsAre(Pair("Access-Control-Allow-Methods", "GET, POST, OPTIONS"),
                          Pair("Access-Control-Allow-Headers", "authorization, content-type"),
                          Pair("Access-Control-Max-Age", "600")));
}

} // namespace
