// Reading back the lines that a run writes: a member that is missing or of another type spoils the line.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cds/rule_id.hpp"
#include "fhir/json/document.hpp"

namespace server {

/// Takes members of one line; `good` falls at the first one that does not fit. What does not fit is empty or zero.
class line_reader {
 public:
  bool good() const { return good_; }
  void spoil() { good_ = false; }

  std::string text(const fhir::json::value& in, std::string_view name) { return std::string(taken(in[name].string())); }
  std::string text_if_any(const fhir::json::value& in, std::string_view name) {
    return in[name] ? text(in, name) : std::string{};
  }
  bool flag(const fhir::json::value& in, std::string_view name) { return in[name] && taken(in[name].boolean()); }
  template<std::integral number> number count(const fhir::json::value& in, std::string_view name) {
    const auto read = in[name] ? taken(in[name].integer()) : 0;
    if (!std::in_range<number>(read)) spoil();
    return static_cast<number>(read);
  }
  /// What `named` knows of the member's text.
  template<class Named> auto one_of(const fhir::json::value& in, std::string_view name, Named named) {
    return taken(named(in[name].string().value_or("")));
  }
  /// Each item of the list, read by `read_one`; an absent list is empty.
  template<class Read> auto list(const fhir::json::value& in, std::string_view name, Read read_one) {
    std::vector<decltype(read_one(in))> items;
    if (in[name] && !in[name].is(fhir::json::kind::array)) spoil();
    for (const auto one : in[name]) items.push_back(read_one(one));
    return items;
  }

  template<class T> T taken(std::optional<T> read) {
    if (!read) spoil();
    return std::move(read).value_or(T{});
  }

 private:
  bool good_ = true;
};

/// The member of an enumeration from zero up to `last` with this name.
template<class Enum> std::optional<Enum> named_among(std::string_view name, Enum last) {
  for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i)
    if (name_of(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
  return std::nullopt;
}

} // namespace server
