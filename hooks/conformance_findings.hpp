// What the checks of cards, discovery and refusals share.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "hooks/conformance.hpp"

namespace hooks {

/// Collects violations; every check says whether it held.
class findings {
 public:
  bool require(bool holds, const fhir::json::value& where, std::string_view rule);
  /// As `require`, for a member that may be missing.
  bool require_member(bool holds, const fhir::json::value& in, std::string_view name, std::string_view rule);
  /// The member is a string with text in it.
  bool require_text(const fhir::json::value& in, std::string_view name, std::string_view rule);
  /// The member is one of the words.
  bool require_word(const fhir::json::value& in, std::string_view name, std::initializer_list<std::string_view> words,
                    std::string_view rule);
  /// The member is a non-empty array.
  bool require_items(const fhir::json::value& in, std::string_view name, std::string_view rule);
  /// A member that is there is a non-empty array.
  bool require_items_if_any(const fhir::json::value& in, std::string_view name, std::string_view rule) {
    return in[name].exists() && require_items(in, name, rule);
  }
  /// No other members than these and `extension`, whose own are named in reverse DNS.
  void require_known(const fhir::json::value& in, std::initializer_list<std::string_view> names);
  void require_reverse_dns(const fhir::json::value& extension);
  /// No null, "", [] or {} in `v` or below it.
  void require_no_empties(const fhir::json::value& v);

  std::vector<violation> take() { return std::move(found_); }

 private:
  std::vector<violation> found_;
};

bool has_text(const fhir::json::value& v);
/// `org.example.name`
bool is_reverse_dns(std::string_view name);
/// `https://...` or `http://...` without white space.
bool is_absolute_url(std::string_view text);

} // namespace hooks
