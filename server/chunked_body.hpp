// Takes a chunked body apart. As strict as the gate: hexadecimal sizes and line ends, nothing else; no extension, no
// trailer.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace server {

class chunked_body {
 public:
  enum class progress { more, complete, malformed, too_large };

  /// Appends what has arrived to `body`, which may grow to `most`; `used` says how many bytes of `arrived` to take
  /// away.
  progress advance(std::string_view arrived, std::size_t& used, std::string& body, std::size_t most);

 private:
  enum class part { size, data, data_end, last_end, done };

  progress read_size(std::string_view rest, std::size_t& used, std::size_t room);
  progress read_line_end(std::string_view rest, std::size_t& used, part next);

  part part_ = part::size;
  std::size_t left_ = 0; // of the chunk
};

} // namespace server
