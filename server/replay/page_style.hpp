// How the page of a report looks: one style sheet, named by its hash in the page's policy.
#pragma once

#include <string>
#include <string_view>

namespace server {

std::string_view page_style();
/// Nothing may be loaded or run; of styles only this one is used.
std::string page_policy();

} // namespace server
