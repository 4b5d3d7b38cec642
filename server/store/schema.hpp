// The tables of the embedded store, and how an older file becomes a newer one.
#pragma once

#include "server/store/sqlite.hpp"

namespace server::sqlite {

/// What this version reads and writes.
inline constexpr std::int64_t schema_version = 2;
/// Written into the file's head: a file of another program is refused.
inline constexpr std::int64_t store_mark = 0x56434C53;

/// Brings an empty or older file to this schema, all or nothing. Throws ledger_fault for a newer one or a file that is
/// no store.
void migrate(const connection& to, std::int64_t wanted = schema_version);

/// Throws ledger_fault unless the file has exactly this schema.
void require_current(const connection& of);

} // namespace server::sqlite
