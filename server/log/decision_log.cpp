#include "server/log/decision_log.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>

#include <string>
#include <utility>

#include "server/log/json_text.hpp"

namespace server {
namespace {

using counts = hooks::by_rule<std::uint32_t, hooks::indicator_count>;

/// Rules that spoke and how: `renal-dose:warning`, by commas; in quotes when it is for programs.
void append_listed(std::string& to, const counts& spoke, std::string_view quote) {
  bool first = true;
  for (std::size_t rule = 0; rule < spoke.size(); ++rule)
    for (std::size_t i = 0; i < spoke[rule].size(); ++i) {
      if (spoke[rule][i] == 0) continue;
      if (!std::exchange(first, false)) to.push_back(',');
      to.append(quote).append(cds::name_of(static_cast<cds::rule_id>(rule))).append(1, ':');
      to.append(cds::name_of(static_cast<cds::indicator>(i))).append(quote);
    }
}

bool is_empty(const counts& spoke) { return spoke == counts{}; }

/// `12.345`
void append_milliseconds(std::string& to, std::chrono::nanoseconds took) {
  const auto thousandths = std::chrono::round<std::chrono::microseconds>(took).count();
  fmt::format_to(std::back_inserter(to), "{}.{:03}", thousandths / 1000, thousandths % 1000);
}

void append_member(std::string& to, std::string_view name, std::string_view text) {
  to.append(",\"").append(name).append("\":");
  append_in_json(to, text);
}

std::string for_programs(const decision_line& line) {
  constexpr std::size_t usual = 512; // bytes
  const auto& told = line.told;
  std::string text;
  text.reserve(usual);
  text.append(R"("event":"decision")");
  append_member(text, "id", told.decision);
  append_member(text, "client", line.client);
  append_member(text, "service", line.service);
  append_member(text, "hook", told.called->hook_name);
  if (!told.hook_instance.empty()) append_member(text, "instance", told.hook_instance);
  text.append(R"(,"status":)").append(std::to_string(line.status)).append(R"(,"ms":)");
  append_milliseconds(text, line.took);
  append_listed(text.append(R"(,"rules":[)"), told.cards, "\"");
  text.push_back(']');
  if (!is_empty(told.silent)) {
    append_listed(text.append(R"(,"silent":[)"), told.silent, "\"");
    text.push_back(']');
  }
  append_member(text, "knowledge", line.knowledge);
  return text;
}

std::string for_people(const decision_line& line) {
  const auto& told = line.told;
  auto text = fmt::format("decision {} client={} service={} hook={}", told.decision, in_json(line.client), line.service,
                          told.called->hook_name);
  if (!told.hook_instance.empty()) text += " instance=" + told.hook_instance;
  text.append(" status=").append(std::to_string(line.status)).append(" ms=");
  append_milliseconds(text, line.took);
  append_listed(text.append(" rules="), told.cards, "");
  if (!is_empty(told.silent)) append_listed(text.append(" silent="), told.silent, "");
  return text.append(" knowledge=").append(line.knowledge);
}

} // namespace

decision_log::decision_log(std::shared_ptr<spdlog::logger> into, log_format how) : into_(std::move(into)), how_(how) {}

void decision_log::write(const decision_line& line) const {
  if (!into_->should_log(spdlog::level::info)) return;
  const auto text = how_ == log_format::json ? for_programs(line) : for_people(line);
  into_->log(spdlog::level::info, spdlog::string_view_t(text.data(), text.size()));
}

} // namespace server
