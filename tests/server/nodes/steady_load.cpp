#include "tests/server/nodes/steady_load.hpp"

#include <memory>

#include "tests/server/support/stopwatch.hpp"

namespace server_tests {

steady_load::steady_load(std::uint16_t port, const client_key& by, std::size_t clients) : by_(&by) {
  for (std::size_t i = 0; i < clients; ++i) clients_.emplace_back([this, port] { ask(port); });
}

void steady_load::ask(std::uint16_t port) {
  auto client = std::make_unique<tls_client>(port);
  while (!over_) {
    client->send(signed_call(*by_));
    const auto answer = client->receive();
    if (!answer) {
      fail("no answer");
      client = std::make_unique<tls_client>(port);
    } else if (answer->status != 200 || answer->body.find("\"cards\":[{") == std::string::npos) {
      fail(std::to_string(answer->status) + " " + answer->body.substr(0, 300));
    }
    if (answer && answer->header("connection") == "close") client = std::make_unique<tls_client>(port);
    ++answered_;
  }
}

void steady_load::fail(const std::string& what) {
  const std::lock_guard one(guard_);
  if (failed_.size() < 4000) failed_ += what + "\n";
}

void steady_load::sign_with(const client_key& by) {
  by_ = &by;
  await_calls(2 * clients_.size());
}

void steady_load::await_calls(std::size_t more) const {
  const stopwatch watch;
  const auto until = answered_ + more;
  while (answered_ < until && watch.passed() < std::chrono::seconds(60)) std::this_thread::yield();
}

std::string steady_load::end() {
  over_ = true;
  for (auto& one : clients_)
    if (one.joinable()) one.join();
  const std::lock_guard one(guard_);
  return failed_;
}

} // namespace server_tests
