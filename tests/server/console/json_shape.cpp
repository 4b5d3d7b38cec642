#include "tests/server/console/json_shape.hpp"

#include <algorithm>

namespace server_tests {
namespace {

using boost::json::object;
using boost::json::value;
using lines = std::vector<std::string>;

std::string type_of(const value& v) {
  switch (v.kind()) {
  case boost::json::kind::null:
    return "null";
  case boost::json::kind::bool_:
    return "boolean";
  case boost::json::kind::int64:
  case boost::json::kind::uint64:
    return "integer";
  case boost::json::kind::double_:
    return "number";
  case boost::json::kind::string:
    return "string";
  case boost::json::kind::array:
    return "array";
  case boost::json::kind::object:
    return "object";
  }
  return "";
}

bool has_type(const value& found, const value& wanted) {
  if (wanted.is_array())
    return std::ranges::any_of(wanted.get_array(), [&](const value& one) { return has_type(found, one); });
  const auto type = type_of(found);
  return wanted.get_string() == type || (wanted.get_string() == "number" && type == "integer");
}

void add(lines& to, lines more) { to.insert(to.end(), more.begin(), more.end()); }

lines misfits_of_members(const object& found, const object& schema, const value& whole, const std::string& path) {
  lines all;
  const auto* properties = schema.if_contains("properties");
  if (properties == nullptr) return all;
  if (const auto* required = schema.if_contains("required"))
    for (const auto& name : required->as_array())
      if (!found.contains(name.as_string())) all.push_back(path + " lacks " + std::string(name.as_string()));
  for (const auto& member : found) {
    const auto at = path + "." + std::string(member.key());
    if (const auto* known = properties->as_object().if_contains(member.key()))
      add(all, misfits(member.value(), *known, whole, at));
    else
      all.push_back(at + " is not described");
  }
  return all;
}

} // namespace

lines misfits(const value& found, const value& schema, const value& whole, const std::string& path) {
  const auto& shape = schema.as_object();
  if (const auto* reference = shape.if_contains("$ref"))
    return misfits(found, whole.at_pointer(std::string(reference->as_string()).substr(1)), whole, path);
  if (const auto* choices = shape.if_contains("oneOf")) {
    const bool fits = std::ranges::any_of(choices->as_array(),
                                          [&](const value& one) { return misfits(found, one, whole, path).empty(); });
    return fits ? lines{} : lines{path + " is none of its kinds"};
  }
  lines all;
  if (const auto* type = shape.if_contains("type"); type != nullptr && !has_type(found, *type))
    return {path + " is of the type " + type_of(found)};
  if (const auto* fixed = shape.if_contains("const"); fixed != nullptr && *fixed != found)
    all.push_back(path + " is " + boost::json::serialize(found));
  if (const auto* among = shape.if_contains("enum"); among != nullptr && !std::ranges::count(among->as_array(), found))
    all.push_back(path + " is " + boost::json::serialize(found));
  if (found.is_object()) add(all, misfits_of_members(found.get_object(), shape, whole, path));
  if (const auto* items = shape.if_contains("items"); items != nullptr && found.is_array())
    for (std::size_t i = 0; i < found.get_array().size(); ++i)
      add(all, misfits(found.get_array()[i], *items, whole, path + "[" + std::to_string(i) + "]"));
  return all;
}

} // namespace server_tests
