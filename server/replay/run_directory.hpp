// Where a run keeps what it has finished, so that one that was killed can be gone on with.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace server {

class run_directory {
 public:
  run_directory(std::filesystem::path directory, std::size_t parts)
      : directory_(std::move(directory)), finished_(parts) {}

  /// Makes the directory. Without `resume` what is there is thrown away; with it what is there must be of a run with
  /// the same identity and number of parts, or nothing.
  tl::expected<void, std::string> begin(const std::string& identity, bool resume);

  std::size_t parts() const { return finished_.size(); }
  bool is_finished(std::size_t part) const { return finished_[part]; } // when the run began
  std::filesystem::path result_of(std::size_t part) const;
  /// Removes all of it.
  void remove();

 private:
  std::filesystem::path directory_;
  std::vector<bool> finished_;
};

} // namespace server
