// The embedded store: one SQLite file in the data directory, in WAL mode, synced with every commit.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "server/store/grouped_store.hpp"

namespace server {

/// The file in a data directory.
std::filesystem::path store_file(const std::filesystem::path& data);

struct sqlite_wish {
  std::string vfs;             // SQLite's way to the disk; empty = the system's
  int checkpoint_pages = 1000; // of the log, before they are copied into the file
};

std::unique_ptr<ledger> make_sqlite_ledger(const std::filesystem::path& data, const sqlite_wish& wish = {});

/// The store of a data directory that exists; made when there is none, readable by its owner only. The error says why
/// it must not be used: not writable, not durable, written by a newer version, no store.
tl::expected<std::unique_ptr<store>, std::string> open_sqlite_store(const std::filesystem::path& data,
                                                                    const grouping& how = {});

} // namespace server
