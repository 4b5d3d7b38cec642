#include "fhir/reference.hpp"

#include <algorithm>
#include <tuple>

namespace fhir {
namespace {

bool is_type_name(std::string_view text) {
  return !text.empty() && text.front() >= 'A' && text.front() <= 'Z' &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

/// Any id without the characters that end one; FHIR's own alphabet is narrower, clients' is not.
bool is_id(std::string_view text) {
  const auto ends_one = [](char c) {
    return c == '/' || c == '?' || c == '#' || c == ':' || c == '&' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
  };
  return !text.empty() && std::none_of(text.begin(), text.end(), ends_one);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

/// A http url in its parts. Scheme and host are compared without regard to case, the path byte by byte.
struct http_url {
  std::string_view authority; // without the port that the scheme has anyhow; empty: no http url
  std::string_view path;      // empty, or from its slash on
};

http_url parts_of(std::string_view url) {
  constexpr std::pair<std::string_view, std::string_view> schemes[] = {{"https://", ":443"}, {"http://", ":80"}};
  for (const auto& [scheme, port] : schemes) {
    if (!same_letters(url.substr(0, scheme.size()), scheme)) continue;
    url.remove_prefix(scheme.size());
    const auto end = std::min(url.find_first_of("/?#"), url.size());
    http_url parts{url.substr(0, end), url.substr(end)};
    if (parts.authority.ends_with(port)) parts.authority.remove_suffix(port.size());
    return parts;
  }
  return {};
}

std::string_view without_version(std::string_view reference) {
  const auto at = reference.find("/_history/");
  return at != std::string_view::npos && is_id(reference.substr(at + 10)) ? reference.substr(0, at) : reference;
}

/// What follows the base and its slash; empty when the url is elsewhere.
std::string_view below(const http_url& url, std::string_view base) {
  auto top = parts_of(base);
  while (top.path.ends_with('/')) top.path.remove_suffix(1);
  if (top.authority.empty() || !same_letters(url.authority, top.authority) || !url.path.starts_with(top.path))
    return {};
  const auto rest = url.path.substr(top.path.size());
  return rest.starts_with('/') ? rest.substr(1) : std::string_view{};
}

/// A reference into more contained resources than this is looked up in an index.
constexpr std::size_t few_contained = 8;

bool is_referenced(std::string_view type) {
  return type == "Medication" || type == "Condition" || type == "MedicationRequest" || type == "Patient";
}

} // namespace

std::optional<literal> read_literal(std::string_view reference, std::string_view base) {
  auto path = without_version(reference);
  if (const auto url = parts_of(path); !url.authority.empty()) path = below(url, base);
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const literal read{path.substr(0, slash), path.substr(slash + 1)};
  if (!is_type_name(read.type) || !is_id(read.id)) return std::nullopt;
  return read;
}

void reference_index::add_bundle(const json::value& bundle, origin from) {
  auto& names = all_[static_cast<std::size_t>(from)];
  for (const auto entry : bundle["entry"]) {
    const auto resource = entry["resource"];
    add_contained(resource);
    const auto type = resource["resourceType"].string();
    if (!type || !is_referenced(*type)) continue;
    if (const auto id = resource["id"].string(); id && !id->empty()) names.push_back({*id, *type, resource});
    if (const auto url = entry["fullUrl"].string(); url && !url->empty()) names.push_back({*url, {}, resource});
  }
}

void reference_index::add_contained(const json::value& holder) {
  const auto all = holder["contained"];
  if (all.size() <= few_contained) return;
  for (const auto inner : all)
    if (const auto id = inner["id"].string(); id && !id->empty()) contained_.push_back({holder, *id, inner});
}

void reference_index::seal() {
  std::stable_sort(contained_.begin(), contained_.end(), [](const contained& a, const contained& b) {
    return std::pair(a.holder.id(), a.name) < std::pair(b.holder.id(), b.name);
  });
  for (auto& names : all_)
    std::stable_sort(names.begin(), names.end(), [](const listed& a, const listed& b) {
      return std::tie(a.type, a.name) < std::tie(b.type, b.name);
    });
}

json::value reference_index::look_up(std::string_view type, std::string_view name, origin from) const {
  const auto& names = all_[static_cast<std::size_t>(from)];
  const auto at =
      std::lower_bound(names.begin(), names.end(), std::tie(type, name),
                       [](const listed& a, const auto& wanted) { return std::tie(a.type, a.name) < wanted; });
  return at != names.end() && at->type == type && at->name == name ? at->resource : json::value{};
}

json::value reference_index::contained_in(const json::value& holder, std::string_view name) const {
  if (name.empty()) return {};
  const auto all = holder["contained"];
  if (all.size() <= few_contained) {
    for (const auto inner : all)
      if (inner["id"].string() == name) return inner;
    return {};
  }
  const std::pair wanted(holder.id(), name); // an id is of one document; two may have holders with the same
  auto at = std::lower_bound(contained_.begin(), contained_.end(), wanted, [](const contained& a, const auto& key) {
    return std::pair(a.holder.id(), a.name) < key;
  });
  for (; at != contained_.end() && std::pair(at->holder.id(), at->name) == wanted; ++at)
    if (at->holder == holder) return at->resource;
  return {};
}

json::value reference_index::find_text(std::string_view text, origin from) const {
  if (const auto named = read_literal(text, base_))
    if (const auto found = look_up(named->type, named->id, from)) return found;
  return look_up({}, without_version(text), from);
}

json::value reference_index::find(const json::value& reference, const json::value& holder, origin from) const {
  const auto text = reference["reference"].string();
  if (!text || text->empty()) return {};
  if (text->front() == '#') return contained_in(holder, text->substr(1));
  if (from == origin::draft_orders)
    if (const auto found = find_text(*text, from)) return found;
  return find_text(*text, origin::prefetch);
}

} // namespace fhir
