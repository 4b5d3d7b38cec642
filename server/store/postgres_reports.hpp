// What a PostgreSQL store keeps, read back; also from a standby, so that nobody who counts is in the way.
#pragma once

#include "server/database_url.hpp"
#include "server/store/reports.hpp"

namespace server {

report_source postgres_reports(const database_address& of, report_patience patience = report_patience::long_enough);

} // namespace server
