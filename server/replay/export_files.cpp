#include "server/replay/export_files.hpp"

#include <algorithm>
#include <system_error>

namespace server {
namespace {

constexpr std::string_view plain_ending = ".ndjson";
constexpr std::string_view compressed_ending = ".ndjson.gz";

} // namespace

std::optional<chart_type> type_of_file(std::string_view name) {
  if (name.ends_with(compressed_ending))
    name.remove_suffix(compressed_ending.size());
  else if (name.ends_with(plain_ending))
    name.remove_suffix(plain_ending.size());
  else
    return std::nullopt;
  while (!name.empty()) {
    const auto end = std::min(name.find_first_of("._- "), name.size());
    if (const auto type = chart_type_named(name.substr(0, end))) return type;
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return std::nullopt;
}

tl::expected<std::vector<export_file>, std::string> export_files(const std::filesystem::path& directory) {
  std::error_code fault;
  std::filesystem::directory_iterator at(directory, fault);
  if (fault) return tl::unexpected("cannot be opened: " + fault.message());
  std::vector<export_file> files;
  for (const auto& entry : at) {
    const auto name = entry.path().filename().string();
    const auto type = type_of_file(name);
    if (!type || !entry.is_regular_file(fault)) continue;
    files.push_back({.path = entry.path(),
                     .name = name,
                     .type = *type,
                     .compressed = name.ends_with(".gz"),
                     .bytes = entry.file_size(fault),
                     .changed_at = entry.last_write_time(fault).time_since_epoch().count()});
    if (fault) return tl::unexpected("holds a file whose size cannot be read: " + fault.message());
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

std::vector<stretch> stretches_of(const std::vector<export_file>& files, std::uint64_t bytes) {
  std::vector<stretch> all;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto whole = files[i].bytes;
    if (files[i].compressed) {
      all.push_back({i, 0, whole});
      continue;
    }
    for (std::uint64_t begin = 0; begin < whole; begin += bytes)
      all.push_back({i, begin, std::min(begin + bytes, whole)});
  }
  return all;
}

} // namespace server
