// The store in a PostgreSQL database, for one node or for several.
#pragma once

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "server/database_url.hpp"
#include "server/store/grouped_store.hpp"
#include "server/store/postgres.hpp"

namespace server {

std::unique_ptr<ledger> make_postgres_ledger(database_address at, const postgres::patience& how = {});

/// The store of a database; its tables are made when there are none. The error says why it must not be used: refused,
/// not writable, not durable, written by a newer version, no store. A database that cannot be reached is no error: the
/// store is unavailable until it can be.
tl::expected<std::unique_ptr<store>, std::string> open_postgres_store(const database_address& at,
                                                                      const grouping& how = {});

} // namespace server
