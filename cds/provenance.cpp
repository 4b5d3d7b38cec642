#include "cds/provenance.hpp"

#include <algorithm>

namespace cds {
namespace {

constexpr std::array<std::string_view, 3> mode_names = {"on", "silent", "off"};

} // namespace

std::string_view name_of(rule_mode m) { return mode_names.at(static_cast<std::size_t>(m)); }

std::optional<rule_mode> rule_mode_named(std::string_view name) {
  const auto found = std::find(mode_names.begin(), mode_names.end(), name);
  if (found == mode_names.end()) return std::nullopt;
  return static_cast<rule_mode>(found - mode_names.begin());
}

} // namespace cds
