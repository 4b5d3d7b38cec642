// What the client keeps, when it stops asking, and how it ends.
#include <gtest/gtest.h>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include "tests/server/support/asking_client.hpp"
#include "tests/server/support/hostile_server.hpp"

namespace {

using server::addresses;
using server::outbound_fault;
using server_tests::asking_client;
using server_tests::hostile_server;
using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string sample = R"({"resourceType":"Patient","id":"sample"})";

std::size_t under(const server::outbound_counts& counts, outbound_fault what) {
  return counts.ended.at(static_cast<std::size_t>(what));
}

/// Finds these addresses for every name, at the port that is asked for.
std::function<server::name_lookup(boost::asio::io_context&)> finding(std::vector<std::string> all) {
  return [all](boost::asio::io_context& context) {
    return [&context, all](const std::string&, std::uint16_t port, const std::function<void(addresses)>& found) {
      addresses made;
      for (const auto& one : all) made.emplace_back(boost::asio::ip::make_address(one), port);
      boost::asio::post(context, [found, made] { found(made); });
    };
  };
}

TEST(OutboundBreaker, StopsAskingABaseThatFails) {
  hostile_server other;
  asking_client asking({other.authorities(), {}, {}});
  const auto request = [&](const std::string& base, const std::string& path) {
    auto asked = asking_client::request(other.url(path));
    asked.base = other.url(base);
    return asked;
  };
  other.behave("503");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(asking.ask(request("/a", "/a/1")).status, 503);
  const auto refused = asking.ask(request("/a", "/a/1"));
  EXPECT_EQ(refused.fault, outbound_fault::breaker_open);
  EXPECT_EQ(refused.status, 0);
  EXPECT_EQ(other.requests().size(), 5U);
  EXPECT_EQ(asking.ask(request("/b", "/b/1")).status, 503); // another base is another matter
  EXPECT_EQ(under(asking.counts, outbound_fault::breaker_open), 1U);
}

TEST(OutboundBreaker, CountsWhatTheTableSays) {
  struct counted_row {
    const char* mode;
    bool counts;
  };
  for (const auto& [mode, counts] : std::vector<counted_row>{{"good", false},
                                                             {"401", false},
                                                             {"403", false},
                                                             {"404", false},
                                                             {"429", false},
                                                             {"302-to-itself", false},
                                                             {"gzip", false},
                                                             {"endless-body", false},
                                                             {"500", true},
                                                             {"502", true},
                                                             {"wrong-name", true},
                                                             {"closes-unanswered", true},
                                                             {"bad-status-line", true},
                                                             {"silent", true}}) {
    hostile_server other;
    server::outbound_limits limits;
    limits.fair_wait = milliseconds(1);
    asking_client asking({other.authorities(), limits, {}});
    other.behave(mode);
    for (int i = 0; i < 5; ++i)
      asking.ask(asking_client::request(other.url(), std::string(mode) == "silent" ? milliseconds(20) : seconds(5)));
    other.behave("good");
    const auto fault = asking.ask(asking_client::request(other.url())).fault;
    EXPECT_EQ(to_text(fault), to_text(counts ? outbound_fault::breaker_open : outbound_fault::none)) << mode;
  }
}

TEST(OutboundBreaker, DoesNotBlameTheServerForHaste) {
  hostile_server other;
  server::outbound_limits limits;
  limits.fair_wait = seconds(10);
  asking_client asking({other.authorities(), limits, {}});
  other.behave("silent");
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(asking.ask(asking_client::request(other.url(), milliseconds(10))).fault, outbound_fault::timeout);
  other.behave("good");
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
}

TEST(OutboundAddresses, ArePublicWhereThatIsAsked) {
  hostile_server other;
  const auto fault_with = [&](std::vector<std::string> found) {
    asking_client asking({other.authorities(), {}, finding(std::move(found))});
    auto asked = asking_client::request(other.url());
    asked.public_only = true;
    return asking.ask(std::move(asked)).fault;
  };
  EXPECT_EQ(fault_with({"127.0.0.1"}), outbound_fault::refused_url);
  EXPECT_EQ(fault_with({"10.0.0.1", "::1", "::ffff:127.0.0.1"}), outbound_fault::refused_url);
  EXPECT_EQ(fault_with({}), outbound_fault::resolve);
  EXPECT_EQ(other.connections(), 0U);
}

// What one request may use, another may not: the two never share connections.
TEST(OutboundAddresses, AreLookedAtForEachRequest) {
  hostile_server other;
  asking_client asking({other.authorities(), {}, {}});
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  auto asked = asking_client::request(other.url());
  asked.public_only = true;
  EXPECT_EQ(asking.ask(std::move(asked)).fault, outbound_fault::refused_url);
}

TEST(OutboundAddresses, AreTriedOneAfterAnother) {
  hostile_server other;
  asking_client asking({other.authorities(), {}, finding({"127.0.0.99", "127.0.0.1"})});
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
}

// Names are looked up again after a while; until there is an answer, and when there is none, the old one holds.
TEST(OutboundAddresses, OutliveANameServer) {
  struct fate_row {
    const char* name;
    bool answers;
  };
  for (const auto& [name, answers] : std::vector<fate_row>{{"hangs", false}, {"finds nothing", true}}) {
    hostile_server other;
    server::outbound_limits limits;
    limits.names = milliseconds(0);
    unsigned asked = 0;
    const auto once = [&asked, answers = answers](boost::asio::io_context& context) {
      return [&asked, answers, names = server_tests::loopback_names(context)](
                 const std::string& host, std::uint16_t port, const std::function<void(addresses)>& found) {
        if (++asked == 1) return names(host, port, found);
        if (answers) names(host, port, [found](const addresses&) { found({}); });
      };
    };
    asking_client asking({other.authorities(), limits, once});
    other.behave("says-close");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample) << name;
    EXPECT_GE(asked, 2U) << name;
  }
}

// Its queue is full, so that the system drops whoever wants to connect.
class swallowing_address {
 public:
  swallowing_address(const char* address, std::uint16_t port)
      : at_(boost::asio::ip::make_address(address), port), listening_(context_, at_.protocol()) {
    listening_.bind(at_);
    listening_.listen(0);
    for (auto& one : filling_) {
      one.open(at_.protocol());
      one.native_non_blocking(true); // Asio's own connect would wait
      ::connect(one.native_handle(), at_.data(), static_cast<socklen_t>(at_.size()));
    }
  }

 private:
  using tcp = boost::asio::ip::tcp;
  boost::asio::io_context context_;
  tcp::endpoint at_;
  tcp::acceptor listening_;
  std::array<tcp::socket, 4> filling_{tcp::socket(context_), tcp::socket(context_), tcp::socket(context_),
                                      tcp::socket(context_)};
};

TEST(OutboundAddresses, DoNotUseUpTheTimeOfTheOthers) {
  hostile_server other;
  const swallowing_address swallowing("127.0.0.99", other.port());
  asking_client asking({other.authorities(), {}, finding({"127.0.0.99", "127.0.0.1"})});
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  EXPECT_GE(std::chrono::steady_clock::now() - began, milliseconds(150)); // it did swallow
  // The good one is known by now. The machine may be busy; who tries the other first is slow every time.
  auto least = milliseconds::max();
  for (int i = 0; i < 5 && least >= milliseconds(150); ++i) {
    other.cut_all();
    while (asking.counts.connections > 0) asking.context.run_one();
    const auto again = std::chrono::steady_clock::now();
    EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
    least = std::min(least, std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - again));
  }
  EXPECT_LT(least, milliseconds(150));
}

TEST(OutboundPlain, GoesToThisMachineAlone) {
  hostile_server other;
  other.behave("plain-http");
  const auto plain = [&](const std::string& host) {
    auto asked = asking_client::request("http://" + host + ":" + std::to_string(other.port()) + "/");
    asked.plain_loopback = true;
    return asked;
  };
  asking_client here({other.authorities(), {}, {}});
  EXPECT_EQ(here.ask(plain("localhost")).body, sample);
  EXPECT_EQ(here.ask(plain("127.0.0.1")).body, sample);
  EXPECT_EQ(here.ask(plain("10.0.0.1")).fault, outbound_fault::refused_url);
  asking_client elsewhere({other.authorities(), {}, finding({"10.0.0.1"})});
  EXPECT_EQ(elsewhere.ask(plain("localhost")).fault, outbound_fault::refused_url);
}

TEST(OutboundPool, ClosesWhatIsIdle) {
  hostile_server other;
  server::outbound_limits limits;
  limits.idle = milliseconds(20);
  asking_client asking({other.authorities(), limits, {}});
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  EXPECT_EQ(asking.counts.connections, 1U);
  while (asking.counts.connections > 0) asking.context.run_one();
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  EXPECT_EQ(other.connections(), 2U);
}

TEST(OutboundPool, NoticesWhenAnIdleConnectionEnds) {
  hostile_server other;
  asking_client asking({other.authorities(), {}, {}});
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  other.cut_all();
  while (asking.counts.connections > 0) asking.context.run_one();
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  EXPECT_EQ(asking.counts.retried, 0U);
}

TEST(OutboundPool, FinishesAHandshakeThatCameTooLateForItsRequest) {
  hostile_server other;
  asking_client asking({other.authorities(), {}, {}});
  other.behave("late-handshake");
  EXPECT_EQ(asking.ask(asking_client::request(other.url(), milliseconds(30))).fault, outbound_fault::timeout);
  while (asking.counts.opened == 0) asking.context.run_one();
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  EXPECT_EQ(other.connections(), 1U);
}

TEST(OutboundPool, HoldsNoMoreOriginsThanAllowed) {
  hostile_server other;
  server::outbound_limits limits;
  limits.origins = 2;
  asking_client asking({other.authorities(), limits, {}});
  other.behave("silent");
  const auto port = ":" + std::to_string(other.port()) + "/";
  const auto within = milliseconds(300);
  const auto first = asking.begin(asking_client::request("https://localhost" + port, within));
  const auto second = asking.begin(asking_client::request("https://127.0.0.1" + port, within));
  const auto third = asking.begin(asking_client::request("https://other.example" + port, within));
  asking.wait();
  EXPECT_EQ(first->answer.fault, outbound_fault::timeout);
  EXPECT_EQ(second->answer.fault, outbound_fault::timeout);
  EXPECT_EQ(third->answer.fault, outbound_fault::connect);
  other.behave("good"); // one at rest makes room
  EXPECT_EQ(asking.ask(asking_client::request("https://other.example" + port)).fault, outbound_fault::tls);
}

TEST(OutboundEnd, TellsAllWhoWait) {
  hostile_server other;
  asking_client asking({other.authorities(), {}, {}});
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  other.behave("silent");
  std::vector<std::shared_ptr<server_tests::ended_request>> all;
  for (int i = 0; i < 40; ++i) all.push_back(asking.begin(asking_client::request(other.url())));
  while (other.requests().size() < 2) asking.context.poll(); // some sent, some connecting, some in the queue
  asking.client.reset();
  for (const auto& one : all) {
    EXPECT_EQ(one->times, 1U);
    EXPECT_EQ(one->answer.fault, outbound_fault::closed);
  }
  asking.context.run(); // nothing is left that would keep it
  EXPECT_EQ(asking.counts.connections, 0U);
  EXPECT_EQ(asking.counts.requests, 0U);
}

TEST(OutboundEnd, MayComeFromWithinAnAnswer) {
  hostile_server other;
  asking_client asking({other.authorities(), {}, {}});
  unsigned told = 0;
  for (int i = 0; i < 5; ++i)
    asking.client->get(asking_client::request(other.url()), [&](const server::outbound_answer&) {
      ++told;
      asking.client.reset();
    });
  asking.context.run();
  EXPECT_EQ(told, 5U);
}

TEST(OutboundEnd, AnswersARequestMadeWhileItEnds) {
  hostile_server other;
  asking_client asking({other.authorities(), {}, {}});
  auto* const ending = asking.client.get(); // unique_ptr::reset has forgotten it when the callback runs
  std::vector<outbound_fault> told;
  ending->get(asking_client::request(other.url()), [&](const server::outbound_answer& first) {
    told.push_back(first.fault);
    ending->get(asking_client::request(other.url()),
                [&](const server::outbound_answer& second) { told.push_back(second.fault); });
    EXPECT_EQ(told.size(), 1U);
  });
  asking.client.reset();
  EXPECT_EQ(told, (std::vector<outbound_fault>{outbound_fault::closed, outbound_fault::closed}));
}

TEST(OutboundEnd, DrainsWithoutKeepingConnections) {
  hostile_server other;
  asking_client asking({other.authorities(), {}, {}});
  EXPECT_EQ(asking.ask(asking_client::request(other.url())).body, sample);
  const auto in_flight = asking.begin(asking_client::request(other.url()));
  asking.client->drain();
  const auto later = asking.begin(asking_client::request(other.url()));
  asking.context.restart();
  asking.context.run(); // ends by itself
  EXPECT_EQ(in_flight->answer.body, sample);
  EXPECT_EQ(later->answer.body, sample);
  EXPECT_EQ(asking.counts.connections, 0U);
}

TEST(OutboundEnd, DrainsWhenNothingWasAsked) {
  asking_client asking({});
  asking.client->drain();
  EXPECT_EQ(asking.context.run(), 0U);
}

TEST(NameLookup, MayEndBeforeItsAnswer) {
  for (int i = 0; i < 20; ++i) {
    auto context = std::make_unique<boost::asio::io_context>();
    auto look_up = server::system_lookup(*context);
    unsigned told = 0;
    for (int j = 0; j < 3; ++j) look_up("localhost", 443, [&told](const addresses&) { ++told; });
    look_up = nullptr;
    context.reset();
    EXPECT_EQ(told, 0U);
  }
}

TEST(NameLookup, FindsNothingForMoreThanItsThreads) {
  boost::asio::io_context context;
  auto look_up = server::system_lookup(context);
  unsigned told = 0;
  for (int i = 0; i < 100; ++i) look_up("localhost", 443, [&told](const addresses&) { ++told; });
  while (told < 100) {
    context.restart();
    context.poll();
    std::this_thread::yield();
  }
  EXPECT_EQ(told, 100U);
}

} // namespace
