// `vesicle replay`: what the rules would have said to the antiviral orders of a Bulk Data export.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace server {

struct replay_wish {
  std::string input; // the directory of the export
  std::string out;   // the directory of the report; with a shard, the file of the shard
  std::string shard; // `2/8`; empty = all of it, and the report
  std::uint64_t memory_mb = 256;
  std::uint64_t max_errors = 100;
  unsigned threads = 0; // 0 = one for each processor
  bool resume = false;
  std::string knowledge; // directory; empty = what is compiled in
  std::string overlay;
  std::string compare; // an overlay that judges the same orders beside; empty = none
  std::string groups;  // a file of prescribers and their groups; empty = none
  bool identifying = false;
  std::size_t sample = 10;
  std::uint64_t seed = 0;
  bool merge = false; // of `shards` into the report
  std::vector<std::string> shards;
};

/// Returns the exit status: 0 done, 1 when the input or the disk stopped it, 2 when the wish makes no sense.
int replay(const replay_wish& asked);

} // namespace server
