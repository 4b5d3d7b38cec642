// What the admin listener answers, and to whom.
#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/server/support/running_admin.hpp"
#include "tests/server/support/sample_calls.hpp"
#include "tests/server/support/stopwatch.hpp"

namespace {

using namespace server_tests;
using testing::HasSubstr;
using testing::Not;

TEST(AdminPages, TellThatTheServerLivesAndIsReady) {
  running_service service;
  running_admin admin(service);
  const auto alive = admin.get("/livez");
  EXPECT_EQ(alive.status, 200);
  EXPECT_EQ(alive.body, "{\"live\":true}\n");
  const auto ready = admin.get("/readyz?verbose");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(ready.header("content-type"), "application/json");
  EXPECT_EQ(ready.header("cache-control"), "no-store");
  const auto& known = service.now()->served.known();
  EXPECT_EQ(ready.body, "{\"ready\":true,\"draining\":false,\"store\":{\"writable\":true,\"waiting\":0,"
                        "\"dropped_records\":0},\"knowledge\":{\"version\":\"" +
                            known.version + "\",\"hash\":\"" + known.hash + "\"}}\n");
}

TEST(AdminPages, TellThatTheServerDrains) {
  running_service service({.keeps = false});
  running_admin admin(service);
  admin.now.stopping = true;
  const auto ready = admin.get("/readyz");
  EXPECT_EQ(ready.status, 503);
  EXPECT_THAT(ready.body, HasSubstr("\"ready\":false,\"draining\":true,\"store\":null"));
  EXPECT_EQ(admin.get("/livez").status, 200);
  EXPECT_EQ(admin.sample("vesicle_draining"), 1);
}

TEST(AdminPages, TellOfAStoreThatIsGoneAndStayReady) {
  running_service service;
  running_admin admin(service);
  std::filesystem::remove_all(service.directory() / "data");
  EXPECT_EQ(service.post(feedback, feedback_on(1, 1)).status, 503);
  const auto ready = admin.get("/readyz");
  EXPECT_EQ(ready.status, 200);
  EXPECT_THAT(ready.body, HasSubstr("\"writable\":false"));
  EXPECT_THAT(ready.body, HasSubstr("\"trouble\":"));
  EXPECT_EQ(admin.sample("vesicle_store_writable"), 0);
}

TEST(AdminPages, AreAsFewAsTheyAre) {
  struct row {
    std::string method, target;
    int status;
    std::string allow;
  };
  running_service service;
  const running_admin admin(service);
  for (const auto& [method, target, status, allow] : std::vector<row>{
           {"GET", "/", 404, ""},
           {"GET", "/livez/", 404, ""},
           {"GET", "/LIVEZ", 404, ""},
           {"GET", "/cds-services", 404, ""},
           {"POST", "/canary-path", 404, ""},
           {"POST", "/metrics", 405, "GET, HEAD"},
           {"DELETE", "/readyz?canary-query", 405, "GET, HEAD"},
           {"HEAD", "/readyz", 200, ""},
           {"HEAD", "/metrics", 200, ""},
       }) {
    const auto answer = admin.get(target, method);
    EXPECT_EQ(answer.status, status) << method << " " << target;
    EXPECT_EQ(answer.header("allow"), allow) << method << " " << target;
    EXPECT_THAT(answer.body, Not(HasSubstr("canary")));
    EXPECT_EQ(answer.body.empty(), method == "HEAD");
  }
}

TEST(AdminPages, AskNobodyForACertificate) {
  service_wish wish;
  wish.change = [](server::settings& chosen) {
    chosen.mutual_tls = {std::filesystem::path(chosen.clients).parent_path() / "localhost.crt", true};
  };
  running_service service(wish);
  const running_admin admin(service);
  tls_client refused(service.port());
  refused.send("GET /cds-services HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_FALSE(refused.receive());
  EXPECT_EQ(admin.get("/livez").status, 200);
}

TEST(AdminPages, AreNotPartOfWhatClientsReach) {
  running_service service;
  for (const auto* path : {"/livez", "/readyz", "/metrics"})
    EXPECT_EQ(service.send(std::string("GET ") + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 404);
}

} // namespace
