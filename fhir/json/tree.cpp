#include "fhir/json/tree.hpp"

#include <algorithm>
#include <span>

namespace fhir::json {

namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// Names of FHIR and CDS Hooks elements are plain. Any other is whatever a client wrote, perhaps about a patient: not
/// repeated.
std::string_view shown(std::string_view name) {
  constexpr std::size_t longest = 64;
  return !name.empty() && name.size() <= longest && std::all_of(name.begin(), name.end(), is_plain) ? name : "?";
}

std::span<const std::uint32_t> children_by_index(const tree& t, const node& container) {
  return std::span(t.index).subspan(container.at + 1, t.index[container.at]);
}

} // namespace

const char* name_of(kind k) {
  switch (k) {
  case kind::null:
    return "null";
  case kind::boolean:
    return "boolean";
  case kind::number:
    return "number";
  case kind::string:
    return "string";
  case kind::array:
    return "array";
  case kind::object:
    return "object";
  }
  return "";
}

bool name_before(std::string_view a, std::string_view b) { return a.size() != b.size() ? a.size() < b.size() : a < b; }

std::uint32_t tree::count(std::uint32_t container) const {
  const node& of = nodes[container];
  if (of.has(node::indexed)) return index[of.at];
  if (of.kind == kind::array) return of.at;
  std::uint32_t members = 0;
  for (auto i = container + 1; i < of.extent; i = after(i)) ++members;
  return members;
}

std::uint32_t tree::member(std::uint32_t object, const member_name& name) const {
  const node& container = nodes[object];
  if (container.has(node::indexed)) {
    const auto children = children_by_index(*this, container);
    const auto found =
        std::lower_bound(children.begin(), children.end(), name.text,
                         [this](std::uint32_t i, std::string_view n) { return name_before(name_of(nodes[i]), n); });
    return found != children.end() && name_of(nodes[*found]) == name.text ? *found : no_node;
  }
  if (!may_hold(container, name)) return no_node;
  for (auto i = object + 1; i < container.extent; i = after(i)) {
    if (is_named(nodes[i], name)) return i;
  }
  return no_node;
}

std::uint32_t tree::item(std::uint32_t array, std::size_t position) const {
  const node& container = nodes[array];
  if (position >= count(array)) return no_node;
  if (container.has(node::indexed)) return children_by_index(*this, container)[position];
  auto i = array + 1;
  for (; position > 0; --position) i = after(i);
  return i;
}

std::uint32_t tree::position_of(std::uint32_t child) const {
  const auto parent = nodes[child].parent;
  if (nodes[parent].has(node::indexed)) {
    const auto children = children_by_index(*this, nodes[parent]);
    return static_cast<std::uint32_t>(std::lower_bound(children.begin(), children.end(), child) - children.begin());
  }
  std::uint32_t position = 0;
  for (auto i = parent + 1; i != child; i = after(i)) ++position;
  return position;
}

std::string tree::path_of(std::uint32_t parent, std::string_view name) const {
  auto result = path(parent);
  if (!result.empty()) result += '.';
  return result.append(shown(name));
}

std::string tree::path_of(std::uint32_t parent, std::size_t position) const {
  return path(parent).append("[").append(std::to_string(position)).append("]");
}

std::string tree::path(std::uint32_t i) const {
  if (i == no_node || nodes[i].parent == no_node) return {};
  const auto parent = nodes[i].parent;
  return nodes[parent].kind == kind::object ? path_of(parent, name_of(nodes[i])) : path_of(parent, position_of(i));
}

} // namespace fhir::json
