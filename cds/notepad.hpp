// What one decision is written on: its texts and lists, given back all at once. An answer asks the heap a handful of
// times instead of once for each of its two hundred texts and lists. All of them are views: whoever keeps one keeps the
// notepad.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <memory_resource>
#include <string>
#include <string_view>

#include "cds/list.hpp"
#include "cds/quantity.hpp"

namespace cds {

inline void append(std::string& out, std::string_view text) { out += text; }
void append(std::string& out, long long whole);
template<std::integral T> void append(std::string& out, T whole) { append(out, static_cast<long long>(whole)); }

/// `a, b, c`
struct joined {
  const list<std::string_view>& items;
};
void append(std::string& out, const joined& j);

class notepad {
 public:
  notepad() { line_.reserve(usual_line); }
  notepad(const notepad&) = delete;
  notepad& operator=(const notepad&) = delete;

  /// The parts one after the other: texts, numbers as people write them, and whatever else of cds has an `append`.
  template<class... part> std::string_view say(const part&... parts) {
    line_.clear();
    (append(line_, parts), ...);
    return keep(line_);
  }
  std::string_view keep(std::string_view text);

  std::pmr::memory_resource& memory() { return memory_; }

 private:
  static constexpr std::size_t usual_line = 256, usual_decision = 6144;

  std::array<std::byte, usual_decision> first_; // most decisions need no more
  std::pmr::monotonic_buffer_resource memory_{first_.data(), first_.size()};
  std::string line_;
};

} // namespace cds
