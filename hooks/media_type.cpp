#include "hooks/media_type.hpp"

#include <algorithm>

namespace hooks {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

std::string_view trimmed(std::string_view text) {
  auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Cuts the part before the next `;` off `rest`.
std::string_view next_part(std::string_view& rest) {
  auto end = rest.find(';');
  auto part = trimmed(rest.substr(0, end));
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return part;
}

bool is_utf8(std::string_view content_type, std::initializer_list<std::string_view> types) {
  const auto type = next_part(content_type);
  if (std::ranges::none_of(types, [&](std::string_view one) { return same(type, one); })) return false;
  while (!content_type.empty()) {
    auto parameter = next_part(content_type);
    auto equals = parameter.find('=');
    if (equals == std::string_view::npos || !same(trimmed(parameter.substr(0, equals)), "charset")) continue;
    auto charset = trimmed(parameter.substr(equals + 1));
    if (charset.size() >= 2 && charset.front() == '"' && charset.back() == '"')
      charset = charset.substr(1, charset.size() - 2);
    if (!same(charset, "utf-8") && !same(charset, "utf8") && !same(charset, "us-ascii")) return false;
  }
  return true;
}

problem not_read(std::string message) {
  return {.status = 415, .issues = {{fhir::issue_code::not_supported, "", std::move(message)}}, .headers = {}};
}

} // namespace

std::optional<problem> refuse_format(std::string_view content_type, std::string_view content_encoding) {
  if (!content_encoding.empty() && !same(trimmed(content_encoding), "identity")) {
    return not_read("the body is encoded; send it without a Content-Encoding");
  }
  if (!is_utf8(content_type, {"application/json"})) return not_read("the body must be `application/json` in UTF-8");
  return std::nullopt;
}

bool is_json(std::string_view content_type) {
  return is_utf8(content_type, {"application/fhir+json", "application/json+fhir", "application/json"});
}

} // namespace hooks
