// The world as one request sees it, read once and passed in, so that the same request gives the same answer.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace hooks {

struct environment {
  std::chrono::sys_seconds now;
  std::function<std::string()> new_uuid; // lower-case RFC 9562 text
};

} // namespace hooks
