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

std::string replace_text_file(const std::filesystem::path& path, const std::string& text, ::mode_t mode) {
  const auto reason = [](const std::string& what) { return what + ": " + std::strerror(errno); };
  const std::filesystem::path next = path.string() + ".new";
  const int open = ::open(next.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (open < 0) return reason("`" + next.string() + "` cannot be made");
  struct ::stat like {};
  const auto directory = path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path();
  const bool known = ::stat(path.c_str(), &like) == 0 || ::stat(directory.c_str(), &like) == 0;
  const bool owned = ::geteuid() != 0 || (known && ::fchown(open, like.st_uid, like.st_gid) == 0);
  const auto written = ::write(open, text.data(), text.size());
  const bool kept =
      owned && written == static_cast<ssize_t>(text.size()) && ::fchmod(open, mode) == 0 && ::fsync(open) == 0;
  const auto why = kept ? std::string() : reason("cannot be written");
  ::close(open);
  if (kept && ::rename(next.c_str(), path.c_str()) == 0) return {};
  const auto failed = kept ? reason("cannot be replaced") : why;
  ::unlink(next.c_str());
  return failed;
}

} // namespace server
