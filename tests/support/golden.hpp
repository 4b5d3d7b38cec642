// Golden files: what an answer was when a person last read it and agreed. `UPDATE_GOLDEN=1` rewrites them.
#pragma once

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace support {

/// Whether `actual` is the text of tests/golden/`name`. The failure shows the first line that differs. With
/// UPDATE_GOLDEN=1 in the environment the file is written instead.
testing::AssertionResult is_golden(std::string_view name, std::string_view actual);

/// JSON laid out for people: two spaces, one member a line, key order and number text kept, a newline at the end. Text
/// that is not JSON comes back as it is.
std::string laid_out(std::string_view json);

} // namespace support
