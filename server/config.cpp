#include "server/config.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <utility>

#include "hooks/prefetch.hpp"
#include "server/database_url.hpp"
#include "server/listen_address.hpp"
#include "server/origin.hpp"
#include "server/registered_url.hpp"
#include "server/text_file.hpp"
#include "server/toml_section.hpp"

namespace server {
namespace {

using faults = std::vector<config_fault>;

void read_origins(toml_section& cors, std::vector<std::string>& into) {
  const auto* node = cors.take("origins");
  if (node == nullptr) return;
  const auto* list = node->as_array();
  if (list == nullptr) return cors.add(*node, "must be a list of texts");
  for (const auto& entry : *list) {
    const auto origin = entry.value_exact<std::string>();
    if (origin && is_origin(*origin))
      into.push_back(*origin);
    else
      cors.add(entry, "must hold origins such as `https://ehr.example`, in lower case and without a path");
  }
}

void read_listen(toml_section& table, std::string& into) {
  table.text("listen", into);
  const auto* node = table.found("listen");
  if (node == nullptr || !node->is_string()) return;
  if (const auto address = read_listen_address(into); !address) table.add(*node, "is wrong: " + address.error());
}

void read_choice(toml_section& table, std::string_view name, std::initializer_list<std::string_view> choices,
                 std::string& into) {
  table.text(name, into);
  const auto* node = table.found(name);
  if (node == nullptr || !node->is_string() || std::find(choices.begin(), choices.end(), into) != choices.end()) return;
  std::string listed;
  for (const auto one : choices) listed.append(listed.empty() ? "" : ", ").append("`").append(one).append("`");
  table.add(*node, "must be one of " + listed);
}

void read_logging(toml_section log, logging& into) {
  read_choice(log, "format", {"text", "json"}, into.format);
  read_choice(log, "level", {"debug", "info", "warning", "error"}, into.level);
  log.refuse_unknown();
}

void read_admin(toml_section admin, server::admin& into) {
  read_listen(admin, into.listen);
  admin.flag("console", into.console);
  admin.text("tokens", into.tokens);
  admin.text("audit", into.audit);
  if (auto hosts = admin.texts("hosts")) into.hosts = std::move(*hosts);
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-.";
  for (const auto& host : into.hosts)
    if (host.find_first_not_of(allowed) != std::string::npos)
      admin.add("`admin.hosts` must hold names such as `cds.hospital.example`, in lower case and without a port");
  admin.refuse_unknown();
}

void read_limits(toml_section limits, server::limits& into) {
  limits.whole("body_bytes", 1024, 4 << 20, into.body_bytes);
  limits.whole("bodies_bytes", 4 << 20, std::int64_t{64} << 30, into.bodies_bytes);
  limits.whole("header_bytes", 1024, 64 << 10, into.header_bytes);
  limits.whole("connections", 1, 65'536, into.connections);
  limits.whole("handshakes", 1, 65'536, into.handshakes);
  limits.whole("requests_per_connection", 1, 1'000'000, into.requests_per_connection);
  limits.refuse_unknown();
}

void read_timeouts(toml_section timeouts, server::timeouts& into) {
  const auto wait = [&](std::string_view name, std::chrono::milliseconds& value, std::int64_t most) {
    auto count = value.count();
    timeouts.whole(name, 10, most, count);
    value = std::chrono::milliseconds{count};
  };
  wait("handshake_ms", into.handshake, 60'000);
  wait("header_ms", into.header, 60'000);
  wait("body_ms", into.body, 300'000);
  wait("answer_ms", into.answer, 10'000);
  wait("fetch_ms", into.fetch, 10'000);
  wait("write_ms", into.write, 300'000);
  wait("idle_ms", into.idle, 600'000);
  wait("linger_ms", into.linger, 30'000);
  wait("connection_ms", into.connection, 86'400'000);
  wait("drain_ms", into.drain, 28'000);
  auto unready = into.unready.count();
  timeouts.whole("unready_ms", 0, 20'000, unready);
  into.unready = std::chrono::milliseconds{unready};
  if (into.unready >= into.drain)
    timeouts.add("`timeouts.unready_ms` is part of `timeouts.drain_ms` and must be shorter");
  timeouts.refuse_unknown();
}

void read_public_url(toml_section& top, settings& into) {
  top.text("public_url", into.public_url);
  const auto* node = top.found("public_url");
  if (node == nullptr || !node->is_string()) return;
  while (into.public_url.ends_with('/')) into.public_url.pop_back();
  const auto wrong = fault_in_url(into.public_url, true);
  if (!wrong.empty()) top.add(*node, wrong);
}

void read_prefetch(toml_section prefetch, settings& into) {
  if (auto off = prefetch.texts("off")) into.keys_off = std::move(*off);
  for (const auto& key : into.keys_off) {
    const auto named = hooks::key_named(key);
    if (!named)
      prefetch.add("`prefetch.off`: there is no key `" + key + "`");
    else if (hooks::is_required(*named))
      prefetch.add("`prefetch.off`: nothing can be checked without `" + key + "`");
  }
  prefetch.refuse_unknown();
}

void read_fetching(toml_section fetch, server::fetching& into) {
  fetch.text("authorities", into.authorities);
  fetch.flag("any_https_server", into.any_https_server);
  if (auto servers = fetch.texts("servers")) into.servers = std::move(*servers);
  for (auto& base : into.servers) {
    while (base.ends_with('/')) base.pop_back();
    if (const auto wrong = fault_in_url(base, true); !wrong.empty()) fetch.add("`fetch.servers` " + wrong);
  }
  fetch.refuse_unknown();
}

void read_mutual_tls(toml_section mutual, server::mutual_tls& into) {
  mutual.text("authorities", into.authorities);
  mutual.flag("required", into.required);
  if (into.required && into.authorities.empty()) mutual.add("`mutual_tls.required` needs `mutual_tls.authorities`");
  mutual.refuse_unknown();
}

void read_database(toml_section database, server::database& into) {
  database.text("url", into.url);
  if (const auto* node = database.found("url"); node != nullptr && node->is_string())
    if (const auto wrong = fault_in_database_url(into.url); !wrong.empty()) database.add(*node, wrong);
  database.text("password_file", into.password_file);
  if (database.found("url") == nullptr) database.add("`database` needs `database.url`");
  database.refuse_unknown();
}

settings read_table(const toml::table& table, std::string_view file, faults& found) {
  settings read;
  toml_section top(table, "", file, found);
  read_listen(top, read.listen);
  top.text("certificate", read.certificate);
  top.text("key", read.key);
  top.text("data", read.data);
  top.text("knowledge", read.knowledge);
  top.text("overlay", read.overlay);
  top.text("clients", read.clients);
  read_public_url(top, read);
  top.flag("same_id", read.same_id);
  top.flag("extension", read.extension);
  top.flag("knowledge_pages", read.knowledge_pages);
  top.whole("threads", 1, 256, read.threads);
  if (auto prefetch = top.inner("prefetch")) read_prefetch(std::move(*prefetch), read);
  if (auto fetch = top.inner("fetch")) read_fetching(std::move(*fetch), read.fetching);
  if (auto mutual = top.inner("mutual_tls")) read_mutual_tls(std::move(*mutual), read.mutual_tls);
  if (auto admin = top.inner("admin")) read_admin(std::move(*admin), read.admin);
  if (auto database = top.inner("database")) read_database(std::move(*database), read.database);
  if (!read.data.empty() && !read.database.url.empty()) top.add("give `data` or `database.url`, not both");
  if (auto log = top.inner("log")) read_logging(std::move(*log), read.logging);
  if (auto cors = top.inner("cors")) {
    read_origins(*cors, read.origins);
    cors->refuse_unknown();
  }
  if (auto limits = top.inner("limits")) read_limits(std::move(*limits), read.limits);
  if (auto timeouts = top.inner("timeouts")) read_timeouts(std::move(*timeouts), read.timeouts);
  top.refuse_unknown();
  return read;
}

} // namespace

tl::expected<settings, std::vector<config_fault>> read_config(std::string_view text, std::string_view file) {
  return read_toml<settings>(text, file, read_table);
}

tl::expected<settings, std::vector<config_fault>> read_config_file(const std::filesystem::path& path) {
  const auto file = read_text_file(path);
  if (!file) return tl::unexpected(faults{{path.string(), 0, 0, file.error()}});
  return read_config(file->text, path.string());
}

} // namespace server
