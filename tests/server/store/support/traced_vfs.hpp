// A way to the disk that writes down what SQLite does there, and fails where a test says so.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace store_tests {

struct disk_operation {
  enum class kind : unsigned char { open, write, truncate, sync, remove };
  kind what = kind::open;
  std::string file;    // name without its directory
  std::int64_t at = 0; // write: offset; truncate: new size
  std::string bytes;   // write
};

/// Registered with SQLite while it lives, above the system's own. Shared memory and locks go straight through.
class traced_vfs {
 public:
  struct wish {
    bool syncs = true;         // false: a sync is written down, but the real disk is spared
    bool shared_memory = true; // false: as on a disk where a write-ahead log cannot be used
  };
  traced_vfs() : traced_vfs(wish{}) {}
  explicit traced_vfs(wish how);
  ~traced_vfs();
  traced_vfs(const traced_vfs&) = delete;
  traced_vfs& operator=(const traced_vfs&) = delete;

  const std::string& name() const { return name_; }

  /// Asked before each operation: SQLITE_OK lets it through, anything else is its result, and nothing is done.
  void decide(std::function<int(const disk_operation&)> verdict);

  /// Operations that succeeded, in order.
  std::vector<disk_operation> trace() const;
  std::size_t length() const;
  /// How many there were, faults included.
  std::size_t attempts() const;

  /// Runs `real` unless the test's verdict is a fault.
  template<class action> int pass(disk_operation operation, const action& real) {
    if (const int result = judge(operation); result != SQLITE_OK) return result;
    const int result = real();
    if (result == SQLITE_OK) note(std::move(operation));
    return result;
  }
  const wish& how() const { return how_; }
  sqlite3_vfs& below() const { return *below_; }

 private:
  int judge(const disk_operation& operation);
  void note(disk_operation operation);

  wish how_;
  std::string name_;
  sqlite3_vfs* below_;
  sqlite3_vfs own_{};
  mutable std::mutex guard_;
  std::function<int(const disk_operation&)> verdict_;
  std::vector<disk_operation> trace_;
  std::size_t attempts_ = 0;
};

} // namespace store_tests
