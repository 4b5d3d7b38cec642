// The file of a shard: one line of what was read, then one for each order.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/replay/replayed_order.hpp"
#include "server/replay/run_summary.hpp"
#include "server/replay/stored_lines.hpp"

namespace server {

/// Reads one order after the other.
class shard_file {
 public:
  /// The error continues a sentence that began with the file's name.
  static tl::expected<std::unique_ptr<shard_file>, std::string> open(const std::filesystem::path& path);

  const run_summary& summary() const { return summary_; }
  /// False after the last one, and at a line that is none: see `fault`.
  bool next();
  const replayed_order& order() const { return order_; }
  std::string_view line() const { return line_; } // without its end
  const std::string& fault() const { return fault_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit shard_file(const std::filesystem::path& path);

  std::filesystem::path path_;
  std::unique_ptr<stored_lines> lines_;
  run_summary summary_;
  replayed_order order_;
  std::string_view line_;
  std::uint64_t given_ = 0;
  std::string fault_;
};

using see_order = std::function<void(const replayed_order& order, std::string_view line)>;

/// Gives the orders of all files in their order. The error names the file that is damaged or cut short.
tl::expected<void, std::string> see_orders(std::vector<std::unique_ptr<shard_file>>& files, const see_order& see);

/// The summary of the whole run that the shards make, and its orders: `summarised` is called once, before the first.
tl::expected<void, std::string> see_merged(const std::vector<std::filesystem::path>& shards,
                                           const std::function<void(const run_summary&)>& summarised,
                                           const see_order& see);

} // namespace server
