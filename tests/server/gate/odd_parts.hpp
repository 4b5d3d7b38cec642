// The groups that odd_requests puts together.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/server/gate/odd_requests.hpp"

namespace server_tests {

/// What names a case, and what it puts into a request.
using named = std::pair<std::string, std::string>;

inline std::string post(const std::string& fields, const std::string& body = {}) {
  return "POST $T HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}
inline std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); }

/// Each field that can be read in two ways, in every place of a head and before every kind of body.
void add_odd_fields(std::vector<odd_request>& all);
/// Each length and coding with each method, version and other framing.
void add_odd_framing(std::vector<odd_request>& all);
void add_odd_chunks(std::vector<odd_request>& all);

} // namespace server_tests
