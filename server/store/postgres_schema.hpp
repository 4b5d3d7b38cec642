// The tables of the PostgreSQL store, and how an older schema becomes a newer one.
#pragma once

#include "server/store/postgres.hpp"

namespace server::postgres {

/// What this version reads and writes.
inline constexpr std::int64_t schema_version = 1;

/// Brings the schema that the connection makes tables in up to date, all or nothing; of several at once one does it and
/// the others wait. Throws ledger_fault for a newer schema or a database that holds something else.
void migrate(connection& to);

/// Throws ledger_fault unless the database has exactly this schema.
void require_current(connection& of);

} // namespace server::postgres
