#include "server/commands/add_client.hpp"

#include <sys/stat.h>

#include <toml++/toml.h>

#include <filesystem>
#include <sstream>

#include "server/text_file.hpp"
#include "server/trust/clients_file.hpp"

namespace server {
namespace {

namespace fs = std::filesystem;
using faults = std::vector<config_fault>;

std::string table_of(const clients_wish& wish) {
  toml::table client;
  const auto text = [&](const char* name, const std::string& value) {
    if (!value.empty()) client.insert(name, value);
  };
  const auto texts = [&](const char* name, const std::vector<std::string>& values) {
    toml::array list;
    for (const auto& value : values) list.push_back(value);
    if (!values.empty()) client.insert(name, std::move(list));
  };
  text("name", wish.name);
  text("iss", wish.iss);
  text("jku", wish.jku);
  text("keys", wish.keys);
  texts("tenants", wish.tenants);
  texts("algorithms", wish.algorithms);
  texts("services", wish.services);
  texts("fhir_servers", wish.fhir_servers);
  texts("origins", wish.origins);
  if (wish.longest_token != 0) client.insert("longest_token_s", wish.longest_token);
  if (wish.demo) client.insert("demo", true);
  std::ostringstream out;
  out << toml::table{{"client", toml::array{std::move(client)}}} << '\n';
  return out.str();
}

} // namespace

faults add_client(const clients_wish& wish) {
  const fs::path file = wish.file;
  text_file held{{}, S_IRUSR | S_IWUSR};
  if (fs::exists(file)) {
    auto read = read_text_file(file, longest_clients_file);
    if (!read) return {{wish.file, 0, 0, read.error()}};
    held = std::move(*read);
  }
  auto text = held.text;
  if (!text.empty()) text += text.ends_with('\n') ? "\n" : "\n\n";
  text += table_of(wish);
  if (const auto would_be = read_clients(text, file); !would_be) return would_be.error();
  if (const auto fault = replace_text_file(file, text, held.mode & 0777); !fault.empty())
    return {{wish.file, 0, 0, fault}};
  return {};
}

} // namespace server
