// What a read has to tell beside the facts: faults that refuse the request, and what could not be used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cds/facts.hpp"
#include "fhir/date.hpp"
#include "fhir/issue.hpp"
#include "fhir/json/document.hpp"

namespace fhir {

/// Gathers everything; nothing stops at the first fault. A wrong JSON type is a fault in a draft order and unread
/// elsewhere.
struct report {
  /// What the coding read last means; a chart repeats one for each dose that was given.
  struct known_coding {
    std::string_view system, code;
    const cds::term* term = nullptr;
  };

  /// What an element meant that told nothing while it was read; a chart repeats it for each dose that was given.
  template<class meaning> struct known_element {
    json::value element;
    meaning read;
  };

  bool draft = false;                // what is being read belongs to a draft order
  std::chrono::minutes utc_means{0}; // the offset in which a time that is written in UTC has its day
  std::vector<issue> faults;
  std::vector<cds::unread> unread;
  known_coding last;
  known_element<cds::drug> last_drug;
  known_element<cds::dosage> last_dose;

  std::size_t told() const { return faults.size() + unread.size(); }

  void fault(issue_code code, std::string path, std::string message);
  void say(const json::value& at, std::string reason);
  void wrong_type(const json::value& at, std::string_view expected);
};

/// The member when it is there and of that kind; otherwise absent, and reported when it is there. A JSON null counts as
/// absent.
json::value object_member(const json::value& in, json::member_name name, report& to);
json::value array_member(const json::value& in, json::member_name name, report& to);
std::optional<std::string_view> string_member(const json::value& in, json::member_name name, report& to);
std::optional<double> number_member(const json::value& in, json::member_name name, report& to);
std::optional<std::int64_t> integer_member(const json::value& in, json::member_name name, report& to);
std::optional<bool> boolean_member(const json::value& in, json::member_name name, report& to);

/// The date in a member, found before or by its name; nothing when absent, and reported when it cannot be read. The day
/// of a time is its writer's, or the patient's when it is written in UTC, as many servers write every time.
std::optional<stamp> stamp_of(const json::value& found, report& to);
std::optional<cds::date_time> date_of(const json::value& found, report& to);
inline std::optional<cds::date_time> date_member(const json::value& in, json::member_name name, report& to) {
  return date_of(in[name], to);
}

/// `start` and `end` of a Period; either may be unknown.
struct period {
  std::optional<cds::date_time> start;
  std::optional<cds::date_time> end;
};
period period_of(const json::value& found, report& to);
inline period period_member(const json::value& in, json::member_name name, report& to) {
  return period_of(in[name], to);
}

/// A code or unit from the request as a message may show it: in backticks, short, printable.
std::string quoted(std::string_view text);

/// True when a member is there and is not null.
inline bool has(const json::value& in, json::member_name name) {
  const auto found = in[name];
  return found && !found.is_null();
}

/// Same content, whatever the order of members; members named in `except` (at any level) do not count.
bool same_content(const json::value& a, const json::value& b, std::initializer_list<std::string_view> except = {});

/// `found` when it is of the kind or absent, as most are; otherwise as `object_member` says.
json::value refuse_kind(const json::value& found, std::string_view expected, report& to);
inline json::value of_kind(const json::value& found, json::kind kind, std::string_view expected, report& to) {
  return !found || found.is(kind) ? found : refuse_kind(found, expected, to);
}

inline json::value object_member(const json::value& in, json::member_name name, report& to) {
  return of_kind(in[name], json::kind::object, "an object", to);
}
inline json::value array_member(const json::value& in, json::member_name name, report& to) {
  return of_kind(in[name], json::kind::array, "an array", to);
}
/// The text of a member that was found before, as `string_member` gives it.
inline std::optional<std::string_view> string_of(const json::value& found, report& to) {
  const auto text = of_kind(found, json::kind::string, "a string", to).string();
  return text && !text->empty() ? text : std::nullopt;
}
inline std::optional<std::string_view> string_member(const json::value& in, json::member_name name, report& to) {
  return string_of(in[name], to);
}

} // namespace fhir
