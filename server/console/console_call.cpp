#include "server/console/console_call.hpp"

#include <boost/url/parse_query.hpp>
#include <boost/url/pct_string_view.hpp>

#include <algorithm>

namespace server {
namespace {

std::string decoded(std::string_view text) {
  const auto encoded = boost::urls::make_pct_string_view(text);
  return encoded.has_error() ? std::string() : encoded->decode();
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
  return decoded(part);
}

std::optional<std::map<std::string, std::string, std::less<>>> query_of(std::string_view target,
                                                                        const std::vector<std::string_view>& allowed) {
  std::map<std::string, std::string, std::less<>> all;
  const auto at = target.find('?');
  if (at == std::string_view::npos || at + 1 == target.size()) return all;
  const auto parsed = boost::urls::parse_query(target.substr(at + 1));
  if (parsed.has_error()) return std::nullopt;
  for (const auto& one : *parsed) {
    const auto name = one.key.decode();
    if (std::ranges::find(allowed, name) == allowed.end()) return std::nullopt;
    boost::urls::encoding_opts with_plus;
    with_plus.space_as_plus = true;
    if (!all.emplace(name, one.value.decode(with_plus)).second) return std::nullopt;
  }
  return all;
}

} // namespace server
