// Stores over a PostgreSQL server of the test's own: nothing lingers, and the database can be asked with SQL.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "server/store/postgres_store.hpp"
#include "tests/server/store/support/opened.hpp"
#include "tests/server/support/postgres_server.hpp"

namespace store_tests {

/// One server for all tests of a program that leave it running as it is.
inline server_tests::postgres_server& shared_server() {
  static server_tests::postgres_server one;
  return one;
}

inline std::unique_ptr<server::store> open_store(const server::database_address& at,
                                                 const server::grouping& how = without_waiting(),
                                                 const server::postgres::patience& patience = {}) {
  return std::make_unique<server::grouped_store>(server::make_postgres_ledger(at, patience), how);
}

/// Waits until it holds; false when it does not for very long.
template<class condition> bool in_time(const condition& holds) {
  const auto by = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  while (!holds()) {
    if (std::chrono::steady_clock::now() > by) return false;
    std::this_thread::yield();
  }
  return true;
}

/// For tests that let a deadline pass.
inline server::postgres::patience impatient() {
  return {.connect = std::chrono::seconds{2},
          .statement = std::chrono::milliseconds{300},
          .lock = std::chrono::milliseconds{200}};
}

inline std::string text(const server::database_address& in, const std::string& query) {
  return server::postgres::connection(in, {}).text(query.c_str());
}
inline std::int64_t number(const server::database_address& in, const std::string& query) {
  return std::stoll("0" + text(in, query));
}

} // namespace store_tests

/// For the beginning of a test: it is skipped only where PostgreSQL's server is not installed.
#define VESICLE_NEEDS_POSTGRES()                                                                                       \
  if (server_tests::postgres_programs().empty()) GTEST_SKIP() << "this machine has no PostgreSQL server"
