#include "hooks/members.hpp"

#include <string>

namespace hooks {
namespace {

using fhir::issue;
using fhir::issue_code;
using fhir::json::kind;
using fhir::json::value;

bool is_absent(const value& v) { return !v.exists() || v.is_null(); }

void add_missing(const value& in, fhir::json::member_name name, std::vector<issue>& faults) {
  faults.push_back({issue_code::required, in.path_of(name.text()), "missing"});
}

} // namespace

const char* with_article(kind k) {
  switch (k) {
  case kind::null:
    return "null";
  case kind::boolean:
    return "a boolean";
  case kind::number:
    return "a number";
  case kind::string:
    return "a string";
  case kind::array:
    return "an array";
  case kind::object:
    return "an object";
  }
  return "something else";
}

void add_wrong_kind(const value& found, const char* wanted, std::vector<issue>& faults) {
  faults.push_back(
      {issue_code::structure, found.path(), std::string("must be ") + wanted + ", not " + with_article(found.kind())});
}

std::string_view optional_text(const value& in, fhir::json::member_name name, std::vector<issue>& faults) {
  auto member = in[name];
  if (is_absent(member)) return {};
  auto text = member.string();
  if (!text) {
    add_wrong_kind(member, "a string", faults);
    return {};
  }
  if (text->find_first_not_of(" \t\r\n") == std::string_view::npos) {
    faults.push_back({issue_code::value, member.path(), "must not be empty"});
    return {};
  }
  return *text;
}

std::string_view required_text(const value& in, fhir::json::member_name name, std::vector<issue>& faults) {
  if (is_absent(in[name])) {
    add_missing(in, name, faults);
    return {};
  }
  return optional_text(in, name, faults);
}

value optional_object(const value& in, fhir::json::member_name name, std::vector<issue>& faults) {
  auto member = in[name];
  if (is_absent(member)) return {};
  if (member.is(kind::object)) return member;
  add_wrong_kind(member, "an object", faults);
  return {};
}

value required_object(const value& in, fhir::json::member_name name, std::vector<issue>& faults) {
  if (is_absent(in[name])) {
    add_missing(in, name, faults);
    return {};
  }
  return optional_object(in, name, faults);
}

} // namespace hooks
