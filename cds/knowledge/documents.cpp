#include "cds/knowledge/documents.hpp"

#include <charconv>
#include <cmath>
#include <optional>

namespace cds_knowledge {
namespace {

std::optional<toml::table> parse(const file& f, findings& found) {
  const std::string& shown = f.path.empty() ? f.name : f.path;
  try {
    return toml::parse(f.text, f.path);
  } catch (const toml::parse_error& e) {
    std::string message(e.description());
    if (!message.empty() && message[0] >= 'A' && message[0] <= 'Z')
      message[0] = static_cast<char>(message[0] - 'A' + 'a');
    const auto& at = e.source().begin;
    found.add({shown, static_cast<unsigned>(at.line), static_cast<unsigned>(at.column)}, std::move(message));
    return std::nullopt;
  }
}

std::string number_text(double value) {
  char digits[64];
  const auto written = std::to_chars(digits, digits + sizeof digits, value);
  return {digits, written.ptr};
}

std::string list_text(const toml::array& list) {
  std::string text;
  for (const toml::node& element : list) text += (text.empty() ? "" : ", ") + text_of(element);
  return '[' + text + ']';
}

} // namespace

std::string text_of(const toml::node& value) {
  if (const auto* text = value.as_string()) return text->get();
  if (const auto* whole = value.as_integer()) return std::to_string(whole->get());
  if (const auto* number = value.as_floating_point()) return number_text(number->get());
  if (const auto* flag = value.as_boolean()) return flag->get() ? "true" : "false";
  if (const auto* list = value.as_array()) return list_text(*list);
  return value.is_table() ? "a table" : "a date or time";
}

documents::documents(const std::vector<file>& files, findings& found) : found_(&found) {
  for (const file& f : files) {
    if (has(f.name))
      found.add({f.name, 0, 0}, "the file is given twice");
    else if (auto table = parse(f, found))
      parsed_.emplace(f.name, std::move(*table));
  }
}

documents::documents(const file_set& set, findings& found) : documents(set.files, found) {
  if (!found.none()) return; // laying something over a broken set would only repeat what is told
  for (const file& f : set.overlay) {
    const auto base = parsed_.find(f.name);
    const std::string& shown = f.path.empty() ? f.name : f.path;
    if (base == parsed_.end())
      found.add({shown, 0, 0}, "unknown file");
    else if (auto table = parse(f, found))
      lay_over(base->second, std::move(*table), f.name, found);
  }
}

section documents::root(std::string_view name) const {
  const auto at = parsed_.find(name);
  return {at->second, at->first, *found_};
}

} // namespace cds_knowledge
