#include "server/log/waiting_lines.hpp"

#include <utility>

namespace server {

std::string& waiting_lines::room() {
  if (lines_ >= most_) drop_older_half();
  return text_;
}

// By halves: to move the rest for each line that is dropped would cost more than the lines.
void waiting_lines::drop_older_half() {
  const auto half = (lines_ + 1) / 2;
  std::size_t end = 0;
  for (std::size_t i = 0; i < half; ++i) end = text_.find('\n', end) + 1;
  text_.erase(0, end);
  lines_ -= half;
  dropped_ += half;
}

std::string waiting_lines::take() {
  lines_ = 0;
  return std::exchange(text_, {});
}

} // namespace server
