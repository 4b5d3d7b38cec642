// The same odd requests through HAProxy, which shares its connections to the server between all clients: if the two
// read one of them differently, a request or an answer goes astray.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <sstream>
#include <string>

#include "tests/server/gate/odd_requests.hpp"
#include "tests/server/support/haproxy.hpp"
#include "tests/server/support/running_server.hpp"
#include "tests/server/support/tls_client.hpp"

namespace {

using namespace server_tests;

using requests = std::map<std::string, std::size_t>; // `METHOD target`, and how often

/// What HAProxy sent on: its log lines of a server that answered.
struct log_of_proxy {
  requests answered, sent;
  std::size_t half = 0; // of which the client left before they were whole
};

/// `#` and two digits stand for a byte in HAProxy's log.
std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '#' && i + 2 < text.size();
    out += escaped ? static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16)) : text[i];
    i += escaped ? 2 : 0;
  }
  return out;
}

/// Of lines such as `request s0 -- 200 "GET /a HTTP/1.1"`; those without a server HAProxy refused itself.
log_of_proxy read_log(const std::string& text) {
  log_of_proxy all;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string word, server, ending, status, method, target;
    words >> word >> server >> ending >> status >> method >> target;
    if (word != "request" || server != "s0") continue;
    const auto asked = unescaped(method.substr(1) + " " + target);
    ++all.sent[asked];
    if (status == "200") ++all.answered[asked];
    if (ending != "--" && status == "-1") ++all.half;
  }
  return all;
}

class between {
 public:
  between() {
    running_.look = [this](const hooks::call& asked) {
      const std::lock_guard holds(guard_);
      ++seen_[std::string(asked.method) + " " + std::string(asked.target)];
    };
    const auto files = make_certificate(directory_);
    const proxy_wish wish{port_, {running_.port()}, joined(directory_, files)};
    proxy_ = std::make_unique<haproxy>(sharing_proxy(wish), std::vector<std::uint16_t>{port_});
  }

  std::uint16_t port() const { return port_; }
  log_of_proxy finish() { return read_log(proxy_->finish()); }
  requests seen() {
    const std::lock_guard holds(guard_);
    return seen_;
  }
  std::uint64_t refused() const {
    std::uint64_t all = 0;
    for (int status = 400; status < 600; ++status) all += running_.listener().counts().counted(status);
    return all;
  }

 private:
  mutable running_server running_;
  temporary_directory directory_;
  std::uint16_t port_ = free_port();
  std::mutex guard_;
  requests seen_;
  std::unique_ptr<haproxy> proxy_;
};

/// Sends one odd request; every 200 must be the answer to something of it.
void send_odd(between& world, std::size_t which) {
  const auto& id = odd_requests()[which].id;
  tls_client client(world.port());
  ASSERT_TRUE(client.connected()) << id;
  client.send(sent_bytes(which));
  client.finish_sending();
  const bool to_head = odd_requests()[which].bytes.starts_with("HEAD");
  bool first = true;
  while (const auto answer = client.receive(to_head && first)) {
    first = false;
    if (answer->status != 200 || answer->body.empty()) continue;
    const auto& body = answer->body;
    EXPECT_TRUE(body.find(target_of(which)) != body.npos || body.find("/before") != body.npos ||
                body.find("/hidden-" + std::to_string(which) + " ") != body.npos)
        << id << ": " << body;
  }
}

/// An ordinary request beside it gets its own answer.
void send_plain(tls_client& client, std::size_t which) {
  const auto target = "/plain-" + std::to_string(which);
  ASSERT_TRUE(client.send("POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")) << which;
  const auto answer = client.receive();
  ASSERT_TRUE(answer) << which;
  EXPECT_EQ(answer->status, 200) << odd_requests()[which].id;
  EXPECT_EQ(answer->body, "POST " + target + " {}") << odd_requests()[which].id;
}

TEST(GateBehindHaproxy, ReadsEveryRequestAsHaproxySentIt) {
  if (!has_haproxy()) GTEST_SKIP() << "this machine has no haproxy";
  between world;
  auto plain = std::make_unique<tls_client>(world.port());
  for (std::size_t i = 0; i < odd_requests().size(); ++i) {
    send_odd(world, i);
    if (HasFatalFailure()) return;
    if (i % 500 == 499) plain = std::make_unique<tls_client>(world.port()); // its share of requests ends
    send_plain(*plain, i);
    if (HasFatalFailure()) return;
  }
  plain.reset();
  const auto sent = world.finish();
  const auto seen = world.seen();
  std::size_t whole = 0, all_sent = 0;
  for (const auto& [asked, times] : seen) {
    whole += times;
    const auto known = sent.sent.find(asked);
    EXPECT_TRUE(known != sent.sent.end() && known->second >= times)
        << "the server saw `" << asked << "` more often than HAProxy sent it";
  }
  for (const auto& [asked, times] : sent.answered) {
    const auto known = seen.find(asked);
    EXPECT_TRUE(known != seen.end() && known->second == times)
        << "HAProxy has answers to `" << asked << "` that the server did not give";
  }
  for (const auto& [asked, times] : sent.sent) all_sent += times;
  std::printf("%zu odd requests: HAProxy sent %zu requests on, the server answered %zu and refused %zu\n",
              odd_requests().size(), all_sent, whole, static_cast<std::size_t>(world.refused()));
  EXPECT_LE(whole + world.refused(), all_sent) << "the server saw more requests than were sent";
  EXPECT_GE(whole + world.refused(), all_sent - sent.half) << "the server saw fewer requests than were sent";
  EXPECT_LE(sent.half, 20U);
  EXPECT_GT(whole, odd_requests().size()) << "the ordinary ones, and those that nobody may refuse";
}

} // namespace
