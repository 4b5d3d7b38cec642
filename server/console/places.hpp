// Where things stand in a JSON text: lines and columns for paths as faults name them.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fhir/json/writer.hpp"

namespace server {

struct text_place {
  std::size_t line = 1;
  std::size_t column = 1; // in bytes

  friend bool operator==(const text_place&, const text_place&) = default;
};

/// Of one text, which must be JSON; of another only what stands before its fault is known.
class places {
 public:
  /// `text` must outlive it.
  explicit places(std::string_view text);

  /// Of the value at the path; where that is not there, of the nearest thing around it. Nothing when nothing is.
  std::optional<text_place> of(std::string_view path) const;
  /// `Condition/abc`: the path of the first object that is this resource; empty when there is none.
  std::string path_of_resource(std::string_view type, std::string_view id) const;
  bool has(std::string_view path) const { return offsets_.contains(std::string(path)); }

  /// 0 for what is no number.
  double number_at(std::string_view path) const;

  /// The object that a `Place` is: the path, and line and column where they are known.
  void write_place(fhir::json::writer& out, std::string_view path) const;
  /// Line and column as members of the open object.
  void write_line(fhir::json::writer& out, std::string_view path) const;

 private:
  text_place at(std::size_t offset) const;

  std::string_view text_;
  std::vector<std::size_t> lines_; // where each but the first begins
  std::unordered_map<std::string, std::size_t> offsets_;
  std::map<std::string, std::string, std::less<>> resources_; // by `Type/id`
};

} // namespace server
