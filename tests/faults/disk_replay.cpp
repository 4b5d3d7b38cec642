#include "tests/faults/disk_replay.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace fault_tests {
namespace {

using store_tests::disk_operation;
using kind = disk_operation::kind;

constexpr std::size_t sector = 512;

void put(std::string& content, std::size_t at, std::string_view bytes) {
  content.resize(std::max(content.size(), at + bytes.size()));
  content.replace(at, bytes.size(), bytes);
}

/// Does the pieces of an operation that `keeps` says yes to. A file that is removed is as good as empty.
void apply(std::string& content, const disk_operation& one, const std::function<bool()>& keeps) {
  if (one.what == kind::write) {
    const std::string_view bytes = one.bytes;
    auto at = static_cast<std::size_t>(one.at);
    for (std::size_t from = 0; from < bytes.size();) {
      const auto piece = bytes.substr(from, sector - (at + from) % sector);
      if (keeps()) put(content, at + from, piece);
      from += piece.size();
    }
  } else if (keeps()) {
    content.resize(one.what == kind::truncate ? static_cast<std::size_t>(one.at) : 0);
  }
}

bool always() { return true; }

} // namespace

void disk_replay::advance(std::size_t operations) {
  for (; done_ < operations && done_ < trace_.size(); ++done_) {
    const auto& one = trace_[done_];
    auto& changed = files_[one.file];
    if (one.what == kind::open) {
      changed.is_new = one.file.ends_with("-wal") || one.file.ends_with("-journal");
    } else if (one.what == kind::sync) {
      for (const auto* each : changed.unsynced) apply(changed.synced, *each, always);
      changed.unsynced.clear();
      if (std::exchange(changed.is_new, false)) sync_directory();
    } else {
      changed.unsynced.push_back(&one);
    }
  }
}

void disk_replay::sync_directory() {
  for (auto& [name, content] : files_) {
    const auto removal = std::ranges::find(content.unsynced, kind::remove, &disk_operation::what);
    if (removal == content.unsynced.end()) continue;
    content.synced.clear();
    content.unsynced.erase(content.unsynced.begin(), std::next(removal));
  }
}

disk_image disk_replay::synced() const {
  disk_image image;
  for (const auto& [name, content] : files_) image[name] = content.synced;
  return image;
}

disk_image disk_replay::after_power_loss(std::mt19937_64& chance) const {
  auto image = synced();
  for (const auto& [name, content] : files_) {
    const auto mode = chance() % 4;
    const auto share = 1 + chance() % 9; // of ten
    const auto lucky = [&] { return chance() % 10 < share; };
    if (mode == 0) continue;
    for (const auto* each : content.unsynced) {
      if (mode == 1) apply(image[name], *each, always);
      if (mode == 2 && lucky()) apply(image[name], *each, always);
      if (mode == 3) apply(image[name], *each, lucky);
    }
  }
  return image;
}

} // namespace fault_tests
