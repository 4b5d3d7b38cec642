// The groups that odd_requests puts together.
#pragma once

#include <vector>

#include "tests/server/gate/odd_requests.hpp"

namespace server_tests {

/// Each field that can be read in two ways, in every place of a head and before every kind of body.
void add_odd_fields(std::vector<odd_request>& all);
/// Each length and coding with each method, version and other framing.
void add_odd_framing(std::vector<odd_request>& all);
void add_odd_chunks(std::vector<odd_request>& all);

} // namespace server_tests
