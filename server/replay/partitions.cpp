#include "server/replay/partitions.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <tuple>

namespace server {
namespace {

struct record_head {
  std::uint32_t patient = 0; // lengths
  std::uint32_t text = 0;
  std::uint32_t type = 0;
};

[[noreturn]] void fail(const char* what) { throw std::runtime_error(std::string(what) + ": " + std::strerror(errno)); }

void append_to(const std::filesystem::path& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) fail("a file for the patients' lines cannot be made");
  const std::unique_ptr<const int, void (*)(const int*)> closes(&file, [](const int* open) { ::close(*open); });
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail("the patients' lines cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void read_whole(const std::filesystem::path& path, std::string& into) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail("the patients' lines cannot be read back");
  const std::unique_ptr<const int, void (*)(const int*)> closes(&file, [](const int* open) { ::close(*open); });
  auto left = static_cast<std::size_t>(std::filesystem::file_size(path));
  const auto before = into.size();
  into.resize(before + left);
  for (char* at = into.data() + before; left > 0;) {
    const auto got = ::read(file, at, left);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail("the patients' lines cannot be read back");
    at += got;
    left -= static_cast<std::size_t>(got);
  }
}

} // namespace

std::uint64_t place_of(std::string_view patient) {
  std::uint64_t hash = 14695981039346656037u; // FNV-1a
  for (const char c : patient) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  hash ^= hash >> 33; // and mixed, so that the high bits are as good as the low ones
  hash *= 0xff51afd7ed558ccdu;
  return hash ^ (hash >> 33);
}

partitions::partitions(std::filesystem::path directory, std::size_t count, std::uint64_t memory)
    : directory_(std::move(directory)), memory_(memory) {
  for (std::size_t i = 0; i < count; ++i) parts_.push_back(std::make_unique<part>());
}

std::filesystem::path partitions::file_of(std::size_t index) const {
  return directory_ / ("lines-" + std::to_string(index));
}

/// By other bits than those that tell shards apart.
std::size_t partitions::part_of(std::string_view patient) const { return (place_of(patient) >> 32) % parts_.size(); }

void partitions::add(std::string_view patient, chart_type type, std::string_view text) {
  const record_head head{static_cast<std::uint32_t>(patient.size()), static_cast<std::uint32_t>(text.size()),
                         static_cast<std::uint32_t>(type)};
  auto& into = *parts_[part_of(patient)];
  {
    const std::lock_guard lock(into.guard);
    into.held.append(reinterpret_cast<const char*>(&head), sizeof head).append(patient).append(text);
  }
  const auto more = sizeof head + patient.size() + text.size();
  if (held_.fetch_add(more) + more > memory_) spill();
}

void partitions::spill() {
  const std::lock_guard alone(spilling_);
  if (held_ <= memory_) return;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    auto& one = *parts_[i];
    const std::lock_guard lock(one.guard);
    if (one.held.empty()) continue;
    append_to(file_of(i), one.held);
    one.on_disk = true;
    held_ -= one.held.size();
    std::string().swap(one.held);
  }
}

partitions::content partitions::take(std::size_t index) {
  auto& from = *parts_[index];
  content taken;
  const std::lock_guard lock(from.guard);
  if (from.on_disk) read_whole(file_of(index), taken.bytes);
  held_ -= from.held.size();
  if (from.on_disk)
    taken.bytes += from.held;
  else
    taken.bytes = std::move(from.held);
  std::string().swap(from.held);
  for (const char* at = taken.bytes.data(); at != taken.bytes.data() + taken.bytes.size();) {
    record_head head;
    std::memcpy(&head, at, sizeof head);
    at += sizeof head;
    taken.lines.push_back({{at, head.patient}, static_cast<chart_type>(head.type), {at + head.patient, head.text}});
    at += head.patient + head.text;
  }
  std::sort(taken.lines.begin(), taken.lines.end(), [](const kept_line& a, const kept_line& b) {
    return std::tie(a.patient, a.type, a.text) < std::tie(b.patient, b.type, b.text);
  });
  return taken;
}

void partitions::forget(std::size_t index) {
  auto& one = *parts_[index];
  const std::lock_guard lock(one.guard);
  if (!one.on_disk) return;
  std::error_code ignored;
  std::filesystem::remove(file_of(index), ignored);
}

} // namespace server
