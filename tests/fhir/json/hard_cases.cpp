#include "tests/fhir/json/hard_cases.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace hard_cases {

std::vector<hard_case> with(std::string_view verdict) {
  const auto folder = std::filesystem::path(VESICLE_SOURCE_DIR) / "tests/fhir/json/hard" / verdict;
  std::vector<hard_case> cases;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    cases.push_back({entry.path().stem().string(), {std::istreambuf_iterator<char>(file), {}}});
  }
  std::sort(cases.begin(), cases.end(), [](const hard_case& a, const hard_case& b) { return a.name < b.name; });
  return cases;
}

} // namespace hard_cases
