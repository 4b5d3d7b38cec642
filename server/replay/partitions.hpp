// The lines of the patients that matter, each patient's together: cut by a hash of the id into parts that fit into
// memory, kept in memory while they fit and appended to files otherwise.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "server/replay/chart_type.hpp"

namespace server {

/// The same for the same id everywhere and for ever: shards and parts are cut by it.
std::uint64_t place_of(std::string_view patient);

/// One line of one patient. Views into the part that it was read from.
struct kept_line {
  std::string_view patient;
  chart_type type = chart_type::patient;
  std::string_view text;
};

class partitions {
 public:
  /// Files are made in `directory` once more than `memory` bytes are held. Throws std::runtime_error when the disk does
  /// not take them.
  partitions(std::filesystem::path directory, std::size_t count, std::uint64_t memory);

  std::size_t part_of(std::string_view patient) const;
  /// Safe to call from several threads.
  void add(std::string_view patient, chart_type type, std::string_view text);

  /// All lines of one part by patient, type, id and text, whatever the order in which they came. The part holds nothing
  /// afterwards; its file is left to whoever finishes the part.
  struct content {
    std::string bytes;
    std::vector<kept_line> lines;
  };
  content take(std::size_t index);
  void forget(std::size_t index);

 private:
  struct part {
    std::mutex guard;
    std::string held;
    bool on_disk = false;
  };
  std::filesystem::path file_of(std::size_t index) const;
  void spill();

  std::filesystem::path directory_;
  std::uint64_t memory_;
  std::vector<std::unique_ptr<part>> parts_;
  std::atomic<std::uint64_t> held_ = 0;
  std::mutex spilling_;
};

} // namespace server
