// The vignettes as requests of every hook, with one thing about them changed, and whole answers to them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cds/knowledge.hpp"
#include "hooks/endpoint.hpp"

namespace conformance {

/// The knowledge that is compiled in.
const cds::knowledge& known();

struct patient {
  std::string name;    // `v01`
  std::string request; // of order-sign
  std::chrono::sys_seconds now;
};
const std::vector<patient>& patients();

inline constexpr std::string_view every_hook[] = {"order-sign", "order-select", "patient-view"};
/// The request of a hook about the same chart, every draft selected.
std::string asked_by(std::string_view hook, const std::string& request);
/// `["MedicationRequest/a"]`: every draft of the request.
std::string all_drafts(const std::string& request);
/// The request of another hook about the same chart: `selections` is JSON; empty: none.
std::string asked_with(const std::string& request, std::string_view hook, std::string_view selections);
/// The request with `prefetch.key` saying `text`; without the key when there is no text.
std::string with_key(const std::string& request, std::string_view key, std::optional<std::string_view> text);

hooks::call post(std::string_view target, std::string_view body);
/// Uuids count from one.
hooks::reply answer_of(std::string_view service, std::string_view body, std::chrono::sys_seconds now);

/// What the answer to `body` breaks; empty when it keeps every rule of its kind.
std::string violations_of(const hooks::reply& answered, std::string_view body, bool takes_action_selection = false);

std::size_t count_of(std::string_view what, std::string_view text);
bool is_required(std::string_view key);

} // namespace conformance
