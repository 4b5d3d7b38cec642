#include "server/toml_section.hpp"

#include <algorithm>
#include <tuple>

namespace server {

std::string to_text(const config_fault& fault) {
  if (fault.line == 0) return fault.file + ": " + fault.message;
  return fault.file + ":" + std::to_string(fault.line) + ":" + std::to_string(fault.column) + ": " + fault.message;
}

void put_in_order(std::vector<config_fault>& found) {
  const auto place = [](const config_fault& f) { return std::tuple(f.line, f.column); };
  std::stable_sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

void toml_section::text(std::string_view name, std::string& into) {
  const auto* node = take(name);
  if (node == nullptr) return;
  if (const auto value = node->value_exact<std::string>(); value && !value->empty())
    into = *value;
  else
    add(*node, "must be a text that is not empty");
}

void toml_section::flag(std::string_view name, bool& into) {
  const auto* node = take(name);
  if (node == nullptr) return;
  if (const auto value = node->value_exact<bool>())
    into = *value;
  else
    add(*node, "must be `true` or `false`");
}

std::optional<std::vector<std::string>> toml_section::texts(std::string_view name) {
  const auto* node = take(name);
  if (node == nullptr) return std::nullopt;
  const auto* list = node->as_array();
  if (list == nullptr) {
    add(*node, "must be a list of texts");
    return std::nullopt;
  }
  std::vector<std::string> read;
  for (const auto& entry : *list) {
    const auto value = entry.value_exact<std::string>();
    if (value && !value->empty())
      read.push_back(*value);
    else
      add(entry, "must hold texts that are not empty");
  }
  return read;
}

const toml::node* toml_section::take(std::string_view name) {
  known_.emplace_back(name);
  return table_.get(name);
}

std::optional<toml_section> toml_section::inner(std::string_view name) {
  const auto* node = take(name);
  if (node == nullptr) return std::nullopt;
  if (const auto* table = node->as_table())
    return toml_section(*table, prefix_ + std::string(name) + ".", file_, faults_);
  add(*node, "must be a table");
  return std::nullopt;
}

void toml_section::refuse_unknown() {
  for (const auto& [key, value] : table_) {
    if (std::find(known_.begin(), known_.end(), key.str()) != known_.end()) continue;
    auto names = known_;
    std::sort(names.begin(), names.end());
    std::string all;
    for (const auto& name : names) all += (all.empty() ? "`" : ", `") + name + "`";
    add_at(key.source(), "unknown key `" + prefix_ + std::string(key.str()) + "`, known here: " + all);
  }
}

void toml_section::add_at(const toml::source_region& where, std::string message) {
  faults_.push_back({std::string(file_), where.begin.line, where.begin.column, std::move(message)});
}

std::optional<std::int64_t> toml_section::whole_number(std::string_view name, std::int64_t least, std::int64_t most) {
  const auto* node = take(name);
  if (node == nullptr) return std::nullopt;
  const auto value = node->value_exact<std::int64_t>();
  if (value && *value >= least && *value <= most) return value;
  add(*node, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

} // namespace server
