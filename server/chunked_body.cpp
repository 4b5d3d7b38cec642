#include "server/chunked_body.hpp"

#include <algorithm>
#include <charconv>

namespace server {
namespace {

constexpr std::size_t most_digits = 8;

constexpr bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

} // namespace

chunked_body::progress chunked_body::advance(std::string_view arrived, std::size_t& used, std::string& body,
                                             std::size_t most) {
  used = 0;
  while (part_ != part::done && used < arrived.size()) {
    const auto rest = arrived.substr(used);
    auto now = progress::complete; // of this part
    switch (part_) {
    case part::size:
      now = read_size(rest, used, most - body.size());
      break;
    case part::data: {
      const auto taken = std::min(left_, rest.size());
      body.append(rest.substr(0, taken));
      used += taken;
      left_ -= taken;
      if (left_ == 0) part_ = part::data_end;
      break;
    }
    case part::data_end:
      now = read_line_end(rest, used, part::size);
      break;
    case part::last_end:
      now = read_line_end(rest, used, part::done);
      break;
    case part::done:
      break;
    }
    if (now != progress::complete) return now;
  }
  return part_ == part::done ? progress::complete : progress::more;
}

chunked_body::progress chunked_body::read_size(std::string_view rest, std::size_t& used, std::size_t room) {
  const auto digits = static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_hex) - rest.begin());
  if (digits > most_digits) return progress::malformed;
  if (digits == rest.size()) return progress::more;
  if (digits == 0 || rest[digits] != '\r') return progress::malformed;
  if (digits + 1 == rest.size()) return progress::more;
  if (rest[digits + 1] != '\n') return progress::malformed;
  std::from_chars(rest.data(), rest.data() + digits, left_, 16);
  if (left_ > room) return progress::too_large;
  used += digits + 2;
  part_ = left_ == 0 ? part::last_end : part::data;
  return progress::complete;
}

chunked_body::progress chunked_body::read_line_end(std::string_view rest, std::size_t& used, part next) {
  if (rest[0] != '\r') return progress::malformed;
  if (rest.size() == 1) return progress::more;
  if (rest[1] != '\n') return progress::malformed;
  used += 2;
  part_ = next;
  return progress::complete;
}

} // namespace server
