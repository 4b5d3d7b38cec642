// Posts a vignette's request to the protocol, as the server would.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "hooks/call.hpp"
#include "tests/vignettes/expectation.hpp"

namespace vignettes {

/// `v01` ...: every request in this folder, in order.
std::vector<std::string> all_vignettes();

std::string request_of(const std::string& name);
expectation expectation_of(const std::string& name);

/// The answer to a request of this hook at this time; uuids count from one.
hooks::reply answer_to(std::string_view body, std::chrono::sys_seconds now, std::string_view hook = "order-sign");

} // namespace vignettes
