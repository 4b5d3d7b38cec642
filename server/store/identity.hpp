// When two feedback items are one and the same, sent twice.
#pragma once

#include <string>
#include <string_view>

#include "hooks/feedback.hpp"

namespace server {

/// A digest that is equal for the same client, card, outcome, timestamp and content, and for nothing else. The order of
/// accepted suggestions and the case of uuids make no difference.
std::string identity_of(std::string_view client, const hooks::feedback_item& item);

} // namespace server
