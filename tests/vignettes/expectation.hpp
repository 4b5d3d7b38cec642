// What one vignette expects of the answer, read from its .expect.json, and the comparison with what came back.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace vignettes {

/// A vignette: the patient in a line, the clock, and the cards that must and must not come back.
struct expectation {
  std::string patient;
  std::chrono::sys_seconds now;
  boost::json::object wanted; // the whole file
};

/// Throws std::runtime_error for a file that says something the comparison does not know.
expectation read_expectation(std::string_view text);

/// Every way in which the answer differs from what is expected, one line each; empty when it is right.
std::vector<std::string> differences(const expectation& expected, const boost::json::value& answer);

} // namespace vignettes
