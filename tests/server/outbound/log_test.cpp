// What is written to the log when other servers fail: never the token, the path or what they sent.
#include <gtest/gtest.h>

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>
#include <string>

#include "tests/server/support/asking_client.hpp"
#include "tests/server/support/hostile_server.hpp"

namespace {

using server_tests::asking_client;
using server_tests::hostile_server;

/// Everything that is logged while it lives, at every level.
class listening_log {
 public:
  listening_log() : before_(spdlog::default_logger()) {
    auto log = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(text_));
    log->set_level(spdlog::level::trace);
    spdlog::set_default_logger(std::move(log));
  }
  ~listening_log() { spdlog::set_default_logger(before_); }
  std::string text() const { return text_.str(); }

 private:
  std::shared_ptr<spdlog::logger> before_;
  std::ostringstream text_;
};

TEST(OutboundLog, NamesFaultAndOriginAndNothingElse) {
  const listening_log log;
  hostile_server other([](const std::string&) { return "canary-of-the-body"; });
  for (const auto& mode : server_tests::hostile_modes()) {
    asking_client asking({other.authorities(), {}, {}});
    other.behave(mode.name);
    auto asked = asking_client::request(other.url("/canary-of-the-path?name=canary-of-the-query"),
                                        std::chrono::milliseconds(100));
    asked.bearer = server::secret("canary-of-the-token");
    asked.most_bytes = 2000;
    asking.ask(std::move(asked));
  }
  asking_client asking({other.authorities(), {}, {}});
  for (const auto* url :
       {"https://canary-of-a-user@localhost/", "https://localhost/../canary-of-the-path", "canary-of-no-url"})
    asking.ask(asking_client::request(url));
  const auto text = log.text();
  EXPECT_EQ(text.find("canary"), std::string::npos) << text;
  EXPECT_NE(text.find("`malformed`: 1 so far, the last from localhost:" + std::to_string(other.port())),
            std::string::npos);
  EXPECT_NE(text.find("`refused url`: 1 so far, the last from an address that was refused"), std::string::npos);
}

} // namespace
