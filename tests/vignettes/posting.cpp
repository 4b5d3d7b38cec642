#include "tests/vignettes/posting.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "hooks/endpoint.hpp"
#include "tests/support/chart.hpp"
#include "tests/support/world.hpp"

namespace vignettes {
namespace {

std::filesystem::path folder() { return std::filesystem::path(VESICLE_SOURCE_DIR) / "tests" / "vignettes"; }

std::string text_of(const std::string& file_name) {
  std::ifstream file(folder() / file_name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

std::vector<std::string> all_vignettes() {
  constexpr std::string_view ending = ".request.json";
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder()))
    if (const auto name = entry.path().filename().string(); name.ends_with(ending))
      names.push_back(name.substr(0, name.size() - ending.size()));
  std::sort(names.begin(), names.end());
  return names;
}

std::string request_of(const std::string& name) { return text_of(name + ".request.json"); }

expectation expectation_of(const std::string& name) { return read_expectation(text_of(name + ".expect.json")); }

hooks::reply answer_to(std::string_view body, std::chrono::sys_seconds now, std::string_view hook) {
  const auto target = "/cds-services/antiviral-" + std::string(hook);
  static const hooks::endpoint served(support::embedded_knowledge(), {});
  return served.answer({.method = "POST",
                        .target = target,
                        .content_type = "application/json",
                        .content_encoding = {},
                        .origin = {},
                        .body = body},
                       support::world_at(now));
}

} // namespace vignettes
