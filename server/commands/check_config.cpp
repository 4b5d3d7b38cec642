#include "server/commands/check_config.hpp"

#include <cstdio>

#include "server/operation/checked_config.hpp"
#include "server/text_file.hpp"

namespace server {

int check_config(const check_config_wish& wish) {
  const auto file = read_text_file(wish.file);
  if (!file) {
    std::fprintf(stderr, "vesicle: %s: %s\n", wish.file.c_str(), file.error().c_str());
    return 2;
  }
  const auto told = check_config(std::filesystem::path(wish.file));
  for (const auto& fault : told.faults) std::fprintf(stderr, "vesicle: %s\n", fault.c_str());
  for (const auto& warning : told.warnings) std::fprintf(stderr, "warning: %s\n", warning.c_str());
  if (wish.show)
    for (const auto& line : settings_that_differ(file->text, wish.file)) std::printf("%s\n", line.c_str());
  if (!told.faults.empty()) return 1;
  std::printf("%s is in order: %s\n", wish.file.c_str(), told.summary.c_str());
  return 0;
}

} // namespace server
