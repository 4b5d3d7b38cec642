// Lines that wait to be written, as one text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace server {

/// Holds so many lines; when one more comes, the older half is dropped and counted.
class waiting_lines {
 public:
  explicit waiting_lines(std::size_t most) : most_(most) {}

  /// Where the next line, with its end, is to be appended; `added` must follow.
  std::string& room();
  void added() { ++lines_; }

  /// All of them; none waits any more.
  std::string take();

  std::size_t lines() const { return lines_; }
  bool empty() const { return lines_ == 0; }
  std::uint64_t dropped() const { return dropped_; }

 private:
  void drop_older_half();

  std::string text_;
  std::size_t most_;
  std::size_t lines_ = 0;
  std::uint64_t dropped_ = 0;
};

} // namespace server
