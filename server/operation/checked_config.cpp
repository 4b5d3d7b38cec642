#include "server/operation/checked_config.hpp"

#include <toml++/toml.h>

#include <sstream>
#include <utility>

#include "server/config.hpp"
#include "server/database_url.hpp"
#include "server/operation/materials.hpp"
#include "server/operation/reload.hpp"
#include "server/protocol/service_setup.hpp"

namespace server {
namespace {

/// What the command line would have to add.
std::vector<std::string> left_out(const settings& chosen) {
  std::vector<std::string> said;
  if (chosen.certificate.empty()) said.emplace_back("no `certificate`: a start needs --certificate FILE");
  if (chosen.key.empty()) said.emplace_back("no `key`: a start needs --key FILE");
  if (!chosen.clients.empty() && chosen.public_url.empty())
    said.emplace_back("no `public_url`: a start with clients needs --public-url URL");
  return said;
}

std::string written(const toml::node& value) {
  std::ostringstream text;
  value.visit([&](const auto& of) { text << of; });
  return std::move(text).str();
}

using path_to = std::vector<std::string>;

void find_values(const toml::table& in, const path_to& above, std::vector<path_to>& found) {
  for (const auto& [key, value] : in) {
    auto path = above;
    path.emplace_back(key.str());
    if (const auto* inner = value.as_table())
      find_values(*inner, path, found);
    else
      found.push_back(std::move(path));
  }
}

toml::table* table_of(toml::table& top, const path_to& value) {
  auto* in = &top;
  for (std::size_t i = 0; in != nullptr && i + 1 < value.size(); ++i) in = in->get_as<toml::table>(value[i]);
  return in;
}

/// Whether the text says the same without this value.
bool goes_without_saying(toml::table without, const path_to& value, const settings& all) {
  auto* in = table_of(without, value);
  if (in == nullptr) return false;
  in->erase(value.back());
  std::ostringstream text;
  text << without;
  const auto read = read_config(text.str(), "");
  return read && *read == all;
}

} // namespace

checked_config check_config(const std::filesystem::path& file) {
  checked_config told;
  const auto chosen = read_config_file(file);
  if (!chosen) {
    for (const auto& fault : chosen.error()) told.faults.push_back(to_text(fault));
    return told;
  }
  told.warnings = left_out(*chosen);
  if (!chosen->database.url.empty())
    if (const auto address = address_of(chosen->database.url, chosen->database.password_file); !address)
      told.faults.push_back(address.error());
  auto read = read_materials(*chosen);
  if (!read) told.faults.insert(told.faults.end(), read.error().begin(), read.error().end());
  if (!told.faults.empty()) return told;
  for (auto& warning : warnings_about(*chosen, *read->content)) told.warnings.push_back(std::move(warning));
  told.summary = summary_of(*read);
  return told;
}

std::vector<std::string> settings_that_differ(std::string_view text, std::string_view file) {
  std::vector<std::string> said;
  const auto all = read_config(text, file);
  if (!all) return said;
  auto table = toml::parse(text, file);
  std::vector<path_to> values;
  find_values(table, {}, values);
  for (const auto& value : values) {
    if (goes_without_saying(table, value, *all)) continue;
    std::string line;
    for (const auto& part : value) line += (line.empty() ? "" : ".") + part;
    said.push_back(line + " = " + written(*table_of(table, value)->get(value.back())));
  }
  return said;
}

} // namespace server
