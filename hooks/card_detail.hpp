// The text of a card: why it is shown, what it rests on, what is not known, what can be done, where that stands.
#pragma once

#include <string>
#include <string_view>

#include "cds/decision.hpp"

namespace hooks {

/// GitHub Markdown, about a dozen lines; sections **Why**, **Data used**, **Not known**, **Options**, **Basis**, each
/// only when it has something to say. Every text is escaped; `basis` is Markdown already.
std::string detail_of(const cds::recommendation& found, std::string_view basis);

} // namespace hooks
