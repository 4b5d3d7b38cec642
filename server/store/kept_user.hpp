// Who asked, as far as it may be kept.
#pragma once

#include <string_view>

namespace server {

/// Of a patient or a relative who uses a portal the kind alone; of others the whole reference.
std::string_view user_to_keep(std::string_view reference);

} // namespace server
