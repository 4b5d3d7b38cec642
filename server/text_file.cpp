#include "server/text_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace server {
namespace {

tl::unexpected<std::string> because(const char* what) {
  return tl::unexpected(std::string(what) + ": " + std::strerror(errno));
}

} // namespace

tl::expected<text_file, std::string> read_text_file(const std::filesystem::path& path, std::size_t most,
                                                    source_kind kind) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | (kind == source_kind::file ? O_NONBLOCK : 0));
  if (file < 0) return because("cannot be opened");
  const std::unique_ptr<const int, void (*)(const int*)> closes(&file, [](const int* open) { ::close(*open); });
  struct stat status {};
  if (::fstat(file, &status) != 0) return because("cannot be read");
  if (kind == source_kind::file && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
    return tl::unexpected(std::string("is no file but a device, a pipe or a socket"));
  text_file read{{}, status.st_mode, status.st_uid};
  std::array<char, 16384> part;
  for (;;) {
    const auto got = ::read(file, part.data(), part.size());
    if (got < 0) return because("cannot be read");
    if (got == 0) return read;
    read.text.append(part.data(), static_cast<std::size_t>(got));
    if (read.text.size() > most) return tl::unexpected("is larger than " + std::to_string(most) + " bytes");
  }
}

} // namespace server
