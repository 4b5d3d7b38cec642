#include "tests/support/written_tests.hpp"

#include <filesystem>
#include <fstream>

namespace support {
namespace {

const auto tests = std::filesystem::path(VESICLE_SOURCE_DIR) / "tests";

/// `Suite.Name` when the line begins a test, else empty.
std::string test_in(const std::string& line) {
  const auto open = line.find('(');
  const auto comma = line.find(", ", open);
  const auto close = line.find(')', comma);
  if (!line.starts_with("TEST") || close == std::string::npos) return {};
  return line.substr(open + 1, comma - open - 1) + "." + line.substr(comma + 2, close - comma - 2);
}

} // namespace

std::set<std::string> written_tests() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(tests)) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);)
      if (auto name = test_in(line); !name.empty()) names.insert(std::move(name));
  }
  return names;
}

bool is_written(const std::set<std::string>& written, std::string_view name) {
  const auto slash = name.find('/');
  if (!written.contains(std::string(name.substr(0, slash)))) return false;
  if (slash == std::string_view::npos) return true;
  return std::filesystem::exists(tests / "vignettes" / (std::string(name.substr(slash + 1)) + ".request.json"));
}

std::vector<std::vector<std::string>> rows_of(std::string_view csv) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(tests / csv);
  for (std::string line; std::getline(file, line);) {
    auto& cells = rows.emplace_back(1);
    for (const char c : line)
      if (c == ',')
        cells.emplace_back();
      else
        cells.back() += c;
  }
  return rows;
}

} // namespace support
