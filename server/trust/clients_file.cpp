#include "server/trust/clients_file.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "hooks/services/catalogue.hpp"
#include "server/origin.hpp"
#include "server/registered_url.hpp"
#include "server/text_file.hpp"
#include "server/toml_section.hpp"
#include "server/trust/key_set.hpp"

namespace server {
namespace {

namespace fs = std::filesystem;
using faults = std::vector<config_fault>;
using hooks::client;

// Whoever runs the public sandbox signs with a key that is in its source.
constexpr std::string_view sandbox_host = "sandbox.cds-hooks.org";
constexpr std::string_view sandbox_key = "dw_JGR8nB2I6XveNxUOl2qk699ZPLM2nYI5STSdiEl9avAkrm3CkfYMbrrjr8laB"; // its `x`

bool is_sandbox(const client& c) {
  const auto names = [](const std::string& text, std::string_view what) { return text.find(what) != text.npos; };
  return names(c.iss, sandbox_host) || names(c.jku, sandbox_host) || names(c.pinned, sandbox_key);
}

/// Reads one `[[client]]`.
class client_table {
 public:
  client_table(const toml::table& table, const fs::path& file, std::string_view shown, faults& found)
      : table_(table, "client.", shown, found), file_(file) {}

  client read() {
    read_identity();
    read_keys();
    read_reach();
    read_certificate();
    if (!read_.fetches_keys() && read_.pinned.empty() && !read_.certificate_suffices && !keys_are_wrong_)
      table_.add("client needs `jku` or `keys`");
    if (is_sandbox(read_) && !read_.demo)
      table_.add("anybody can sign as the public sandbox: its client must say `demo = true`");
    table_.refuse_unknown();
    return std::move(read_);
  }

  const toml::node* found(std::string_view name) const { return table_.found(name); }
  void add(std::string_view name, const std::string& what) {
    if (const auto* node = table_.take(name)) table_.add(*node, what);
  }

 private:
  void read_identity() {
    for (const auto& [name, into] : {std::pair{"name", &client::name}, {"iss", &client::iss}}) {
      table_.text(name, read_.*into);
      if (table_.found(name) == nullptr) table_.add(std::string("client needs `") + name + "`");
    }
    table_.flag("demo", read_.demo);
    if (auto all = table_.texts("tenants")) read_.tenants = std::move(*all);
    auto life = read_.longest_life.count();
    table_.whole("longest_token_s", 60, 3600, life);
    read_.longest_life = std::chrono::seconds{life};
    read_algorithms();
  }

  void read_algorithms() {
    const auto names = table_.texts("algorithms");
    if (!names) return;
    read_.algorithms.clear();
    for (const auto& name : *names) {
      if (const auto one = hooks::algorithm_named(name))
        read_.algorithms.push_back(*one);
      else
        add("algorithms", "must hold some of ES256, ES384, RS256, RS384");
    }
    if (names->empty()) add("algorithms", "must hold some of ES256, ES384, RS256, RS384");
  }

  void read_keys() {
    table_.text("jku", read_.jku);
    if (!read_.jku.empty())
      if (const auto fault = fault_in_url(read_.jku, read_.demo); !fault.empty()) add("jku", fault);
    const auto* keys = table_.take("keys");
    if (keys == nullptr) return;
    std::string text;
    if (const auto* inline_set = keys->as_table()) {
      std::ostringstream json;
      json << toml::json_formatter(*inline_set);
      text = json.str();
    } else if (const auto name = keys->value_exact<std::string>(); name && !name->empty()) {
      const auto file = read_text_file(file_.parent_path() / *name, longest_key_set);
      if (!file) return refuse_keys(*keys, "file `" + *name + "` " + file.error());
      text = file->text;
    } else {
      return refuse_keys(*keys, "must be the name of a file that holds a JWK set, or a table of that form");
    }
    const auto set = read_key_set(text);
    if (!set) return refuse_keys(*keys, "cannot be used: " + set.error());
    for (const auto& fault : set->left_out) refuse_keys(*keys, "cannot be used: " + fault);
    read_.pinned = std::move(text);
  }

  void refuse_keys(const toml::node& at, const std::string& what) {
    keys_are_wrong_ = true;
    table_.add(at, what);
  }

  void read_reach() {
    if (auto ids = table_.texts("services")) {
      for (const auto& id : *ids)
        if (hooks::service_named(id) == nullptr) add("services", "names no service: `" + id + "`");
      read_.services = std::move(ids);
    }
    if (auto servers = table_.texts("fhir_servers"))
      for (auto& base : *servers) read_fhir_server(std::move(base));
    table_.flag("any_https_fhir_server", read_.any_https_fhir_server);
    if (auto origins = table_.texts("origins")) {
      for (const auto& origin : *origins)
        if (!is_origin(origin))
          add("origins", "must hold origins such as `https://ehr.example`, in lower case and without a path");
      read_.origins = std::move(*origins);
    }
    table_.flag("feedback_to_service_url", read_.feedback_to_service_url);
    table_.flag("action_selection_behavior", read_.action_selection_behavior);
    table_.flag("answer_extension", read_.answer_extension);
    if (read_.any_https_fhir_server && !read_.demo)
      add("any_https_fhir_server", "sends the patient's token to whatever server is named: only with `demo = true`");
  }

  void read_fhir_server(std::string base) {
    if (const auto fault = fault_in_url(base, read_.demo); !fault.empty())
      return add("fhir_servers", "`" + base + "` " + fault);
    if (base.find('?') != base.npos) return add("fhir_servers", "`" + base + "` must not have a query");
    if (base.ends_with('/')) base.pop_back();
    read_.fhir_servers.push_back(std::move(base));
  }

  void read_certificate() {
    table_.text("certificate_sha256", read_.certificate_sha256);
    table_.text("certificate_subject", read_.certificate_subject);
    table_.flag("certificate_suffices", read_.certificate_suffices);
    auto& print = read_.certificate_sha256;
    print.erase(std::remove(print.begin(), print.end(), ':'), print.end()); // as openssl prints it
    for (auto& c : print)
      if (c >= 'A' && c <= 'F') c = static_cast<char>(c + 32);
    const bool hex = print.find_first_not_of("0123456789abcdef") == print.npos;
    if (!print.empty() && (print.size() != 64 || !hex)) add("certificate_sha256", "must be 64 hex digits");
    if (read_.certificate_suffices && !read_.has_certificate())
      add("certificate_suffices", "needs `certificate_sha256` or `certificate_subject`");
  }

  toml_section table_;
  const fs::path& file_;
  client read_;
  bool keys_are_wrong_ = false;
};

/// Two clients must not be taken for each other.
class names_taken {
 public:
  void check(client_table& table, const client& c) {
    check(table, "name", c.name);
    check(table, "iss", c.iss);
    check(table, "certificate_sha256", c.certificate_sha256);
    if (c.certificate_sha256.empty()) check(table, "certificate_subject", c.certificate_subject);
  }

 private:
  void check(client_table& table, const std::string& key, const std::string& value) {
    if (value.empty()) return;
    const auto* node = table.found(key);
    const auto [held, is_new] = lines_.emplace(std::pair(key, value), node->source().begin.line);
    if (!is_new) table.add(key, "is that of the client in line " + std::to_string(held->second));
  }

  std::map<std::pair<std::string, std::string>, unsigned> lines_;
};

std::vector<client> read_all(const toml::table& table, const fs::path& file, std::string_view shown, faults& found) {
  std::vector<client> all;
  toml_section top(table, "", shown, found);
  names_taken taken;
  if (const auto* node = top.take("client")) {
    const auto* list = node->as_array();
    if (list == nullptr || (!list->empty() && !list->is_homogeneous<toml::table>()))
      top.add(*node, "must be tables, each begun with `[[client]]`");
    else
      for (const auto& entry : *list) {
        client_table one(*entry.as_table(), file, shown, found);
        all.push_back(one.read());
        taken.check(one, all.back());
      }
  }
  top.refuse_unknown();
  return all;
}

} // namespace

tl::expected<std::vector<client>, faults> read_clients(std::string_view text, const fs::path& file) {
  const auto shown = file.string();
  return read_toml<std::vector<client>>(text, shown,
                                        [&](const toml::table& table, std::string_view name, faults& found) {
                                          return read_all(table, file, name, found);
                                        });
}

tl::expected<std::vector<client>, faults> read_clients_file(const fs::path& path) {
  const auto file = read_text_file(path, longest_clients_file);
  if (!file) return tl::unexpected(faults{{path.string(), 0, 0, file.error()}});
  if ((file->mode & S_IWOTH) != 0)
    return tl::unexpected(faults{{path.string(), 0, 0, "can be written by everybody, set its mode to 600"}});
  return read_clients(file->text, path);
}

std::vector<std::string> warnings_about(const std::vector<client>& registered) {
  std::vector<std::string> all;
  if (registered.empty()) all.emplace_back("no client is registered: every call will be refused");
  for (const auto& c : registered) {
    if (c.demo)
      all.push_back("client `" + c.name + "` is a demo: anybody can sign as it, so no patient's data may be behind it");
    if (c.any_https_fhir_server) all.push_back("client `" + c.name + "` may name any https server to fetch from");
  }
  return all;
}

} // namespace server
