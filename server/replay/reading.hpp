// Reading many files line by line on several threads, with what is broken counted and told by its place.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/replay/export_files.hpp"
#include "server/replay/progress.hpp"
#include "server/replay/run_summary.hpp"

namespace server {

/// What a line was worth. `broken` says why, without anything of its content.
struct line_worth {
  enum class what : unsigned char { resource, skipped, broken };
  what is = what::resource;
  std::string_view why = {};

  static line_worth resource() { return {}; }
  static line_worth skipped() { return {what::skipped}; }
  static line_worth broken(std::string_view why) { return {what::broken, why}; }
};
using line_visitor = std::function<line_worth(std::string_view line)>;

struct reading_wish {
  unsigned threads = 1;
  std::uint64_t part_bytes = std::uint64_t{32} << 20;
  std::uint64_t most_broken = 0;
};

struct export_reading {
  std::vector<input_file> files;   // as they were given
  std::vector<broken_line> broken; // by file and line
};

/// Gives every line that is not empty to the visitor that `visitor_for` made for its part of a file. A visitor is used
/// by one thread. The error tells of a file that cannot be read, or of more broken lines than are wanted.
tl::expected<export_reading, std::string>
read_export(const std::vector<export_file>& files, const reading_wish& wish, progress& told,
            const std::function<line_visitor(const export_file&)>& visitor_for);

} // namespace server
