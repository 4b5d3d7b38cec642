// A first look at a line of NDJSON: what it is and whose, without reading all of it.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_set>

#include <tl/expected.hpp>

#include "cds/terminology.hpp"

namespace server {

/// Codes that mean something to the rules, whatever their system.
class known_codes {
 public:
  /// Those of the terms that belong to one of the sets. Views the terms, which must outlive it.
  void add(const cds::terminology& terms, const cds::value_sets& sets);
  void add(const cds::terminology& terms); // all of them
  /// Also true for an ICD-10-CM code of which only the category is known.
  bool hold(std::string_view code) const;

 private:
  std::unordered_set<std::string_view> codes_;
};

/// Views into the line.
struct scanned_line {
  std::string_view type; // resourceType
  std::string_view id;
  std::string_view subject;    // the reference of `subject` or `patient`
  bool has_known_code = false; // a member `code` anywhere holds one of the known codes
};

/// Looks at the members of the line's object. What is wrong with a line that is no JSON object, as far as its brackets
/// and quotes tell; all else is left to the strict reader. Without `codes` none is looked for.
tl::expected<scanned_line, std::string_view> scan_line(std::string_view line, const known_codes* codes = nullptr);

/// The id of the patient that a reference names: `Patient/x`, with a version, or absolute; empty for others.
std::string_view patient_in(std::string_view reference);
/// What stands before `Patient/` in an absolute reference; empty in others.
std::string_view base_of(std::string_view reference);

} // namespace server
