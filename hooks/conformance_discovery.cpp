#include <algorithm>
#include <set>
#include <string>

#include "hooks/conformance.hpp"
#include "hooks/conformance_findings.hpp"

namespace hooks {
namespace {

using fhir::json::kind;
using fhir::json::value;

bool is_word_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_url_segment(std::string_view id) {
  return !id.empty() && std::ranges::all_of(id, [](char c) { return is_word_character(c) || c == '.'; });
}

/// Only `{{context.name}}`: some clients send every other token as it stands.
bool has_plain_tokens_only(std::string_view query) {
  while (true) {
    auto open = query.find("{{");
    if (open == std::string_view::npos) return query.find("}}") == std::string_view::npos;
    auto close = query.find("}}", open);
    if (close == std::string_view::npos) return false;
    auto token = query.substr(open + 2, close - open - 2);
    if (!token.starts_with("context.") || !std::ranges::all_of(token.substr(8), is_word_character)) return false;
    query.remove_prefix(close + 2);
  }
}

bool has_each_parameter_once(std::string_view query) {
  std::set<std::string_view> seen;
  auto start = query.find('?');
  while (start != std::string_view::npos) {
    auto end = query.find('&', start + 1);
    auto parameter = query.substr(start + 1, end == std::string_view::npos ? end : end - start - 1);
    if (!seen.insert(parameter.substr(0, parameter.find('='))).second) return false;
    start = end;
  }
  return true;
}

bool is_restricted_query(const value& query) {
  auto text = query.string().value_or("");
  return has_text(query) && text.find("://") == std::string_view::npos && text.find(' ') == std::string_view::npos &&
         has_plain_tokens_only(text) && has_each_parameter_once(text);
}

void check_service(const value& service, findings& found) {
  for (auto name : {"hook", "description"}) found.require_text(service, name, "service-has-hook-id-description");
  found.require_member(is_url_segment(service["id"].string().value_or("")), service, "id",
                       "service-has-hook-id-description");
  for (auto name : {"title", "usageRequirements", "version", "hookVersion"}) {
    found.require(!service[name].exists() || has_text(service[name]), service[name], "service-fields-are-strings");
  }
  for (const auto& query : service["prefetch"])
    found.require(is_restricted_query(query), query, "prefetch-is-restricted-query");
  found.require_known(
      service, {"hook", "title", "description", "id", "prefetch", "usageRequirements", "version", "hookVersion"});
}

} // namespace

std::vector<violation> check_discovery(const value& answer) {
  findings found;
  found.require_no_empties(answer);
  if (found.require_items(answer, "services", "services-is-array")) {
    std::set<std::pair<std::string_view, std::string_view>> names;
    for (const auto& service : answer["services"]) {
      check_service(service, found);
      auto name = std::pair(service["id"].string().value_or(""), service["hook"].string().value_or(""));
      found.require(names.insert(name).second, service, "id-and-hook-are-unique");
    }
  }
  return found.take();
}

std::vector<violation> check_refusal(const value& answer) {
  findings found;
  found.require_no_empties(answer);
  found.require_member(answer["resourceType"].string() == "OperationOutcome", answer, "resourceType",
                       "refusal-is-outcome");
  if (!found.require_items(answer, "issue", "refusal-has-issues")) return found.take();
  for (const auto& issue : answer["issue"]) {
    found.require_word(issue, "severity", {"fatal", "error", "warning", "information"}, "issue-has-severity");
    found.require_text(issue, "code", "issue-has-code");
    found.require_text(issue, "diagnostics", "issue-has-diagnostics");
    for (const auto& path : issue["expression"]) found.require(has_text(path), path, "issue-expression-is-text");
  }
  return found.take();
}

} // namespace hooks
