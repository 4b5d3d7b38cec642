// The lines of a part of a file, plain or compressed, one after the other through one block of memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/replay/export_files.hpp"

namespace server {

class stored_lines {
 public:
  /// A longer line is passed over and told as such.
  static constexpr std::size_t longest_line = std::size_t{16} << 20;

  /// Reads `block` bytes at a time, or more where a line is longer.
  stored_lines(const export_file& file, const stretch& part, std::size_t block = std::size_t{1} << 20);
  ~stored_lines();
  stored_lines(const stored_lines&) = delete;
  stored_lines& operator=(const stored_lines&) = delete;

  /// The next line without its end, until the next call. False after the last one, and when the file cannot be read.
  bool next(std::string_view& line);

  std::uint64_t number() const { return number_; }    // of the line that `next` gave, from 1 for the first of the part
  bool too_long() const { return too_long_; }         // that line; what `next` gave is empty
  std::uint64_t bytes_taken();                        // of the stored file, since the last call
  const std::string& fault() const { return fault_; } // why reading ended early; empty: it did not

 private:
  class origin;
  class plain_file;
  class compressed_file;
  bool refill();
  bool skip_to_line_start();

  std::unique_ptr<origin> from_;
  std::vector<char> block_;
  std::size_t first_ = 0; // of what is in the block and not yet given out
  std::size_t last_ = 0;
  std::uint64_t offset_ = 0; // of `first_` in the text
  std::uint64_t end_ = 0;
  std::uint64_t number_ = 0;
  std::uint64_t taken_ = 0;
  bool at_end_ = false;
  bool too_long_ = false;
  std::string fault_;
};

} // namespace server
