// How long a search goes on: a few tries in every run, the whole number of them in the long one.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <string_view>

namespace server_tests {

/// `whole` under `tests/run --long`, which says VESICLE_LONG=1.
inline std::size_t effort(std::size_t quick, std::size_t whole) {
  const char* said = std::getenv("VESICLE_LONG");
  return said != nullptr && std::string_view(said) == "1" ? whole : quick;
}

} // namespace server_tests
