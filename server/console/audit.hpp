// Who did what in the console: kept in a file, told in the log, shown to admins. Nothing of a patient and no secret is
// ever part of it.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace server {

struct deed {
  std::chrono::sys_seconds time;
  std::string who;  // name of the token; empty: nobody was signed in
  std::string role; // its role
  std::string from; // address
  std::string action;
  std::string what; // of a closed set
  int status = 200;

  friend bool operator==(const deed&, const deed&) = default;
};

std::string to_json(const deed& one);

/// Safe from any thread.
class audit_trail {
 public:
  static constexpr std::size_t most_shown = 1000;
  static constexpr std::uintmax_t largest_file = std::uintmax_t{16} << 20; // then it is set aside as `.1`

  /// Without a file: in memory alone. Lines of an earlier run are shown too.
  explicit audit_trail(std::filesystem::path file);

  void add(const deed& done);
  /// Newest first, as JSON objects.
  std::vector<std::string> newest(std::size_t most) const;
  bool is_kept() const { return !file_.empty(); }

 private:
  void remember(std::string line);
  void keep(const std::string& line);

  const std::filesystem::path file_;
  mutable std::mutex one_;
  std::deque<std::string> lines_; // oldest first
  bool complained_ = false;
};

} // namespace server
