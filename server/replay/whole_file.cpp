#include "server/replay/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace server {
namespace {

constexpr std::size_t most_held = std::size_t{1} << 20;

[[noreturn]] void fail(const std::filesystem::path& name, const char* what) {
  throw std::runtime_error("`" + name.string() + "` " + what + ": " + std::strerror(errno));
}

void sync_directory(const std::filesystem::path& name) {
  const auto directory = name.has_parent_path() ? name.parent_path() : std::filesystem::path(".");
  const int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;
  ::fsync(opened); // some file systems do not know it for directories
  ::close(opened);
}

} // namespace

whole_file::whole_file(std::filesystem::path name) : name_(std::move(name)), unfinished_(name_) {
  unfinished_ += ".unfinished";
  file_ = ::open(unfinished_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file_ < 0) fail(unfinished_, "cannot be made");
}

whole_file::~whole_file() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(unfinished_.c_str());
}

void whole_file::write(std::string_view text) {
  held_ += text;
  if (held_.size() >= most_held) flush();
}

void whole_file::flush() {
  std::string_view left = held_;
  while (!left.empty()) {
    const auto written = ::write(file_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail(unfinished_, "cannot be written");
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  held_.clear();
}

void whole_file::keep(safety wanted) {
  flush();
  if (wanted == safety::on_disk && ::fsync(file_) != 0) fail(unfinished_, "cannot be written");
  if (::close(std::exchange(file_, -1)) != 0) fail(unfinished_, "cannot be written");
  if (std::rename(unfinished_.c_str(), name_.c_str()) != 0) fail(name_, "cannot take its name");
  if (wanted == safety::on_disk) sync_directory(name_);
}

} // namespace server
