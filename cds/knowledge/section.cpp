#include "cds/knowledge/section.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace cds_knowledge {
namespace {

place place_of(const toml::source_region& region, std::string_view file) {
  // A value that an overlay put here knows its own file.
  const std::string_view from = region.path ? std::string_view(*region.path) : file;
  return {from, static_cast<unsigned>(region.begin.line), static_cast<unsigned>(region.begin.column)};
}

constexpr std::string_view note = "note";
constexpr std::string_view reason = "reason";

std::string ticked(std::string_view key) { return '`' + std::string(key) + '`'; }

} // namespace

void findings::add(const place& at, std::string message) {
  faults_.push_back({std::string(at.file), at.line, at.column, std::move(message)});
}

std::vector<fault> findings::sorted() && {
  std::stable_sort(faults_.begin(), faults_.end(), [](const fault& a, const fault& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  return std::move(faults_);
}

section::section(const toml::table& table, std::string_view file, findings& found)
    : table_(&table), file_(file), found_(&found) {}

place section::at() const { return place_of(table_->source(), file_); }

place section::at(std::string_view key) const {
  const toml::node* node = table_->get(key);
  return node == nullptr ? at() : place_of(node->source(), file_);
}

bool section::has(std::string_view key) const { return table_->contains(key); }

std::vector<placed_text> section::keys() const {
  std::vector<placed_text> all;
  for (const auto& [key, node] : *table_) all.push_back({std::string(key.str()), place_of(key.source(), file_)});
  return all;
}

const toml::node* section::find(std::string_view key, bool required) {
  asked_.push_back(key);
  const toml::node* node = table_->get(key);
  if (node == nullptr && required) found_->add(at(), "missing key " + ticked(key));
  return node;
}

std::optional<double> section::number(std::string_view key, bool required) {
  const toml::node* node = find(key, required);
  if (node == nullptr) return std::nullopt;
  if (!node->is_number()) {
    fault(key, ticked(key) + " must be a number");
    return std::nullopt;
  }
  const double value = node->value<double>().value_or(0);
  if (std::isfinite(value)) return value;
  fault(key, ticked(key) + " must be finite");
  return std::nullopt;
}

std::string section::text(std::string_view key) {
  const toml::node* node = find(key, true);
  if (node == nullptr) return {};
  const auto value = node->value_exact<std::string>();
  if (!value || value->empty()) fault(key, ticked(key) + " must be a text, not empty");
  return value.value_or("");
}

std::string section::text_or_empty(std::string_view key) {
  if (has(key)) return text(key);
  asked_.push_back(key);
  return {};
}

double section::positive(std::string_view key) {
  const auto value = number(key, true);
  if (!value || *value > 0) return value.value_or(0);
  fault(key, ticked(key) + " must be above 0");
  return 0;
}

double section::positive_or_zero(std::string_view key) {
  if (has(key)) return positive(key);
  asked_.push_back(key);
  return 0;
}

double section::from_zero(std::string_view key, double otherwise) {
  const auto value = number(key, false);
  if (!value || *value >= 0) return value.value_or(otherwise);
  fault(key, ticked(key) + " must be 0 or more");
  return otherwise;
}

int section::whole(std::string_view key) {
  constexpr double most = 1000;
  const toml::node* node = find(key, true);
  if (node == nullptr) return 0;
  const auto value = node->value_exact<std::int64_t>();
  if (value && *value > 0 && static_cast<double>(*value) <= most) return static_cast<int>(*value);
  fault(key, ticked(key) + " must be a whole number from 1 to 1000");
  return 0;
}

int section::whole_or_zero(std::string_view key) {
  if (has(key)) return whole(key);
  asked_.push_back(key);
  return 0;
}

bool section::flag(std::string_view key) {
  const toml::node* node = find(key, false);
  if (node == nullptr) return false;
  if (!node->is_boolean()) fault(key, ticked(key) + " must be true or false");
  return node->value_exact<bool>().value_or(false);
}

std::vector<placed_text> section::texts(std::string_view key) {
  const toml::node* node = find(key, true);
  if (node == nullptr) return {};
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    fault(key, ticked(key) + " must be an array of texts");
    return {};
  }
  if (array->empty()) fault(key, ticked(key) + " must not be empty");
  std::vector<placed_text> all;
  for (const toml::node& element : *array) {
    const place where = place_of(element.source(), file_);
    const auto value = element.value_exact<std::string>();
    if (!value || value->empty()) {
      found_->add(where, ticked(key) + " must hold texts, not empty");
      continue;
    }
    const auto same = [&](const placed_text& t) { return t.value == *value; };
    if (std::any_of(all.begin(), all.end(), same)) found_->add(where, ticked(*value) + " is listed twice");
    all.push_back({*value, where});
  }
  return all;
}

std::vector<placed_text> section::texts_or_none(std::string_view key) {
  if (has(key)) return texts(key);
  asked_.push_back(key);
  return {};
}

std::optional<section> section::table(std::string_view key) {
  const toml::node* node = find(key, true);
  if (node == nullptr) return std::nullopt;
  if (const toml::table* inner = node->as_table()) return section(*inner, file_, *found_);
  fault(key, ticked(key) + " must be a table");
  return std::nullopt;
}

std::vector<section> section::tables(std::string_view key) {
  const toml::node* node = find(key, true);
  if (node == nullptr) return {};
  const toml::array* array = node->as_array();
  if (array == nullptr || array->empty()) {
    fault(key, ticked(key) + " must be an array of tables, not empty");
    return {};
  }
  std::vector<section> all;
  for (const toml::node& element : *array) {
    if (const toml::table* inner = element.as_table())
      all.emplace_back(*inner, file_, *found_);
    else
      found_->add(place_of(element.source(), file_), ticked(key) + " must hold tables");
  }
  return all;
}

void section::done() {
  for (const std::string_view remark : {note, reason})
    if (has(remark) && std::find(asked_.begin(), asked_.end(), remark) == asked_.end()) static_cast<void>(text(remark));
  std::sort(asked_.begin(), asked_.end());
  asked_.erase(std::unique(asked_.begin(), asked_.end()), asked_.end());
  std::string expected;
  for (const std::string_view key : asked_)
    if (key != note && key != reason) expected += (expected.empty() ? "" : ", ") + std::string(key);
  for (const placed_text& key : keys()) {
    if (std::binary_search(asked_.begin(), asked_.end(), std::string_view(key.value))) continue;
    found_->add(key.at, "unknown key " + ticked(key.value) + ", expected here: " + expected);
  }
}

} // namespace cds_knowledge
