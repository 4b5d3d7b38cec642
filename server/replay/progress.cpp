#include "server/replay/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

namespace server {
namespace {

using namespace std::chrono_literals;

constexpr auto between_looks = 200ms; // at a bar
constexpr auto between_lines = 10s;   // in a log
constexpr std::size_t bar_width = 24;

std::string amount(double of, std::string_view unit) {
  if (unit != "B") return fmt::format("{:.0f} {}", of, unit);
  constexpr std::array<std::string_view, 4> units = {"kB", "MB", "GB", "TB"};
  std::size_t i = 0;
  for (of /= 1000; of >= 1000 && i + 1 < units.size(); ++i) of /= 1000;
  return fmt::format("{:.1f} {}", of, units.at(i));
}

std::string time_left(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s left", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s left", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min left", whole / 3600, whole % 3600 / 60);
}

} // namespace

std::string progress_text(const stage& of, std::uint64_t done, std::size_t width) {
  const auto whole = static_cast<double>(of.whole);
  const auto seen = std::min(static_cast<double>(done), whole);
  const double share = whole > 0 ? seen / whole : 1;
  std::string text(of.what);
  if (width > 0) {
    const auto full = static_cast<std::size_t>(share * static_cast<double>(width));
    text += " [" + std::string(full, '#') + std::string(width - full, '.') + ']';
  }
  text += fmt::format(" {:.0f} %, {} of {}", std::floor(share * 100), amount(seen, of.unit), amount(whole, of.unit));
  const double rate = of.since_begin.count() > 0 ? seen / of.since_begin.count() : 0;
  if (rate > 0) text += fmt::format(", {}/s, {}", amount(rate, of.unit), time_left((whole - seen) / rate));
  return text;
}

progress::progress(bool quiet) : on_terminal_(::isatty(STDERR_FILENO) == 1) {
  if (!quiet) teller_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

progress::~progress() { end(); }

void progress::begin(std::string_view what, std::string_view unit, std::uint64_t whole) {
  end();
  const std::lock_guard lock(guard_);
  done_ = 0;
  now_ = {what, unit, whole, {}};
  begun_ = std::chrono::steady_clock::now();
  telling_ = true;
}

void progress::end() {
  const std::lock_guard lock(guard_);
  if (telling_ && teller_.joinable()) tell(true);
  telling_ = false;
}

void progress::tell(bool last) {
  auto seen = now_;
  seen.since_begin = std::chrono::steady_clock::now() - begun_;
  const auto text = progress_text(seen, done_.load(std::memory_order_relaxed), on_terminal_ ? bar_width : 0);
  if (on_terminal_)
    std::fprintf(stderr, "\r\x1b[K%s%s", text.c_str(), last ? "\n" : "");
  else
    std::fprintf(stderr, "vesicle: %s\n", text.c_str());
}

void progress::run(const std::stop_token& stop) {
  std::unique_lock lock(guard_);
  while (!stop.stop_requested()) {
    changed_.wait_for(lock, stop, on_terminal_ ? std::chrono::milliseconds(between_looks) : between_lines,
                      [] { return false; });
    if (!stop.stop_requested() && telling_) tell(false);
  }
}

} // namespace server
