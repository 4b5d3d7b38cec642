#include "tests/server/support/open_loop.hpp"

#include <poll.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "tests/server/support/tls_client.hpp"

namespace server_tests {
namespace {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds longest_wait{20'000}; // for the last answer

struct connection {
  std::unique_ptr<tls_client> client;
  bool busy = false;
  clock::time_point since;
};

class crowd {
 public:
  crowd(std::uint16_t port, const offered_load& load)
      : load_(load), open_(load.connections), polled_(load.connections) {
    for (std::size_t i = 0; i < open_.size(); ++i) {
      open_[i].client = std::make_unique<tls_client>(port);
      if (!open_[i].client->connected()) throw std::runtime_error("a client could not connect");
      polled_[i] = {open_[i].client->socket(), POLLIN, 0};
    }
  }

  load_outcome run() {
    const auto began = clock::now();
    const auto time_of = [&](std::size_t i) {
      return began + std::chrono::microseconds(1'000'000 * i / load_.per_second);
    };
    for (std::size_t sent = 0; sent < load_.requests;) {
      if (clock::now() < time_of(sent)) {
        take_answers(1);
        continue;
      }
      send(time_of(sent++));
    }
    const auto give_up = clock::now() + longest_wait;
    while (waiting_ > 0 && clock::now() < give_up) take_answers(50);
    outcome_.answers.resize(load_.requests);
    return outcome_;
  }

 private:
  void send(clock::time_point due) {
    const auto free =
        std::find_if(open_.begin(), open_.end(), [](const connection& one) { return one.client && !one.busy; });
    if (free == open_.end()) throw std::runtime_error("more requests wait than there are connections");
    outcome_.own_delay = std::max(outcome_.own_delay, std::chrono::duration_cast<milliseconds>(clock::now() - due));
    free->busy = free->client->send(load_.request);
    free->since = due;
    waiting_ += free->busy ? 1U : 0U;
  }

  void take_answers(int wait_ms) {
    if (::poll(polled_.data(), polled_.size(), wait_ms) <= 0) return;
    for (std::size_t i = 0; i < open_.size(); ++i)
      if (polled_[i].revents != 0) take_answer(i);
  }

  void take_answer(std::size_t at) {
    auto& one = open_[at];
    const auto answer = one.client->receive();
    if (answer && one.busy)
      outcome_.answers.push_back({answer->status, !answer->header("retry-after").empty(),
                                  std::chrono::duration_cast<milliseconds>(clock::now() - one.since)});
    waiting_ -= one.busy ? 1U : 0U;
    one.busy = false;
    if (answer && answer->header("connection") != "close") return;
    ++outcome_.lost_connections;
    one.client.reset();
    polled_[at].fd = -1;
  }

  const offered_load& load_;
  std::vector<connection> open_;
  std::vector<pollfd> polled_;
  std::size_t waiting_ = 0;
  load_outcome outcome_;
};

} // namespace

std::size_t load_outcome::with(int status) const {
  return static_cast<std::size_t>(
      std::count_if(answers.begin(), answers.end(), [&](const answered_request& one) { return one.status == status; }));
}

milliseconds load_outcome::slowest(int status) const {
  milliseconds longest{};
  for (const auto& one : answers)
    if (one.status == status) longest = std::max(longest, one.after);
  return longest;
}

load_outcome offer(std::uint16_t port, const offered_load& load) { return crowd(port, load).run(); }

} // namespace server_tests
