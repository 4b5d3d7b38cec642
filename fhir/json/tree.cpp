#include "fhir/json/tree.hpp"

#include <algorithm>
#include <cstring>
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

/// Whether all in `b` lies as far from what is like it in `a` as their first members do: then their texts can be
/// compared as one. Sets `end` to where the last text in `a` ends.
bool lies_alike(const node& a, const node& b, std::uint32_t& end) {
  const auto distance = b.first()->name_at - a.first()->name_at;
  const auto* other = b.first();
  for (const auto* one = a.first(); one != a.end(); ++one, ++other) {
    if (one->kind != other->kind || one->flags != other->flags || one->extent != other->extent ||
        one->name_length != other->name_length || one->has(node::text_in_arena | node::name_in_arena))
      return false;
    if (one->name_length != 0 && other->name_at - one->name_at != distance) return false;
    const bool has_text = one->kind == kind::string || one->kind == kind::number;
    if (has_text && other->at - one->at != distance) return false;
    end = has_text ? one->at + one->extent : std::max(end, one->name_at + one->name_length);
  }
  return true;
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

std::uint32_t tree::count(const node& container) const {
  if (container.has(node::indexed)) return index[container.at];
  if (container.kind == kind::array) return container.at;
  std::uint32_t members = 0;
  for (auto* n = container.first(); n != container.end(); n = n->next()) ++members;
  return members;
}

const node* tree::member(const node& object, member_name name) const {
  if (object.has(node::indexed)) return member_by_index(object, name.text());
  for (auto* n = object.first(); n != object.end(); n = n->next())
    if (is_named(*n, name)) return n;
  return nullptr;
}

const node* tree::member_by_index(const node& object, std::string_view name) const {
  const auto children = children_by_index(*this, object);
  const auto found =
      std::lower_bound(children.begin(), children.end(), name,
                       [this](std::uint32_t i, std::string_view n) { return name_before(name_of(nodes[i]), n); });
  return found != children.end() && name_of(nodes[*found]) == name ? &nodes[*found] : nullptr;
}

bool tree::written_alike(const node& a, const node& b) const {
  if (a.extent != b.extent) return false;
  if (a.extent == 1) return true; // both are empty
  const auto from = a.first()->name_at;
  auto end = from;
  return lies_alike(a, b, end) && std::memcmp(text.data() + from, text.data() + b.first()->name_at, end - from) == 0;
}

const node* tree::item(const node& array, std::size_t position) const {
  if (position >= count(array)) return nullptr;
  if (array.has(node::indexed)) return &nodes[children_by_index(*this, array)[position]];
  auto* n = array.first();
  for (; position > 0; --position) n = n->next();
  return n;
}

std::uint32_t tree::position_of(std::uint32_t child) const {
  const node& parent = nodes[nodes[child].parent];
  if (parent.has(node::indexed)) {
    const auto children = children_by_index(*this, parent);
    return static_cast<std::uint32_t>(std::lower_bound(children.begin(), children.end(), child) - children.begin());
  }
  std::uint32_t position = 0;
  for (auto* n = parent.first(); n != &nodes[child]; n = n->next()) ++position;
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
