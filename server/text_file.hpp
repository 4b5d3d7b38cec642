// Small files that are read whole: certificates, keys, configuration, requests.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>

#include <tl/expected.hpp>

namespace server {

struct text_file {
  std::string text;
  ::mode_t mode = 0; // of the same open file that was read: a second look by name could see another one
  ::uid_t owner = 0;
};

/// Whether what is read must be a file, or may be a pipe that somebody still writes into, and that is waited for.
enum class source_kind : unsigned char { file, any };

/// At most `most` bytes; the error continues a sentence that began with the file's name, `cannot be opened: ...`.
tl::expected<text_file, std::string> read_text_file(const std::filesystem::path& path,
                                                    std::size_t most = std::size_t{64} << 20,
                                                    source_kind kind = source_kind::file);

/// Puts a whole file in the place of one that may be there: `mode`, and its owner or, when root makes a new one, that
/// of its directory. What went wrong; empty when it is there and on disk.
std::string replace_text_file(const std::filesystem::path& path, const std::string& text, ::mode_t mode);

} // namespace server
