// The knowledge files as parsed TOML, with an overlay laid over them. Every node remembers which file it stands in.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cds/knowledge/section.hpp"

namespace cds_knowledge {

/// Texts and names of the files outlive it.
class documents {
 public:
  documents(const std::vector<file>& files, findings& found);
  documents(const file_set& set, findings& found);

  bool has(std::string_view name) const { return parsed_.contains(name); }
  section root(std::string_view name) const;
  const std::map<std::string, toml::table, std::less<>>& all() const { return parsed_; }

 private:
  std::map<std::string, toml::table, std::less<>> parsed_;
  findings* found_;
};

/// Moves the values of the overlay into `base`. Tables are laid over tables and entries of lists over the entry with
/// the same identity; everything else, rows among it, is replaced as a whole. What replaces needs a `reason` or its own
/// `sources` beside it.
void lay_over(toml::table& base, toml::table&& overlay, std::string_view file, findings& found);

/// A value as text, without quotes; numbers in their shortest form, so that `10` and `10.0` are the same.
std::string text_of(const toml::node& value);

/// What tells the entries of a list apart, `icd-10-cm B00.1`; empty for a list whose order counts.
std::string identity_of(std::string_view list, const toml::table& entry);

} // namespace cds_knowledge
