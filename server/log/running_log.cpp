#include "server/log/running_log.hpp"

#include <unistd.h>

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <string>
#include <utility>

#include "server/log/descriptor_sink.hpp"

namespace server {
namespace {

constexpr std::chrono::seconds last_wait{2};

std::shared_ptr<spdlog::logger> make_logger(std::string_view name, const std::shared_ptr<descriptor_sink>& sink,
                                            const std::shared_ptr<spdlog::details::thread_pool>& pool,
                                            const std::string& level) {
  auto made = std::make_shared<spdlog::async_logger>(std::string(name), sink, pool,
                                                     spdlog::async_overflow_policy::overrun_oldest);
  made->set_level(spdlog::level::from_str(level));
  return made;
}

} // namespace

struct running_log::inside {
  std::shared_ptr<spdlog::logger> before;
  std::shared_ptr<descriptor_sink> sink;
  std::shared_ptr<spdlog::details::thread_pool> pool;
  decision_log decisions;
};

log_format format_for(const logging& chosen, int descriptor) {
  if (chosen.format.empty()) return ::isatty(descriptor) == 1 ? log_format::text : log_format::json;
  return chosen.format == "json" ? log_format::json : log_format::text;
}

running_log::running_log(const logging& chosen, int descriptor) {
  const auto how = format_for(chosen, descriptor);
  auto sink = std::make_shared<descriptor_sink>(descriptor);
  sink->set_formatter(make_line_format(how));
  auto pool = std::make_shared<spdlog::details::thread_pool>(most_waiting, 1);
  decision_log decisions(make_logger(events_logger, sink, pool, chosen.level), how);
  auto lines = make_logger("vesicle", sink, pool, chosen.level);
  inside_ = std::make_unique<inside>(
      inside{spdlog::default_logger(), std::move(sink), std::move(pool), std::move(decisions)});
  spdlog::set_default_logger(std::move(lines));
}

running_log::~running_log() {
  spdlog::set_default_logger(inside_->before);
  inside_->sink->wait_no_longer_than(descriptor_sink::clock::now() + last_wait);
  inside_->pool.reset(); // writes what waits
}

const decision_log& running_log::decisions() const { return inside_->decisions; }

std::uint64_t running_log::dropped() const { return inside_->pool->overrun_counter() + inside_->sink->lost(); }

} // namespace server
