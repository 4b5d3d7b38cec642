// One table of a TOML file, read so that nothing in it goes unnoticed: every name must be asked for, every fault has
// its place. Only .cpp files of this room include this: toml++ is slow to compile.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/toml_fault.hpp"

namespace server {

/// Hands out values by name and afterwards knows which names nobody asked for.
class toml_section {
 public:
  /// All must outlive the section. `prefix` is empty or ends in a dot; faults name `prefix` + name.
  toml_section(const toml::table& table, std::string prefix, std::string_view file, std::vector<config_fault>& found)
      : table_(table), prefix_(std::move(prefix)), file_(file), faults_(found) {}

  void text(std::string_view name, std::string& into);
  void flag(std::string_view name, bool& into);
  template<class number> void whole(std::string_view name, std::int64_t least, std::int64_t most, number& into) {
    if (const auto value = whole_number(name, least, most)) into = static_cast<number>(*value);
  }
  /// Absent when the list is; every item must be a text that is not empty.
  std::optional<std::vector<std::string>> texts(std::string_view name);

  const toml::node* take(std::string_view name);
  const toml::node* found(std::string_view name) const { return table_.get(name); }
  std::optional<toml_section> inner(std::string_view name);

  /// A fault at `where`, about the name that was asked for last.
  void add(const toml::node& where, const std::string& what) { add_at(where.source(), last() + " " + what); }
  /// A fault of the table as a whole.
  void add(const std::string& message) { add_at(table_.source(), message); }
  void refuse_unknown();

 private:
  std::string last() const { return "`" + prefix_ + known_.back() + "`"; }
  void add_at(const toml::source_region& where, std::string message);
  std::optional<std::int64_t> whole_number(std::string_view name, std::int64_t least, std::int64_t most);

  const toml::table& table_;
  std::string prefix_;
  std::string_view file_;
  std::vector<config_fault>& faults_;
  std::vector<std::string> known_;
};

/// What `read_table(table, file, faults)` makes of a text; or every fault, in the order of the text.
template<class T, class Reader>
tl::expected<T, std::vector<config_fault>> read_toml(std::string_view text, std::string_view file, Reader read_table) {
  std::vector<config_fault> found;
  try {
    const auto table = toml::parse(text, file);
    auto read = read_table(table, file, found);
    if (found.empty()) return read;
  } catch (const toml::parse_error& fault) {
    const auto at = fault.source().begin;
    found.push_back({std::string(file), at.line, at.column, "not TOML: " + std::string(fault.description())});
  }
  put_in_order(found);
  return tl::unexpected(std::move(found));
}

} // namespace server
