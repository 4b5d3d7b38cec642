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
std::string listed(const counts& spoke, std::string_view quote) {
  std::string text;
  for (std::size_t rule = 0; rule < spoke.size(); ++rule)
    for (std::size_t i = 0; i < spoke[rule].size(); ++i)
      if (spoke[rule][i] > 0)
        fmt::format_to(std::back_inserter(text), "{}{}{}:{}{}", text.empty() ? "" : ",", quote,
                       cds::name_of(static_cast<cds::rule_id>(rule)), cds::name_of(static_cast<cds::indicator>(i)),
                       quote);
  return text;
}

std::string for_programs(const decision_line& line) {
  const auto& told = line.told;
  auto text = fmt::format(R"("event":"decision","id":{},"client":{},"service":{},"hook":{})", in_json(told.decision),
                          in_json(line.client), in_json(line.service), in_json(told.called->hook_name));
  if (!told.hook_instance.empty()) text += R"(,"instance":)" + in_json(told.hook_instance);
  text += fmt::format(R"(,"status":{},"ms":{:.3f},"rules":[{}])", line.status,
                      std::chrono::duration<double, std::milli>(line.took).count(), listed(told.cards, "\""));
  if (const auto silent = listed(told.silent, "\""); !silent.empty()) text += R"(,"silent":[)" + silent + "]";
  return text + R"(,"knowledge":)" + in_json(line.knowledge);
}

std::string for_people(const decision_line& line) {
  const auto& told = line.told;
  auto text = fmt::format("decision {} client={} service={} hook={}", told.decision, in_json(line.client), line.service,
                          told.called->hook_name);
  if (!told.hook_instance.empty()) text += " instance=" + told.hook_instance;
  text += fmt::format(" status={} ms={:.3f} rules={}", line.status,
                      std::chrono::duration<double, std::milli>(line.took).count(), listed(told.cards, ""));
  if (const auto silent = listed(told.silent, ""); !silent.empty()) text += " silent=" + silent;
  return text + fmt::format(" knowledge={}", line.knowledge);
}

} // namespace

decision_log::decision_log(std::shared_ptr<spdlog::logger> into, log_format how) : into_(std::move(into)), how_(how) {}

void decision_log::write(const decision_line& line) const {
  if (!into_->should_log(spdlog::level::info)) return;
  const auto text = how_ == log_format::json ? for_programs(line) : for_people(line);
  into_->log(spdlog::level::info, spdlog::string_view_t(text.data(), text.size()));
}

} // namespace server
