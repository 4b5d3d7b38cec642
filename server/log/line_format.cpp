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

/// `2026-01-05T10:00:00.` of a moment in that second.
std::string second_of(spdlog::log_clock::time_point moment) {
  const auto seconds = std::chrono::system_clock::to_time_t(moment);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

void append(spdlog::memory_buf_t& to, std::string_view text) { to.append(text.data(), text.data() + text.size()); }

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
    const bool for_people = which_ == log_format::text;
    if (!for_people) append(into, "{\"time\":\"");
    append_time(line.time, into);
    append(into, for_people ? " " : "\",\"level\":\"");
    append(into, view(spdlog::level::to_string_view(line.level)));
    if (for_people) {
      append(into, " " + without_controls(text) + "\n");
      return;
    }
    append(into, "\",");
    if (view(line.logger_name) == events_logger)
      append(into, text);
    else
      append(into, "\"event\":" + in_json(text));
    append(into, "}\n");
  }
  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<line_format>(which_); }

 private:
  void append_time(spdlog::log_clock::time_point moment, spdlog::memory_buf_t& to) {
    const auto second = std::chrono::floor<std::chrono::seconds>(moment);
    if (second != second_ || to_the_second_.empty()) {
      second_ = second;
      to_the_second_ = second_of(second);
    }
    append(to, to_the_second_);
    const auto millisecond = std::chrono::duration_cast<std::chrono::milliseconds>(moment - second).count();
    for (const auto unit : {100, 10, 1}) to.push_back(static_cast<char>('0' + millisecond / unit % 10));
    to.push_back('Z');
  }

  log_format which_;
  // Lines of one second share its text: a calendar for each was a third of what a line cost. The sink's lock holds.
  std::chrono::time_point<spdlog::log_clock, std::chrono::seconds> second_{};
  std::string to_the_second_;
};

} // namespace

std::unique_ptr<spdlog::formatter> make_line_format(log_format which) { return std::make_unique<line_format>(which); }

} // namespace server
