// What this process has counted of calls since it started, as JSON.
#pragma once

#include <string_view>

#include "fhir/json/writer.hpp"
#include "hooks/call.hpp"
#include "server/console/console_world.hpp"
#include "server/metrics/service_counts.hpp"

namespace server {

/// `never_sent` and `sometimes_missing`: what the calls of a client brought of each prefetch key.
void write_supply_of(fhir::json::writer& out, const call_totals& of, std::string_view client);

/// Upper bounds of how long calls took, by what was called.
hooks::reply latency_answer(const console_world& world);

} // namespace server
