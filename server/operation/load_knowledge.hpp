// The clinical knowledge a command works with.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "cds/knowledge.hpp"

namespace server {

/// From the files of `directory`, or from those compiled in when it is empty, with the files of `overlay` laid over
/// them unless that is empty; or every fault, ready to print.
tl::expected<cds::knowledge, std::vector<std::string>> load_knowledge(const std::string& directory,
                                                                      const std::string& overlay = {});

} // namespace server
