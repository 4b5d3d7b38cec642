#include "fhir/report.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fhir {
namespace {

bool is_listed(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool same_objects(const json::value& a, const json::value& b, std::initializer_list<std::string_view> except) {
  const auto covers = [&](const json::value& whole, const json::value& part) {
    return std::all_of(part.begin(), part.end(), [&](const json::value& member) {
      if (is_listed(member.name(), except)) return true;
      const auto other = whole[member.name()];
      return other && same_content(member, other, except);
    });
  };
  return covers(a, b) && covers(b, a);
}

bool same_arrays(const json::value& a, const json::value& b, std::initializer_list<std::string_view> except) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](const json::value& x, const json::value& y) { return same_content(x, y, except); });
}

} // namespace

void report::fault(issue_code code, std::string path, std::string message) {
  faults.push_back({code, std::move(path), std::move(message)});
}

void report::say(const json::value& at, std::string reason) { unread.push_back({at.path(), std::move(reason)}); }

void report::wrong_type(const json::value& at, std::string_view expected) {
  auto message = fmt::format("must be {}", expected);
  if (draft) return fault(issue_code::structure, at.path(), std::move(message));
  say(at, std::move(message));
}

json::value refuse_kind(const json::value& found, std::string_view expected, report& to) {
  if (!found.is_null()) to.wrong_type(found, expected);
  return {};
}

std::optional<double> number_member(const json::value& in, json::member_name name, report& to) {
  return of_kind(in[name], json::kind::number, "a number", to).number();
}

std::optional<std::int64_t> integer_member(const json::value& in, json::member_name name, report& to) {
  const auto found = of_kind(in[name], json::kind::number, "a whole number", to);
  const auto whole = found.integer();
  if (found && !whole) to.wrong_type(found, "a whole number");
  return whole;
}

std::optional<bool> boolean_member(const json::value& in, json::member_name name, report& to) {
  return of_kind(in[name], json::kind::boolean, "true or false", to).boolean();
}

std::optional<stamp> stamp_of(const json::value& found, report& to) {
  const auto text = string_of(found, to);
  if (!text) return std::nullopt;
  auto read = read_date(*text);
  if (read && read->offset == std::chrono::minutes{0})
    read->when.first = read->when.last = day_at(*read->when.exact, to.utc_means);
  if (read) return *read;
  to.say(found, "not a date: " + read.error());
  return std::nullopt;
}

std::optional<cds::date_time> date_of(const json::value& found, report& to) {
  const auto read = stamp_of(found, to);
  return read ? std::optional{read->when} : std::nullopt;
}

period period_of(const json::value& found, report& to) {
  const auto written = of_kind(found, json::kind::object, "an object", to);
  if (!written) return {};
  return {date_member(written, "start", to), date_member(written, "end", to)};
}

std::string quoted(std::string_view text) {
  std::string shown = "`";
  for (const char c : text.substr(0, 32)) shown += c > ' ' && c < 0x7f && c != '`' ? c : '?';
  if (text.size() > 32) shown += "...";
  return shown + '`';
}

bool same_content(const json::value& a, const json::value& b, std::initializer_list<std::string_view> except) {
  if (!a || !b || a.kind() != b.kind()) return !a && !b;
  switch (a.kind()) {
  case json::kind::null:
    return true;
  case json::kind::boolean:
    return a.boolean() == b.boolean();
  case json::kind::number:
    return a.number() == b.number();
  case json::kind::string:
    return a.string() == b.string();
  case json::kind::array:
    return same_arrays(a, b, except);
  case json::kind::object:
    return same_objects(a, b, except);
  }
  return false;
}

} // namespace fhir
