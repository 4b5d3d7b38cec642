#include "server/replay/prescriber_groups.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace server {
namespace {

/// Takes one value off the front of a line; none when its quotes do not match.
std::optional<std::string> take_value(std::string_view& line) {
  if (!line.starts_with('"')) {
    const auto end = std::min(line.find(','), line.size());
    std::string value(line.substr(0, end));
    line.remove_prefix(end);
    if (value.find('"') != std::string::npos) return std::nullopt;
    return value;
  }
  std::string value;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] != '"') {
      value.push_back(line[i]);
    } else if (i + 1 < line.size() && line[i + 1] == '"') {
      value.push_back(line[i++]);
    } else {
      line.remove_prefix(i + 1);
      return value;
    }
  }
  return std::nullopt;
}

std::optional<std::pair<std::string, std::string>> read_row(std::string_view line) {
  auto first = take_value(line);
  if (!first || !line.starts_with(',')) return std::nullopt;
  line.remove_prefix(1);
  auto second = take_value(line);
  if (!second || !line.empty() || first->empty() || second->empty()) return std::nullopt;
  return std::pair{std::move(*first), std::move(*second)};
}

std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

} // namespace

tl::expected<prescriber_groups, std::string> read_prescriber_groups(std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  if (take_line(csv) != "prescriber,group") return tl::unexpected(std::string("line 1 is not `prescriber,group`"));
  prescriber_groups read;
  for (std::size_t number = 2; !csv.empty(); ++number) {
    const auto line = take_line(csv);
    if (line.empty()) continue;
    auto row = read_row(line);
    if (!row)
      return tl::unexpected("line " + std::to_string(number) + " is not a prescriber's reference, a comma and a group");
    if (!read.insert(std::move(*row)).second)
      return tl::unexpected("line " + std::to_string(number) + " names a prescriber again");
  }
  return read;
}

} // namespace server
