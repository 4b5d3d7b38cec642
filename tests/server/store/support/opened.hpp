// Stores over real files for tests: nothing lingers, and what is in the file can be asked with SQL.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "server/store/sqlite.hpp"
#include "server/store/sqlite_store.hpp"

namespace store_tests {

/// No timers that a test would have to wait for.
inline server::grouping without_waiting() {
  server::grouping how;
  how.linger = std::chrono::milliseconds{0};
  how.record_linger = std::chrono::milliseconds{0};
  how.first_pause = std::chrono::milliseconds{1};
  how.longest_pause = std::chrono::milliseconds{1};
  return how;
}

inline std::unique_ptr<server::store> open_store(const std::filesystem::path& data,
                                                 const server::sqlite_wish& wish = {},
                                                 const server::grouping& how = without_waiting()) {
  return std::make_unique<server::grouped_store>(server::make_sqlite_ledger(data, wish), how);
}

inline server::sqlite::connection reading(const std::filesystem::path& data) {
  return {server::store_file(data), server::sqlite::connection::access::read};
}

/// The number that a query gives; the file may be in use.
inline std::int64_t number(const std::filesystem::path& data, const std::string& query) {
  return reading(data).number(query.c_str());
}
inline std::string text(const std::filesystem::path& data, const std::string& query) {
  return reading(data).text(query.c_str());
}

} // namespace store_tests
