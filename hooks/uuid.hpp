// The text form of a uuid.
#pragma once

#include <string_view>

namespace hooks {

/// 8-4-4-4-12 hex digits of either case.
bool is_uuid(std::string_view text);

} // namespace hooks
