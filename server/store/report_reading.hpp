// Reading a store in a data directory beside the server that writes it.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include <tl/expected.hpp>

#include "server/store/ledger.hpp"
#include "server/store/reports.hpp"
#include "server/store/schema.hpp"
#include "server/store/sqlite.hpp"
#include "server/store/sqlite_store.hpp"

namespace server::sqlite {

struct report_place {
  std::filesystem::path data;
  report_patience patience = report_patience::long_enough;
};

inline constexpr int busy_milliseconds = 2000; // nobody waits for a report
inline constexpr std::chrono::seconds most_of_a_page{5};
inline constexpr int steps_between_looks = 100'000; // of SQLite's machine

/// Stops what is read on `open` when its time is over.
class time_limit {
 public:
  time_limit(const connection& open, report_patience patience) {
    if (patience == report_patience::seconds)
      sqlite3_progress_handler(open.get(), steps_between_looks, &time_limit::is_over, this);
  }

 private:
  static int is_over(void* self) {
    return std::chrono::steady_clock::now() >= static_cast<const time_limit*>(self)->ends_ ? 1 : 0;
  }
  std::chrono::steady_clock::time_point ends_ = std::chrono::steady_clock::now() + most_of_a_page;
};

/// Everything is read within one transaction: as of one moment, while the server goes on writing.
template<class reading>
auto read(const report_place& at, const reading& reads)
    -> tl::expected<decltype(reads(std::declval<const connection&>())), std::string> {
  try {
    const connection open(store_file(at.data), connection::access::read);
    sqlite3_busy_timeout(open.get(), busy_milliseconds);
    const time_limit limit(open, at.patience);
    open.run("BEGIN");
    require_current(open);
    return reads(open);
  } catch (const ledger_fault& fault) {
    return tl::unexpected("the store in `" + at.data.string() + "` cannot be read: " + fault.what());
  }
}

} // namespace server::sqlite
