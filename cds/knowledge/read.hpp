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
  std::string path = {}; // how faults name it; empty: by its name
};

/// The files compiled into the program.
std::vector<file> embedded();
/// The files of a directory; every one of the embedded names must be there.
tl::expected<std::vector<file>, std::vector<fault>> read_directory(const std::filesystem::path& directory);
/// The files of an overlay: any of the embedded names, at least one.
tl::expected<std::vector<file>, std::vector<fault>> read_overlay_directory(const std::filesystem::path& directory);

/// All faults at once, or the knowledge. An overlay changes single values of `files` and must say why for each.
tl::expected<cds::knowledge, std::vector<fault>> read(const std::vector<file>& files,
                                                      const std::vector<file>& overlay = {});

/// A set of files with the overlay laid over it.
struct file_set {
  std::vector<file> files;
  std::vector<file> overlay = {};
};
/// One value that differs. An empty text: not there.
struct change {
  std::string file; // `thresholds.toml`
  std::string path; // `failure.escalate_day.value`, `hsv-orolabial.codes[icd-10-cm B00.1].display`
  std::string before;
  std::string after;
};
/// Every value that differs, by file and path; faults only when a file is no TOML or an overlay cannot be laid over.
tl::expected<std::vector<change>, std::vector<fault>> compare(const file_set& before, const file_set& after);

/// FNV-1a, 64 bits, of names and bytes in the order of the names, as 16 hexadecimal digits. It tells sets apart; it is
/// no protection against somebody who wants two sets to look alike.
std::string hash_of(const file_set& set);

} // namespace cds_knowledge
