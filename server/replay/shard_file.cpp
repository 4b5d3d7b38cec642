#include "server/replay/shard_file.hpp"

#include <limits>
#include <queue>

namespace server {
namespace {

constexpr std::size_t block_bytes = 16 * 1024; // as many files are open at a time as a run has parts

std::string named(const std::filesystem::path& path, const std::string& what) {
  return "`" + path.string() + "` " + what;
}

struct stands_later {
  bool operator()(const shard_file* a, const shard_file* b) const { return stands_before(b->order(), a->order()); }
};

} // namespace

shard_file::shard_file(const std::filesystem::path& path) : path_(path) {
  const export_file file{.path = path, .name = path.filename().string()};
  lines_ = std::make_unique<stored_lines>(file, stretch{0, 0, std::numeric_limits<std::uint64_t>::max()}, block_bytes);
}

tl::expected<std::unique_ptr<shard_file>, std::string> shard_file::open(const std::filesystem::path& path) {
  std::unique_ptr<shard_file> file(new shard_file(path));
  std::string_view line;
  if (!file->lines_->next(line)) {
    const auto& fault = file->lines_->fault();
    return tl::unexpected(fault.empty() ? std::string("is empty") : "cannot be read: " + fault);
  }
  auto summary = read_run_summary(line);
  if (!summary) return tl::unexpected("line 1 " + summary.error());
  file->summary_ = std::move(*summary);
  return file;
}

bool shard_file::next() {
  if (!lines_->next(line_)) {
    if (!lines_->fault().empty())
      fault_ = "cannot be read: " + lines_->fault();
    else if (given_ != summary_.counts.orders)
      fault_ = "is cut short";
    return false;
  }
  auto read = read_replayed_order(line_);
  if (read && given_ > 0 && stands_before(*read, order_)) read = tl::unexpected(std::string("is out of order"));
  if (!read) {
    fault_ = "line " + std::to_string(lines_->number()) + " " + read.error();
    return false;
  }
  order_ = std::move(*read);
  ++given_;
  return true;
}

tl::expected<void, std::string> see_orders(std::vector<std::unique_ptr<shard_file>>& files, const see_order& see) {
  std::priority_queue<shard_file*, std::vector<shard_file*>, stands_later> waiting;
  const auto advance = [&](shard_file* file) {
    if (file->next()) waiting.push(file);
    return file->fault().empty();
  };
  for (const auto& file : files)
    if (!advance(file.get())) return tl::unexpected(named(file->path(), file->fault()));
  while (!waiting.empty()) {
    auto* first = waiting.top();
    waiting.pop();
    see(first->order(), first->line());
    if (!advance(first)) return tl::unexpected(named(first->path(), first->fault()));
  }
  return {};
}

tl::expected<void, std::string> see_merged(const std::vector<std::filesystem::path>& shards,
                                           const std::function<void(const run_summary&)>& summarised,
                                           const see_order& see) {
  std::vector<std::unique_ptr<shard_file>> files;
  std::vector<run_summary> summaries;
  for (const auto& path : shards) {
    auto file = shard_file::open(path);
    if (!file) return tl::unexpected(named(path, file.error()));
    summaries.push_back((*file)->summary());
    files.push_back(std::move(*file));
  }
  const auto whole = merged(summaries);
  if (!whole) return tl::unexpected(whole.error());
  summarised(*whole);
  return see_orders(files, see);
}

} // namespace server
