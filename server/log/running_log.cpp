#include "server/log/running_log.hpp"

#include <unistd.h>

#include <spdlog/logger.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <string>
#include <utility>

#include "server/log/descriptor_sink.hpp"

namespace server {
namespace {

constexpr std::chrono::seconds last_wait{2};

std::shared_ptr<spdlog::logger> make_logger(std::string_view name, const std::shared_ptr<descriptor_sink>& sink,
                                            const std::string& level) {
  auto made = std::make_shared<spdlog::logger>(std::string(name), sink);
  made->set_level(spdlog::level::from_str(level));
  return made;
}

} // namespace

struct running_log::inside {
  std::shared_ptr<spdlog::logger> before;
  std::shared_ptr<descriptor_sink> sink;
  decision_log decisions;
};

log_format format_for(const logging& chosen, int descriptor) {
  if (chosen.format.empty()) return ::isatty(descriptor) == 1 ? log_format::text : log_format::json;
  return chosen.format == "json" ? log_format::json : log_format::text;
}

running_log::running_log(const logging& chosen, int descriptor) {
  const auto how = format_for(chosen, descriptor);
  auto sink = std::make_shared<descriptor_sink>(descriptor, most_waiting / 2); // as many again may be on their way
  sink->set_formatter(make_line_format(how));
  decision_log decisions(make_logger(events_logger, sink, chosen.level), how);
  auto lines = make_logger("vesicle", sink, chosen.level);
  inside_ = std::make_unique<inside>(inside{spdlog::default_logger(), std::move(sink), std::move(decisions)});
  spdlog::set_default_logger(std::move(lines));
}

running_log::~running_log() {
  spdlog::set_default_logger(inside_->before);
  inside_->sink->close(descriptor_sink::clock::now() + last_wait);
}

const decision_log& running_log::decisions() const { return inside_->decisions; }

std::uint64_t running_log::dropped() const { return inside_->sink->lost(); }

} // namespace server
