// A node that shares used tokens over a database, and waits for its answers.
#pragma once

#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "server/store/postgres_tokens.hpp"
#include "server/trust/shared_tokens.hpp"

namespace store_tests {

class token_node {
 public:
  using instant = std::chrono::sys_seconds;
  static constexpr instant start{std::chrono::seconds{1'770'000'000}};

  /// A busy machine gets its time, and faults are over soon.
  static server::sharing quickly() {
    server::sharing how;
    how.patience = std::chrono::seconds{5};
    how.first_pause = std::chrono::milliseconds{1};
    how.longest_pause = std::chrono::milliseconds{1};
    return how;
  }

  explicit token_node(const server::database_address& at, const server::sharing& how = quickly(),
                      const server::postgres::patience& patience = {})
      : tokens_(server::make_postgres_tokens(at, patience), how) {}

  hooks::claimed put(const std::string& jti, instant now = start) {
    const auto later = std::make_shared<told_later>();
    if (const auto known = tokens_.claim({"a", jti, now + std::chrono::seconds{300}}, now, later)) return *known;
    auto answer = later->answer.get_future();
    if (answer.wait_for(std::chrono::seconds{20}) != std::future_status::ready) throw std::runtime_error("no answer");
    return answer.get();
  }

  /// Returns when the database is asked.
  void connect() const {
    while (!tokens_.shares()) std::this_thread::yield();
  }
  server::shared_tokens& tokens() { return tokens_; }

 private:
  struct told_later final : server::claim_waiter {
    std::promise<hooks::claimed> answer;
    void told(hooks::claimed what) noexcept override { answer.set_value(what); }
  };
  server::shared_tokens tokens_;
};

} // namespace store_tests
