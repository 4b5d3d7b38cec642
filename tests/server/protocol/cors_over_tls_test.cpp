// What a browser may read: an allowed origin is named on every refusal too, and every answer varies by it.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/server/support/running_service.hpp"
#include "tests/server/support/sample_calls.hpp"

namespace {

using namespace server_tests;

const std::string allowed = "https://app.example";

std::string from(const std::string& origin, std::string request) {
  return request.insert(request.find("\r\n") + 2, "Origin: " + origin + "\r\n");
}

std::string renamed(std::string text, const std::string& what, const std::string& to) {
  return text.replace(text.find(what), what.size(), to);
}

struct refusal_case {
  int status;
  std::string request;
};

void allow(server::settings& chosen) {
  chosen.origins = {allowed};
  chosen.limits.body_bytes = 4096;
}

void expect_readable(const running_service& service, const refusal_case& one) {
  const auto told = service.send(from(allowed, one.request));
  EXPECT_EQ(told.status, one.status) << told.body;
  EXPECT_EQ(told.header("access-control-allow-origin"), allowed) << one.status;
  EXPECT_EQ(told.header("vary"), "Origin") << one.status;
  EXPECT_EQ(told.header("access-control-allow-credentials"), "") << one.status;
}

void expect_unreadable(const running_service& service, const refusal_case& one) {
  for (const auto& request : {one.request, from("https://app.example.evil", one.request), from("null", one.request)}) {
    const auto told = service.send(request);
    EXPECT_EQ(told.header("access-control-allow-origin"), "") << one.status;
    EXPECT_EQ(told.header("vary"), "Origin") << one.status;
  }
}

TEST(CorsOverTls, EveryRefusalCanBeReadByAnAllowedOriginAndNoOther) {
  const running_service service({.change = allow});
  const auto good = [&] { return service.request(sign, order()); };
  const std::vector<std::function<refusal_case()>> cases{
      [&] {
        return refusal_case{401, service.request(sign, order(), "")};
      },
      [&] {
        return refusal_case{404, service.request("/cds-services/none", "{}", "")};
      },
      [&] {
        return refusal_case{405, renamed(good(), "POST", "PUT")};
      },
      [&] {
        return refusal_case{412, good()};
      },
      [&] {
        return refusal_case{413, service.request(sign, std::string(5000, ' '))};
      },
      [&] {
        return refusal_case{415, renamed(good(), "application/json", "text/plain")};
      },
  };
  for (const auto& one : cases) {
    expect_readable(service, one());
    expect_unreadable(service, one());
  }
}

TEST(CorsOverTls, SoCanForbiddenAndTooLate) {
  const running_service elsewhere({.client_rules = "services = [\"antiviral-patient-view\"]\n", .change = allow});
  expect_readable(elsewhere, {403, elsewhere.request(sign, order())});
  hostile_server fhir;
  fhir.behave("silent");
  const running_service slow({.change =
                                  [](server::settings& chosen) {
                                    allow(chosen);
                                    chosen.timeouts.answer = std::chrono::milliseconds(50);
                                  }},
                             &fhir);
  order_wish wish;
  wish.fhir_server = fhir.url("/fhir");
  expect_readable(slow, {503, slow.request(sign, order(wish))});
}

TEST(CorsOverTls, AClientsOwnOriginsAreAllowed) {
  const running_service service({.keeps = false, .client_rules = "origins = [\"" + allowed + "\"]\n"});
  expect_readable(service, {401, service.request(sign, order(), "")});
}

} // namespace
