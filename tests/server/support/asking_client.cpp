#include "tests/server/support/asking_client.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "server/outbound/trust.hpp"

namespace server_tests {

server::name_lookup loopback_names(boost::asio::io_context& context) {
  return [&context](const std::string&, std::uint16_t port, const std::function<void(server::addresses)>& found) {
    boost::asio::post(context, [found, port] { found({{boost::asio::ip::address_v4::loopback(), port}}); });
  };
}

asking_client::asking_client(asking_wish wish) {
  auto trust = server::load_trust(wish.authorities);
  if (!trust) throw std::runtime_error(trust.error());
  server::outbound_wiring wiring{*trust, wish.limits, wish.look_up ? wish.look_up(context) : loopback_names(context)};
  client = std::make_unique<server::outbound_client>(context, std::move(wiring), counts);
}

server::outbound_request asking_client::request(std::string url, std::chrono::milliseconds within) {
  server::outbound_request asked;
  asked.url = std::move(url);
  asked.deadline = std::chrono::steady_clock::now() + within;
  return asked;
}

std::shared_ptr<ended_request> asking_client::begin(server::outbound_request asked) {
  auto ended = std::make_shared<ended_request>();
  begun_.push_back(ended);
  client->get(std::move(asked), [ended](server::outbound_answer answer) {
    ended->answer = std::move(answer);
    ++ended->times;
    ended->at = std::chrono::steady_clock::now();
  });
  return ended;
}

void asking_client::wait() {
  const auto pending = [](const auto& one) { return one->times == 0; };
  context.restart();
  while (std::any_of(begun_.begin(), begun_.end(), pending))
    if (context.run_one() == 0) throw std::runtime_error("the context has nothing left to do, but a request waits");
  context.poll(); // whatever would tell it twice
}

server::outbound_answer asking_client::ask(server::outbound_request asked) {
  const auto one = begin(std::move(asked));
  wait();
  return one->answer;
}

} // namespace server_tests
