// The files of a FHIR Bulk Data export, by their names.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "server/replay/chart_type.hpp"

namespace server {

struct export_file {
  std::filesystem::path path;
  std::string name;
  chart_type type = chart_type::patient;
  bool compressed = false;
  std::uint64_t bytes = 0;     // as stored
  std::int64_t changed_at = 0; // whatever the file system counts in
};

/// The files of `directory` whose name says a type that is read, by name: `Patient.ndjson`, `Patient.0001.ndjson.gz`,
/// `1.Patient.ndjson`. Others are not looked at. The error continues a sentence that began with the directory's name.
tl::expected<std::vector<export_file>, std::string> export_files(const std::filesystem::path& directory);

/// The type that a file's name says; nothing for other files.
std::optional<chart_type> type_of_file(std::string_view name);

/// A part of one file: the lines that begin from `begin` up to before `end`. A compressed file has one part.
struct stretch {
  std::size_t file = 0;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};
/// Cuts the files into parts of about this size, in the order of the files.
std::vector<stretch> stretches_of(const std::vector<export_file>& files, std::uint64_t bytes);

} // namespace server
