#include <algorithm>
#include <tuple>
#include <utility>

#include "cds/knowledge/documents.hpp"

namespace cds_knowledge {
namespace {

using place_in_set = std::pair<std::string, std::string>; // file and path
using flat = std::map<place_in_set, std::string>;

void flatten(flat& into, const std::string& file, const std::string& path, const toml::table& table);

bool holds_tables(const toml::array& list) {
  return !list.empty() &&
         std::all_of(list.begin(), list.end(), [](const toml::node& element) { return element.is_table(); });
}

void flatten(flat& into, const std::string& file, const std::string& path, std::string_view name,
             const toml::node& node) {
  if (const toml::table* inner = node.as_table()) return flatten(into, file, path + '.', *inner);
  const toml::array* list = node.as_array();
  if (list == nullptr || !holds_tables(*list)) {
    into[{file, path}] = text_of(node);
    return;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const toml::table& entry = *list->get(i)->as_table();
    const std::string identity = identity_of(name, entry);
    flatten(into, file, path + '[' + (identity.empty() ? std::to_string(i + 1) : identity) + "].", entry);
  }
}

void flatten(flat& into, const std::string& file, const std::string& path, const toml::table& table) {
  for (const auto& [key, node] : table) flatten(into, file, path + std::string(key.str()), key.str(), node);
}

flat flat_of(const file_set& set, findings& found) {
  flat all;
  const documents parsed(set, found);
  for (const auto& [name, table] : parsed.all()) flatten(all, name, "", table);
  return all;
}

} // namespace

tl::expected<std::vector<change>, std::vector<fault>> compare(const file_set& before, const file_set& after) {
  findings found;
  flat old = flat_of(before, found);
  flat fresh = flat_of(after, found);
  if (!found.none()) return tl::unexpected(std::move(found).sorted());

  std::vector<change> changes;
  for (const auto& [place, value] : old) {
    const auto now = fresh.find(place);
    const std::string text = now == fresh.end() ? std::string() : now->second;
    if (text != value) changes.push_back({place.first, place.second, value, text});
    if (now != fresh.end()) fresh.erase(now);
  }
  for (const auto& [place, value] : fresh) changes.push_back({place.first, place.second, "", value});
  std::stable_sort(changes.begin(), changes.end(), [](const change& a, const change& b) {
    return std::tie(a.file, a.path) < std::tie(b.file, b.path);
  });
  return changes;
}

} // namespace cds_knowledge
