// Where the embedded store lies: whose directory it is, on what kind of disk, how much room is left, whether the file
// is whole.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "server/doctor/findings.hpp"

namespace server {

/// What was seen of the data directory.
struct store_place {
  bool exists = false;
  bool is_directory = false;
  ::uid_t owner = 0;
  ::mode_t mode = 0;
  ::uid_t asker = 0; // who would write there
  std::uint64_t free_bytes = 0;
  std::string far_away; // the kind of file system when it is not of this machine: `nfs`
  std::string damage;   // of the database file; empty: whole, or not there
};

/// Reads without leaving a trace: also no file beside the database.
store_place look_at_store(const std::string& directory);
void judge(const store_place& seen, const std::string& directory, findings& told);

} // namespace server
