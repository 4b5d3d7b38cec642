// The files of a disk after its power was lost at some moment: what was synced is there, of what was not anything may
// be there, in whole or in pieces, in any order.
#pragma once

#include <cstddef>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/server/store/support/traced_vfs.hpp"

namespace fault_tests {

using disk_image = std::map<std::string, std::string>; // content by file name

class disk_replay {
 public:
  /// `trace` must outlive the replay.
  explicit disk_replay(const std::vector<store_tests::disk_operation>& trace) : trace_(trace) {}

  /// Goes on to the moment after this many operations; never back.
  void advance(std::size_t operations);

  /// Only what was synced.
  disk_image synced() const;
  /// What was synced, and by chance, for each file: nothing more, all of it, some whole operations, or some of the
  /// 512-byte pieces of each.
  disk_image after_power_loss(std::mt19937_64& chance) const;

 private:
  struct file {
    std::string synced;
    std::vector<const store_tests::disk_operation*> unsynced;
    bool is_new = false; // with a new log or journal SQLite syncs the directory, once
  };
  void sync_directory(); // what was removed stays removed

  const std::vector<store_tests::disk_operation>& trace_;
  std::size_t done_ = 0;
  std::map<std::string, file> files_;
};

} // namespace fault_tests
