#include "server/chunk_framing.hpp"

#include <algorithm>
#include <charconv>

namespace server {
namespace {

constexpr std::size_t most_digits = 8;
constexpr std::string_view line_end = "\r\n";

constexpr bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

enum class progress { whole, part, wrong };

/// Takes a line end away from the front of `text`.
progress take_line_end(std::string_view& text) {
  if (text.starts_with(line_end)) {
    text.remove_prefix(line_end.size());
    return progress::whole;
  }
  return line_end.starts_with(text) ? progress::part : progress::wrong;
}

progress take_size(std::string_view& text, std::size_t& size) {
  const auto digits = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_hex) - text.begin());
  if (digits > most_digits) return progress::wrong;
  if (digits == text.size()) return progress::part;
  if (digits == 0) return progress::wrong;
  std::from_chars(text.data(), text.data() + digits, size, 16);
  text.remove_prefix(digits);
  return progress::whole;
}

} // namespace

std::optional<std::size_t> chunk_framing::next_piece(std::string_view arrived) {
  if (left_ == 0) return size_line(arrived);
  const auto piece = std::min(left_, arrived.size());
  left_ -= piece;
  return piece;
}

std::optional<std::size_t> chunk_framing::size_line(std::string_view arrived) {
  auto rest = arrived;
  std::size_t size = 0;
  auto so_far = first_ ? progress::whole : take_line_end(rest);
  if (so_far == progress::whole) so_far = take_size(rest, size);
  if (so_far == progress::whole) so_far = take_line_end(rest);
  if (so_far == progress::whole && size == 0) so_far = take_line_end(rest);
  if (so_far == progress::wrong) return std::nullopt;
  if (so_far == progress::part) return 0;
  first_ = false;
  left_ = size;
  return arrived.size() - rest.size();
}

} // namespace server
