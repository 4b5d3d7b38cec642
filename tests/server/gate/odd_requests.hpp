// More than a thousand requests that two programs could read differently, and some that nobody may refuse: mutations
// multiplied over the places they can stand in.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace server_tests {

struct odd_request {
  std::string id;    // `group/what/where`, unique
  std::string bytes; // `$T` stands for a target that only this request has
};

const std::vector<odd_request>& odd_requests();

/// The bytes with `$T` as the target of number `which`, and after them a whole request for `/hidden-NUMBER` that says
/// it is the last.
std::string sent_bytes(std::size_t which);
std::string target_of(std::size_t which);

} // namespace server_tests
