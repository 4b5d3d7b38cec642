// Feedback and decisions as rows of the PostgreSQL store.
#pragma once

#include "server/store/postgres.hpp"

namespace server::postgres {

/// Prepares the statements that add_to uses.
void prepare_rows(connection& on);

/// Puts the inserts of a group into a pipeline, one statement for each item and each decision. What is there already
/// stays as it is.
void add_to(connection& pipeline, const entry_group& group);

} // namespace server::postgres
