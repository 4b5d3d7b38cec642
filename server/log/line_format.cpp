#include "server/log/line_format.hpp"

#include <fmt/format.h>
#include <spdlog/details/log_msg.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <string>

#include "server/log/json_text.hpp"

namespace server {
namespace {

std::string_view view(spdlog::string_view_t text) { return {text.data(), text.size()}; }

std::string time_of(const spdlog::details::log_msg& line) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(line.time);
  const auto seconds = std::chrono::system_clock::to_time_t(whole);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                     std::chrono::duration_cast<std::chrono::milliseconds>(line.time - whole).count());
}

std::string without_controls(std::string_view text) {
  std::string shown(text);
  std::ranges::replace_if(
      shown, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
  return shown;
}

class line_format final : public spdlog::formatter {
 public:
  explicit line_format(log_format which) : which_(which) {}

  void format(const spdlog::details::log_msg& line, spdlog::memory_buf_t& into) override {
    const auto text = view(line.payload);
    const auto level = view(spdlog::level::to_string_view(line.level));
    const auto at = std::back_inserter(into);
    if (which_ == log_format::text)
      fmt::format_to(at, "{} {} {}\n", time_of(line), level, without_controls(text));
    else if (view(line.logger_name) == events_logger)
      fmt::format_to(at, "{{\"time\":\"{}\",\"level\":\"{}\",{}}}\n", time_of(line), level, text);
    else
      fmt::format_to(at, "{{\"time\":\"{}\",\"level\":\"{}\",\"event\":{}}}\n", time_of(line), level, in_json(text));
  }
  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<line_format>(which_); }

 private:
  log_format which_;
};

} // namespace

std::unique_ptr<spdlog::formatter> make_line_format(log_format which) { return std::make_unique<line_format>(which); }

} // namespace server
