#include "hooks/conformance_findings.hpp"

#include <algorithm>

namespace hooks {

using fhir::json::kind;
using fhir::json::value;

bool has_text(const value& v) {
  auto text = v.string();
  return text && text->find_first_not_of(" \t\r\n") != std::string_view::npos;
}

bool is_absolute_url(std::string_view text) {
  auto scheme = text.find("://");
  bool web = text.starts_with("https://") || text.starts_with("http://");
  return web && text.size() > scheme + 3 && text.find_first_of(" \t\r\n") == std::string_view::npos;
}

bool is_reverse_dns(std::string_view name) {
  const auto ok = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  const bool dots_stand_between = !name.empty() && name.front() != '.' && name.back() != '.' &&
                                  name.find("..") == std::string_view::npos && name.find('.') != std::string_view::npos;
  return dots_stand_between && std::ranges::all_of(name, ok);
}

bool findings::require(bool holds, const value& where, std::string_view rule) {
  if (!holds) found_.push_back({where.path(), rule});
  return holds;
}

bool findings::require_member(bool holds, const value& in, std::string_view name, std::string_view rule) {
  if (!holds) found_.push_back({in.path_of(name), rule});
  return holds;
}

bool findings::require_text(const value& in, std::string_view name, std::string_view rule) {
  return require_member(has_text(in[name]), in, name, rule);
}

bool findings::require_word(const value& in, std::string_view name, std::initializer_list<std::string_view> words,
                            std::string_view rule) {
  auto word = in[name].string();
  return require_member(word && std::find(words.begin(), words.end(), *word) != words.end(), in, name, rule);
}

bool findings::require_items(const value& in, std::string_view name, std::string_view rule) {
  auto items = in[name];
  return require_member(items.is(kind::array) && items.size() > 0, in, name, rule);
}

void findings::require_known(const value& in, std::initializer_list<std::string_view> names) {
  for (const auto& member : in) {
    const auto name = member.name();
    const bool known = name == "extension" || std::find(names.begin(), names.end(), name) != names.end();
    require(known, member, "no-unknown-member");
  }
  require_reverse_dns(in["extension"]);
}

void findings::require_reverse_dns(const value& extension) {
  if (!extension.exists()) return;
  require(extension.is(kind::object), extension, "extension-is-object");
  for (const auto& own : extension) require(is_reverse_dns(own.name()), own, "extension-name-is-reverse-dns");
}

void findings::require_no_empties(const value& v) {
  if (!v.exists()) return;
  if (v.is_null() || v.string() == "") {
    require(false, v, "nothing-empty");
  } else if (v.is(kind::array) || v.is(kind::object)) {
    if (!require(v.size() > 0, v, "nothing-empty")) return;
    for (const auto& inner : v) require_no_empties(inner);
  }
}

std::string to_text(const std::vector<violation>& found) {
  std::string text;
  for (const auto& one : found) text.append(one.path).append(": ").append(one.rule).append("\n");
  return text;
}

} // namespace hooks
