// Whether a request can come from the console's own pages: against pages of other sites, and against names that were
// made to point here (DNS rebinding).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hooks/call.hpp"

namespace server {

/// The Host is `localhost`, an IP address, which nobody can make a name point to, or one of `names`.
bool is_own_host(std::string_view host, const std::vector<std::string>& names);

/// Why the request is not to be answered; empty when it may be. Browsers send Sec-Fetch-Site and Origin; programs send
/// neither.
std::string fault_in_sender(const hooks::call& asked, const std::vector<std::string>& names);

/// The value of one cookie; empty when it is absent or there more than once.
std::string_view cookie_named(std::string_view name, std::string_view cookies);

} // namespace server
