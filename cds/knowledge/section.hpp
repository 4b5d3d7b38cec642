// One table of a knowledge file, read member by member. Every fault is recorded with its place and reading goes on:
// what a reader returns after a fault is a harmless default, and the whole set of files is refused in the end.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "cds/knowledge/read.hpp"

namespace cds_knowledge {

/// Where something stands in a knowledge file. Lines and columns count from 1.
struct place {
  std::string_view file;
  unsigned line = 0;
  unsigned column = 0;
};

/// Collects the faults of all files.
class findings {
 public:
  void add(const place& at, std::string message);
  bool none() const { return faults_.empty(); }
  /// By file, line and column.
  std::vector<fault> sorted() &&;

 private:
  std::vector<fault> faults_;
};

struct placed_text {
  std::string value;
  place at;
};

/// Tables and files outlive their sections. Call `done` last: it reports the keys nobody asked for.
class section {
 public:
  section(const toml::table& table, std::string_view file, findings& found);

  place at() const;
  place at(std::string_view key) const; // of its value; of the table when the key is missing
  bool has(std::string_view key) const;
  std::vector<placed_text> keys() const;
  void fault(const place& where, std::string message) { found_->add(where, std::move(message)); }
  void fault(std::string_view key, std::string message) { found_->add(at(key), std::move(message)); }

  // Required members. A missing or wrong one is a fault and gives the default value.
  std::string text(std::string_view key); // never empty
  double positive(std::string_view key);  // finite, above 0
  int whole(std::string_view key);        // a whole number above 0
  std::vector<placed_text> texts(std::string_view key);
  std::optional<section> table(std::string_view key);
  std::vector<section> tables(std::string_view key);

  // Members that may be left out.
  std::string text_or_empty(std::string_view key);
  double positive_or_zero(std::string_view key);
  double from_zero(std::string_view key, double otherwise); // finite, 0 or more
  int whole_or_zero(std::string_view key);
  bool flag(std::string_view key);
  std::vector<placed_text> texts_or_none(std::string_view key);

  /// `note` and, in an overlay, `reason` are for people and may stand anywhere.
  void done();

 private:
  const toml::node* find(std::string_view key, bool required);
  std::optional<double> number(std::string_view key, bool required);

  const toml::table* table_;
  std::string_view file_;
  findings* found_;
  std::vector<std::string_view> asked_;
};

} // namespace cds_knowledge
