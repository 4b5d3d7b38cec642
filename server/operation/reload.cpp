#include "server/operation/reload.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <ctime>
#include <exception>
#include <utility>

#include "server/protocol/service_setup.hpp"

namespace server {
namespace {

std::string to_text(std::chrono::sys_seconds when) {
  const auto seconds = static_cast<std::time_t>(when.time_since_epoch().count());
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string tell_certificate(const materials& now, const materials* before) {
  if (!now.tls) return "no certificate";
  const auto shown = certificate_of(now.tls);
  auto text = fmt::format("certificate {} until {}", shown.sha256.substr(0, 8), to_text(shown.until));
  if (before == nullptr) return text;
  if (const auto old = certificate_of(before->tls); old != shown)
    text += fmt::format(" (was {} until {})", old.sha256.substr(0, 8), to_text(old.until));
  return text;
}

/// Without what was fetched since: their keys go on.
const std::vector<hooks::client>* clients_of(const materials& of) {
  const auto& registered = of.content->registered;
  return registered ? &registered->clients.all() : nullptr;
}

std::string tell_clients(const materials& now, const materials* before) {
  const auto* clients = clients_of(now);
  if (clients == nullptr) return "nobody told apart";
  auto text = fmt::format("{} client{}", clients->size(), clients->size() == 1 ? "" : "s");
  const auto* old = before == nullptr ? nullptr : clients_of(*before);
  if (old != nullptr && *old != *clients)
    text += old->size() == clients->size() ? " (changed)" : fmt::format(" (were {})", old->size());
  return text;
}

tl::expected<materials, std::vector<std::string>> read(const settings& chosen, const materials& serving) {
  try {
    return read_materials(chosen, serving.content.get());
  } catch (const std::exception& fault) {
    return tl::unexpected(std::vector<std::string>{fault.what()});
  }
}

} // namespace

std::string summary_of(const materials& now, const materials* before) {
  auto text = tell_certificate(now, before) + ", " + tell_clients(now, before);
  const auto& known = *now.content->known;
  text += fmt::format(", knowledge {} content {}", known.version, known.hash);
  if (before != nullptr && before->content->known->hash != known.hash)
    text += fmt::format(" (was {} content {})", before->content->known->version, before->content->known->hash);
  return text;
}

reloader::reloader(const settings& chosen, std::vector<listener*> listeners, publication& publishes, condition& tells,
                   materials serving)
    : chosen_(chosen), listeners_(std::move(listeners)), publishes_(publishes), tells_(tells),
      serving_(std::move(serving)) {
  tells_.certificate_expires = certificate_of(serving_.tls).until.time_since_epoch().count();
}

bool reloader::reload() {
  auto next = read(chosen_, serving_);
  if (!next) {
    for (const auto& fault : next.error()) spdlog::error("not reloaded: {}", fault);
    spdlog::error("not reloaded, everything stays as it was: {}", summary_of(serving_));
    ++tells_.reloads_refused;
    return false;
  }
  for (auto* one : listeners_) one->renew(next->tls);
  publishes_.replace(next->content);
  for (const auto& warning : warnings_about(chosen_, *next->content)) spdlog::warn("{}", warning);
  spdlog::info("reloaded: {}", summary_of(*next, &serving_));
  serving_ = std::move(*next);
  tells_.certificate_expires = certificate_of(serving_.tls).until.time_since_epoch().count();
  tells_.last_reload = std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds{1};
  ++tells_.reloads;
  return true;
}

} // namespace server
