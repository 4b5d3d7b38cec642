// Why something could not be read: the error half of a reading.
#pragma once

#include <string>

#include <tl/expected.hpp>

namespace fhir {

inline tl::unexpected<std::string> because(std::string reason) {
  return tl::unexpected<std::string>(std::move(reason));
}

} // namespace fhir
