// URLs that an administrator registers: where keys and resources may be fetched from.
#pragma once

#include <string>
#include <string_view>

namespace server {

/// What is wrong with it, continuing `the URL ...`; empty when it is `https://host[:port]/...` without user, fragment
/// or anything a server could read in two ways. `http_on_loopback` lets http pass to this machine itself.
std::string fault_in_url(std::string_view text, bool http_on_loopback);

} // namespace server
