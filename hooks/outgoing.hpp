// Debug builds hold every answer against the conformance rules before it leaves; release builds trust the tests.
#pragma once

#include <stdexcept>
#include <string_view>
#include <vector>

#include "hooks/conformance.hpp"

namespace hooks {

#ifdef NDEBUG
inline constexpr bool checks_outgoing = false;
#else
inline constexpr bool checks_outgoing = true;
#endif

/// Throws std::logic_error with every violation.
template<class Check> void check_outgoing(std::string_view body, Check violations_of) {
  if constexpr (checks_outgoing) {
    fhir::json::document document;
    auto root = document.read(body);
    if (!root) throw std::logic_error("answer is not JSON: " + root.error().message);
    auto found = violations_of(*root);
    if (!found.empty()) throw std::logic_error("answer breaks the card rules:\n" + to_text(found));
  }
}

inline void check_outgoing_cards(std::string_view body, const card_question& asked) {
  check_outgoing(body, [&](const fhir::json::value& answer) { return check_cards(answer, asked); });
}

} // namespace hooks
