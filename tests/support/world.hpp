// The world of a test: a clock that stands still and uuids that count.
#pragma once

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>

#include "hooks/environment.hpp"

namespace support {

/// Uuids count from 1 for each world: 00000000-0000-4000-8000-000000000001.
inline hooks::environment world_at(std::chrono::sys_seconds now) {
  auto count = std::make_shared<unsigned>(0);
  return {.now = now, .new_uuid = [count] {
            char text[40];
            std::snprintf(text, sizeof text, "00000000-0000-4000-8000-%012u", ++*count);
            return std::string(text);
          }};
}

} // namespace support
