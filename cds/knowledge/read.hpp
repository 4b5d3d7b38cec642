// Reads the knowledge files into cds::knowledge. The content is embedded at build time; a directory can replace it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "cds/knowledge.hpp"

namespace cds_knowledge {

/// A fault in a knowledge file. Line and column count from 1; 0 when the fault has no place.
struct fault {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
  std::string message;
};
/// `thresholds.toml:12:3: unknown key `foo``
std::string to_text(const fault& f);

/// Name and content of one knowledge file.
struct file {
  std::string name; // `thresholds.toml`
  std::string text;
};

/// The files compiled into the program.
std::vector<file> embedded();
/// The files of a directory; every one of the embedded names must be there.
tl::expected<std::vector<file>, std::vector<fault>> read_directory(const std::filesystem::path& directory);
/// All faults at once, or the knowledge.
tl::expected<cds::knowledge, std::vector<fault>> read(const std::vector<file>& files);

} // namespace cds_knowledge
