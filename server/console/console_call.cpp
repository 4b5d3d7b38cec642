#include "server/console/console_call.hpp"

#include <algorithm>
#include <charconv>

namespace server {
namespace {

/// What is no percent-encoding stays as it is.
std::string decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const auto* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

} // namespace

std::optional<std::string> part_of(std::string_view pattern, std::string_view path) {
  const auto open = pattern.find('{');
  if (open == std::string_view::npos) return pattern == path ? std::optional<std::string>("") : std::nullopt;
  const auto before = pattern.substr(0, open);
  const auto after = pattern.substr(pattern.find('}') + 1);
  if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after))
    return std::nullopt;
  const auto part = path.substr(before.size(), path.size() - before.size() - after.size());
  if (part.find('/') != std::string_view::npos) return std::nullopt;
  return decoded(part, false);
}

std::optional<std::map<std::string, std::string, std::less<>>> query_of(std::string_view target,
                                                                        const std::vector<std::string_view>& allowed) {
  std::map<std::string, std::string, std::less<>> all;
  const auto at = target.find('?');
  if (at == std::string_view::npos || at + 1 == target.size()) return all;
  auto rest = target.substr(at + 1);
  while (!rest.empty()) {
    const auto one = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    const auto equals = std::min(one.find('='), one.size());
    const auto name = one.substr(0, equals);
    if (std::ranges::find(allowed, name) == allowed.end()) return std::nullopt;
    if (!all.emplace(name, decoded(one.substr(std::min(equals + 1, one.size())), true)).second) return std::nullopt;
  }
  return all;
}

} // namespace server
