// The tokens that all nodes of one PostgreSQL database have used.
#pragma once

#include <memory>

#include "server/database_url.hpp"
#include "server/store/postgres.hpp"
#include "server/trust/token_table.hpp"

namespace server {

/// Over a connection of its own. The database must hold a store, which makes the tables.
std::unique_ptr<token_table> make_postgres_tokens(database_address at, const postgres::patience& how = {});

} // namespace server
