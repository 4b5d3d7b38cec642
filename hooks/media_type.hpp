// Which bodies are read: plain JSON in UTF-8, nothing else.
#pragma once

#include <optional>
#include <string_view>

#include "hooks/problem.hpp"

namespace hooks {

/// The refusal (415) of a body in another format or encoding; nothing when it can be read. `application/json` may carry
/// parameters; a charset must be UTF-8. An absent Content-Type is another format.
std::optional<problem> refuse_format(std::string_view content_type, std::string_view content_encoding);

/// True for what a FHIR server calls JSON: `application/fhir+json`, its older names, and `application/json`, in UTF-8.
bool is_json(std::string_view content_type);

} // namespace hooks
