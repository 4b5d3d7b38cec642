// How cards were received, from a PostgreSQL store.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/database_url.hpp"
#include "server/store/postgres.hpp"
#include "server/store/postgres_schema.hpp"
#include "server/store/reports.hpp"

namespace server::postgres {

struct report_place {
  database_address at;
  report_patience patience = report_patience::long_enough;
};

inline constexpr patience nobody_waits{
    .connect = std::chrono::seconds{10}, .statement = std::chrono::minutes{5}, .lock = std::chrono::seconds{10}};
inline constexpr patience for_a_page{
    .connect = std::chrono::seconds{3}, .statement = std::chrono::seconds{3}, .lock = std::chrono::seconds{2}};

/// Everything is read within one transaction: as of one moment, while servers go on writing.
template<class reading>
auto read(const report_place& from, const reading& reads)
    -> tl::expected<decltype(reads(std::declval<connection&>())), std::string> {
  try {
    connection open(from.at, from.patience == report_patience::seconds ? for_a_page : nobody_waits);
    open.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    require_current(open);
    return reads(open);
  } catch (const ledger_fault& fault) {
    return tl::unexpected(std::string("the store in PostgreSQL cannot be read: ") + fault.what());
  }
}

tl::expected<reception, std::string> count_reception(const report_place& at, const reception_filter& wanted);
tl::expected<std::vector<comment_row>, std::string>
read_comments(const report_place& at, const reception_filter& wanted, const comment_page& page);

} // namespace server::postgres
