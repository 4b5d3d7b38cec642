// The body of an answer out of the bytes that carry it: of a stated length, in chunks, or up to the connection's end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace server {

class answer_body {
 public:
  enum class framing { length, chunked, until_end };
  enum class progress { more, complete, too_large, malformed };

  answer_body(framing how, std::uint64_t length, std::size_t most_bytes);

  /// Takes `used` bytes from the front of `arrived`; after `more` what is left is the beginning of one line. Chunk
  /// extensions and trailers are read over, 16 KiB of both together.
  progress take(std::string_view arrived, std::size_t& used);
  /// The connection ended, `cleanly` when the sender meant it.
  progress ended(bool cleanly) const;

  std::string body;

 private:
  enum class part { size_line, data, data_end, trailer };

  progress take_data(std::string_view arrived, std::size_t& used);
  progress take_chunked(std::string_view arrived, std::size_t& used);
  progress take_line(std::string_view line);
  progress read_size(std::string_view line);

  framing how_;
  std::uint64_t left_; // of the body, or of the chunk
  std::size_t most_bytes_;
  part part_ = part::size_line;
  std::size_t overhead_ = 0; // bytes that carry nothing
};

} // namespace server
