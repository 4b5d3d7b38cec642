#include "server/replay/stored_lines.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace server {

/// Where bytes come from. `read` gives how many, 0 at the end, and less than 0 with `fault` set.
class stored_lines::origin {
 public:
  virtual ~origin() = default;
  virtual long read(char* into, std::size_t most) = 0;
  virtual std::uint64_t stored_position() = 0;
  std::string fault;
};

class stored_lines::plain_file : public stored_lines::origin {
 public:
  plain_file(const std::filesystem::path& path, std::uint64_t from)
      : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), at_(from) {
    if (file_ < 0)
      fault = std::strerror(errno);
    else
      ::posix_fadvise(file_, static_cast<::off_t>(from), 0, POSIX_FADV_SEQUENTIAL);
  }
  ~plain_file() override {
    if (file_ >= 0) ::close(file_);
  }
  long read(char* into, std::size_t most) override {
    const auto got = file_ < 0 ? -1 : ::pread(file_, into, most, static_cast<::off_t>(at_));
    if (got < 0 && fault.empty()) fault = std::strerror(errno);
    if (got > 0) at_ += static_cast<std::uint64_t>(got);
    return got;
  }
  std::uint64_t stored_position() override { return at_; }

 private:
  int file_;
  std::uint64_t at_;
};

class stored_lines::compressed_file : public stored_lines::origin {
 public:
  explicit compressed_file(const std::filesystem::path& path) : file_(::gzopen(path.c_str(), "rbe")) {
    if (file_ == nullptr)
      fault = std::strerror(errno);
    else
      ::gzbuffer(file_, 256 * 1024);
  }
  ~compressed_file() override {
    if (file_ != nullptr) ::gzclose(file_);
  }
  long read(char* into, std::size_t most) override {
    if (file_ == nullptr) return -1;
    const int got = ::gzread(file_, into, static_cast<unsigned>(most));
    int state = Z_OK;
    ::gzerror(file_, &state);
    if (got < 0 || state == Z_BUF_ERROR || state == Z_DATA_ERROR) {
      fault = state == Z_BUF_ERROR ? "the compressed text is cut short" : "the compressed text is damaged";
      return -1;
    }
    return got;
  }
  std::uint64_t stored_position() override {
    return file_ == nullptr ? 0 : static_cast<std::uint64_t>(::gzoffset(file_));
  }

 private:
  ::gzFile file_;
};

stored_lines::stored_lines(const export_file& file, const stretch& part, std::size_t block) : block_(block) {
  if (file.compressed) {
    from_ = std::make_unique<compressed_file>(file.path);
    end_ = std::numeric_limits<std::uint64_t>::max();
    return;
  }
  // A line belongs to the part in which it begins: what the byte before the part belongs to began before it.
  offset_ = part.begin == 0 ? 0 : part.begin - 1;
  end_ = part.end;
  from_ = std::make_unique<plain_file>(file.path, offset_);
  taken_ = offset_;
  if (part.begin != 0 && !skip_to_line_start()) at_end_ = true;
}

stored_lines::~stored_lines() = default;

/// More bytes behind those that are there; false when there are none.
bool stored_lines::refill() {
  if (at_end_ || !fault_.empty()) return false;
  if (first_ > 0) {
    std::memmove(block_.data(), block_.data() + first_, last_ - first_);
    last_ -= std::exchange(first_, 0);
  }
  if (last_ == block_.size()) block_.resize(block_.size() * 2);
  const auto got = from_->read(block_.data() + last_, block_.size() - last_);
  if (got < 0) {
    fault_ = from_->fault;
    return false;
  }
  if (got == 0) at_end_ = true;
  last_ += static_cast<std::size_t>(got);
  return got > 0;
}

bool stored_lines::skip_to_line_start() {
  for (;;) {
    const auto* found = static_cast<const char*>(std::memchr(block_.data() + first_, '\n', last_ - first_));
    const auto passed = found ? static_cast<std::size_t>(found - (block_.data() + first_)) + 1 : last_ - first_;
    first_ += passed;
    offset_ += passed;
    if (found) return true;
    if (!refill()) return false;
  }
}

bool stored_lines::next(std::string_view& line) {
  line = {};
  too_long_ = false;
  if (offset_ >= end_) return false;
  std::size_t searched = 0;
  for (;;) {
    const char* from = block_.data() + first_;
    const auto* found = static_cast<const char*>(std::memchr(from + searched, '\n', last_ - first_ - searched));
    if (found) {
      line = {from, static_cast<std::size_t>(found - from)};
      break;
    }
    searched = last_ - first_;
    if (searched > longest_line) {
      ++number_;
      too_long_ = true;
      skip_to_line_start();
      return fault_.empty();
    }
    if (refill()) continue;
    if (!fault_.empty() || searched == 0) return false;
    line = {block_.data() + first_, searched}; // the last line has no end
    break;
  }
  ++number_;
  const auto passed = std::min(line.size() + 1, last_ - first_);
  first_ += passed;
  offset_ += passed;
  if (line.ends_with('\r')) line.remove_suffix(1);
  too_long_ = line.size() > longest_line;
  if (too_long_) line = {};
  return true;
}

std::uint64_t stored_lines::bytes_taken() {
  const auto now = from_->stored_position();
  return now - std::exchange(taken_, now);
}

} // namespace server
