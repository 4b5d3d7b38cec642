// A file that appears under its name once it is whole, and on disk.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace server {

/// Writes beside the name, readable by its owner only, and throws std::runtime_error for a disk that does not take it.
/// Without `keep` nothing remains.
class whole_file {
 public:
  explicit whole_file(std::filesystem::path name);
  ~whole_file();
  whole_file(const whole_file&) = delete;
  whole_file& operator=(const whole_file&) = delete;

  void write(std::string_view text);
  /// On disk, so that it survives a loss of power; or only whole, so that it survives a kill.
  enum class safety : unsigned char { on_disk, whole };
  void keep(safety wanted = safety::on_disk);

 private:
  void flush();

  std::filesystem::path name_;
  std::filesystem::path unfinished_;
  std::string held_;
  int file_ = -1;
};

} // namespace server
