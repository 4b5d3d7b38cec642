// Sees how a chunked body is framed before Beast's parser does, and cuts it into pieces that this parser can take. As
// strict as the gate: hexadecimal sizes and line ends, nothing else; no extension, no trailer.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace server {

class chunk_framing {
 public:
  /// How many of the bytes that come next belong to one piece: data of a chunk as far as it has arrived, or the whole
  /// line with a chunk's size (the line end of the chunk before it and, after the last, the empty line included). 0 =
  /// nothing before more arrives. Nothing when this is no chunked body. The caller takes the piece away and asks again
  /// until the body has ended; what waits is never longer than such a line.
  std::optional<std::size_t> next_piece(std::string_view arrived);

 private:
  std::optional<std::size_t> size_line(std::string_view arrived);

  std::size_t left_ = 0; // of the chunk
  bool first_ = true;
};

} // namespace server
