#include "fhir/json/pruned.hpp"

#include <algorithm>

namespace fhir::json {

bool is_empty(const value& v) {
  if (!v.exists() || v.is_null() || v.string() == "") return true;
  if (!v.is(kind::array) && !v.is(kind::object)) return false;
  return std::all_of(v.begin(), v.end(), [](const value& child) { return is_empty(child); });
}

void write_pruned(writer& out, const value& v) {
  if (v.is(kind::object)) {
    out.begin_object();
    for (const auto member : v) write_pruned_member(out, member);
    out.end_object();
  } else if (v.is(kind::array)) {
    out.begin_array();
    for (const auto item : v) write_pruned(out, item);
    out.end_array();
  } else {
    out.value(v);
  }
}

void write_condensed(writer& out, const value& v) {
  const bool is_object = v.is(kind::object);
  if (!is_object && !v.is(kind::array)) {
    out.value(v);
    return;
  }
  is_object ? out.begin_object() : out.begin_array();
  for (const auto inner : v)
    if (!is_empty(inner)) write_condensed(is_object ? out.name(inner.name()) : out, inner);
  is_object ? out.end_object() : out.end_array();
}

void write_pruned_member(writer& out, const value& member) {
  if (!is_empty(member)) write_pruned(out.name(member.name()), member);
}

} // namespace fhir::json
