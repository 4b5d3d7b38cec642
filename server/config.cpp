#include "server/config.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

#include "server/listen_address.hpp"
#include "server/text_file.hpp"

namespace server {
namespace {

using faults = std::vector<config_fault>;

/// One table of the file: hands out values by name and afterwards knows which names nobody asked for.
class section {
 public:
  section(const toml::table& table, std::string prefix, std::string_view file, faults& found)
      : table_(table), prefix_(std::move(prefix)), file_(file), faults_(found) {}

  void text(std::string_view name, std::string& into) {
    const auto* node = take(name);
    if (node == nullptr) return;
    if (const auto value = node->value_exact<std::string>(); value && !value->empty())
      into = *value;
    else
      add(*node, "must be a text that is not empty");
  }

  template<class number> void whole(std::string_view name, std::int64_t least, std::int64_t most, number& into) {
    const auto* node = take(name);
    if (node == nullptr) return;
    const auto value = node->value_exact<std::int64_t>();
    if (value && *value >= least && *value <= most)
      into = static_cast<number>(*value);
    else
      add(*node, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  }

  const toml::node* take(std::string_view name) {
    known_.emplace_back(name);
    return table_.get(name);
  }
  const toml::node* found(std::string_view name) const { return table_.get(name); }

  std::optional<section> inner(std::string_view name) {
    const auto* node = take(name);
    if (node == nullptr) return std::nullopt;
    if (const auto* table = node->as_table()) return section(*table, prefix_ + std::string(name) + ".", file_, faults_);
    add(*node, "must be a table");
    return std::nullopt;
  }

  void add(const toml::node& where, const std::string& what) { add(where.source(), last() + " " + what); }

  void refuse_unknown() {
    for (const auto& [key, value] : table_) {
      if (std::find(known_.begin(), known_.end(), key.str()) != known_.end()) continue;
      auto names = known_;
      std::sort(names.begin(), names.end());
      std::string all;
      for (const auto& name : names) all += (all.empty() ? "`" : ", `") + name + "`";
      add(key.source(), "unknown key `" + prefix_ + std::string(key.str()) + "`, known here: " + all);
    }
  }

 private:
  std::string last() const { return "`" + prefix_ + known_.back() + "`"; }

  void add(const toml::source_region& where, std::string message) {
    faults_.push_back({std::string(file_), where.begin.line, where.begin.column, std::move(message)});
  }

  const toml::table& table_;
  std::string prefix_;
  std::string_view file_;
  faults& faults_;
  std::vector<std::string> known_;
};

/// `https://ehr.example` or `http://localhost:8080`: what a browser sends as Origin.
bool is_origin(const std::string& text) {
  const auto scheme = text.starts_with("https://") ? 8U : text.starts_with("http://") ? 7U : 0U;
  if (scheme == 0 || text.size() == scheme) return false;
  return std::all_of(text.begin() + scheme, text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("-.:[]").find(c) != std::string_view::npos;
  });
}

void read_origins(section& cors, std::vector<std::string>& into) {
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

void read_listen(section& top, settings& into) {
  top.text("listen", into.listen);
  const auto* node = top.found("listen");
  if (node == nullptr || !node->is_string()) return;
  if (const auto address = read_listen_address(into.listen); !address) top.add(*node, "is wrong: " + address.error());
}

void read_limits(section limits, server::limits& into) {
  limits.whole("body_bytes", 1024, 4 << 20, into.body_bytes);
  limits.whole("header_bytes", 1024, 64 << 10, into.header_bytes);
  limits.whole("connections", 1, 65'536, into.connections);
  limits.whole("handshakes", 1, 65'536, into.handshakes);
  limits.whole("requests_per_connection", 1, 1'000'000, into.requests_per_connection);
  limits.refuse_unknown();
}

void read_timeouts(section timeouts, server::timeouts& into) {
  const auto wait = [&](std::string_view name, std::chrono::milliseconds& value, std::int64_t most) {
    auto count = value.count();
    timeouts.whole(name, 10, most, count);
    value = std::chrono::milliseconds{count};
  };
  wait("handshake_ms", into.handshake, 60'000);
  wait("header_ms", into.header, 60'000);
  wait("body_ms", into.body, 300'000);
  wait("write_ms", into.write, 300'000);
  wait("idle_ms", into.idle, 600'000);
  wait("linger_ms", into.linger, 30'000);
  wait("connection_ms", into.connection, 86'400'000);
  wait("drain_ms", into.drain, 28'000);
  timeouts.refuse_unknown();
}

settings read_table(const toml::table& table, std::string_view file, faults& found) {
  settings read;
  section top(table, "", file, found);
  read_listen(top, read);
  top.text("certificate", read.certificate);
  top.text("key", read.key);
  top.text("data", read.data);
  top.text("knowledge", read.knowledge);
  top.text("overlay", read.overlay);
  top.whole("threads", 1, 256, read.threads);
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

std::string to_text(const config_fault& fault) {
  if (fault.line == 0) return fault.file + ": " + fault.message;
  return fault.file + ":" + std::to_string(fault.line) + ":" + std::to_string(fault.column) + ": " + fault.message;
}

tl::expected<settings, std::vector<config_fault>> read_config(std::string_view text, std::string_view file) {
  faults found;
  try {
    const auto table = toml::parse(text, file);
    auto read = read_table(table, file, found);
    if (found.empty()) return read;
  } catch (const toml::parse_error& fault) {
    const auto at = fault.source().begin;
    found.push_back({std::string(file), at.line, at.column, "not TOML: " + std::string(fault.description())});
  }
  const auto place = [](const config_fault& f) { return std::tuple(f.line, f.column); };
  std::stable_sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return tl::unexpected(std::move(found));
}

tl::expected<settings, std::vector<config_fault>> read_config_file(const std::filesystem::path& path) {
  const auto file = read_text_file(path);
  if (!file) return tl::unexpected(faults{{path.string(), 0, 0, file.error()}});
  return read_config(file->text, path.string());
}

} // namespace server
