// A run over an export: from its files to the file of a shard.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <tl/expected.hpp>

#include "cds/knowledge.hpp"
#include "server/replay/progress.hpp"
#include "server/replay/run_summary.hpp"

namespace server {

struct run_wish {
  std::filesystem::path input = {}; // the directory of the export
  std::filesystem::path out = {};   // the file of the shard
  std::filesystem::path work = {};  // a directory for what is unfinished; made, and removed at the end
  std::uint32_t shard = 1;          // from 1
  std::uint32_t shards = 1;
  std::uint64_t memory_bytes = std::uint64_t{256} << 20;
  std::uint64_t most_broken = 100;
  unsigned threads = 1;
  bool resume = false; // go on with what is left in `work`
};

/// Reads the export twice: for the orders, then for the charts of their patients. The same input gives the same bytes,
/// whatever the number of threads, the memory and the order of lines. `out` appears whole or not at all. Throws
/// std::runtime_error when the disk fails.
tl::expected<run_summary, std::string> run_replay(const run_wish& wish, const cds::knowledge& known,
                                                  const cds::knowledge* compared, progress& told);

} // namespace server
