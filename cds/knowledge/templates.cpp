#include <algorithm>

#include "cds/knowledge/content.hpp"

namespace cds_knowledge {
namespace {

bool is_lower_snake(std::string_view name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto other = [&](char c) { return lower(c) || c == '_' || (c >= '0' && c <= '9'); };
  return !name.empty() && lower(name.front()) && std::all_of(name.begin(), name.end(), other);
}

} // namespace

std::string template_fault(std::string_view text) {
  for (std::size_t at = text.find_first_of("{}"); at != std::string_view::npos; at = text.find_first_of("{}", at + 1)) {
    if (text[at] == '}') return "`}` without `{`";
    const std::size_t close = text.find_first_of("{}", at + 1);
    if (close == std::string_view::npos || text[close] == '{') return "`{` without `}`";
    const std::string_view name = text.substr(at + 1, close - at - 1);
    if (!is_lower_snake(name)) return "placeholder `{" + std::string(name) + "}` must be lower_snake";
    at = close;
  }
  return {};
}

std::vector<std::string> placeholders_of(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) break;
    names.emplace_back(text.substr(open + 1, close - open - 1));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

} // namespace cds_knowledge
