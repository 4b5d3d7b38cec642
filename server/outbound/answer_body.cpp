#include "server/outbound/answer_body.hpp"

#include <algorithm>
#include <charconv>

namespace server {
namespace {

constexpr std::size_t most_overhead = std::size_t{16} << 10;
constexpr std::size_t longest_line = std::size_t{4} << 10;
constexpr std::size_t most_digits = 8;

} // namespace

answer_body::answer_body(framing how, std::uint64_t length, std::size_t most_bytes)
    : how_(how), left_(how == framing::length ? length : 0), most_bytes_(most_bytes) {
  if (left_ <= most_bytes_) body.reserve(static_cast<std::size_t>(left_));
}

answer_body::progress answer_body::take(std::string_view arrived, std::size_t& used) {
  used = 0;
  switch (how_) {
  case framing::length:
    if (left_ > most_bytes_ - body.size()) return progress::too_large;
    take_data(arrived, used);
    return left_ == 0 ? progress::complete : progress::more;
  case framing::until_end:
    left_ = arrived.size();
    return take_data(arrived, used);
  case framing::chunked:
    return take_chunked(arrived, used);
  }
  return progress::malformed;
}

answer_body::progress answer_body::ended(bool cleanly) const {
  return how_ == framing::until_end && cleanly ? progress::complete : progress::malformed;
}

answer_body::progress answer_body::take_data(std::string_view arrived, std::size_t& used) {
  const auto piece = arrived.substr(used, static_cast<std::size_t>(std::min<std::uint64_t>(left_, arrived.size())));
  if (piece.size() > most_bytes_ - body.size()) return progress::too_large;
  body.append(piece);
  used += piece.size();
  left_ -= piece.size();
  return progress::more;
}

answer_body::progress answer_body::take_chunked(std::string_view arrived, std::size_t& used) {
  while (used < arrived.size()) {
    if (part_ == part::data) {
      if (take_data(arrived, used) == progress::too_large) return progress::too_large;
      if (left_ == 0) part_ = part::data_end;
      continue;
    }
    const auto rest = arrived.substr(used);
    const auto end = rest.find('\n');
    if (end > longest_line && rest.size() > longest_line) return progress::malformed;
    if (end == std::string_view::npos) return progress::more;
    if (end == 0 || rest[end - 1] != '\r') return progress::malformed;
    used += end + 1;
    if (const auto so_far = take_line(rest.substr(0, end - 1)); so_far != progress::more) return so_far;
  }
  return progress::more;
}

answer_body::progress answer_body::take_line(std::string_view line) {
  switch (part_) {
  case part::size_line:
    return read_size(line);
  case part::data_end:
    part_ = part::size_line;
    return line.empty() ? progress::more : progress::malformed;
  case part::trailer:
    overhead_ += line.size();
    if (overhead_ > most_overhead) return progress::malformed;
    return line.empty() ? progress::complete : progress::more;
  case part::data:
    break;
  }
  return progress::malformed;
}

answer_body::progress answer_body::read_size(std::string_view line) {
  const auto* end = line.data() + line.size();
  const auto [after, fault] = std::from_chars(line.data(), end, left_, 16);
  const auto digits = static_cast<std::size_t>(after - line.data());
  if (fault != std::errc{} || digits > most_digits) return progress::malformed;
  const auto rest = line.substr(digits);
  // Some servers fill the size up with spaces.
  const auto extension = rest.find_first_not_of(" \t");
  if (extension != std::string_view::npos && rest[extension] != ';') return progress::malformed;
  overhead_ += rest.size();
  if (overhead_ > most_overhead) return progress::malformed;
  if (left_ > most_bytes_ - body.size()) return progress::too_large;
  part_ = left_ == 0 ? part::trailer : part::data;
  return progress::more;
}

} // namespace server
