// What is served is replaced while calls are under way: they end with what they began with, and it goes with them.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "server/outbound/trust.hpp"
#include "server/protocol/publication.hpp"
#include "server/protocol/service_setup.hpp"
#include "tests/server/support/running_service.hpp"
#include "tests/server/support/sample_calls.hpp"
#include "tests/support/chart.hpp"

namespace {

using namespace server_tests;
using server::publication;

publication::edition edition_of(const std::string& origin, server::tls_context believed = nullptr) {
  hooks::settings chosen;
  chosen.allowed_origins = {origin};
  return std::make_shared<const server::published>(
      std::shared_ptr<const cds::knowledge>(std::shared_ptr<void>(), &support::embedded_knowledge()), nullptr,
      std::move(believed), chosen);
}

TEST(Publication, IsHeardOnTheThreadOfEachSubscriberWhileItListens) {
  publication publishes(edition_of("https://first.example"));
  boost::asio::io_context context;
  std::vector<publication::edition> heard;
  const publication::subscription stays(publishes, context, [&](const auto& next) { heard.push_back(next); });
  auto leaves = std::make_unique<publication::subscription>(publishes, context,
                                                            [](const auto&) { ADD_FAILURE() << "it has left"; });
  const auto second = edition_of("https://second.example");
  publishes.replace(second);
  EXPECT_EQ(publishes.now(), second);
  EXPECT_TRUE(heard.empty()); // its own thread has not come to it
  leaves.reset();
  context.run();
  EXPECT_EQ(heard, std::vector<publication::edition>{second});
}

bool gone(const std::weak_ptr<const server::published>& what) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!what.expired() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
  return what.expired();
}

TEST(Publication, OfOldEndsWithItsLastCall) {
  std::promise<void> asked;
  std::promise<void> let_go;
  auto may_go = let_go.get_future().share();
  std::once_flag first;
  hostile_server fhir([&](const std::string& target) {
    std::call_once(first, [&] { asked.set_value(); });
    may_go.wait();
    return poor_kidneys(target);
  });
  service_wish wish;
  wish.change = [](server::settings& chosen) {
    chosen.timeouts.fetch = std::chrono::seconds{9};
    chosen.timeouts.answer = std::chrono::seconds{10};
  };
  running_service service(wish, &fhir);
  const std::weak_ptr<const server::published> old = service.now();
  auto answer = std::async(std::launch::async, [&] {
    order_wish order_of;
    order_of.fhir_server = fhir.url("/fhir");
    return service.post(sign, order(order_of));
  });
  asked.get_future().wait();
  service.setup().publishes.replace(edition_of("https://other.example", *server::load_trust(fhir.authorities())));
  // Another call is answered with the new one, although the old one is still needed.
  EXPECT_EQ(service.send("GET /cds-services HTTP/1.1\r\nHost: localhost\r\nOrigin: https://other.example\r\n\r\n")
                .header("access-control-allow-origin"),
            "https://other.example");
  EXPECT_FALSE(old.expired());
  let_go.set_value();
  EXPECT_EQ(answer.get().status, 200);
  EXPECT_TRUE(gone(old));
}

} // namespace
