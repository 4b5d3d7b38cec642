#include <algorithm>
#include <cstdint>

#include "cds/knowledge/read.hpp"

namespace cds_knowledge {
namespace {

constexpr std::uint64_t offset_basis = 0xcbf29ce484222325U;
constexpr std::uint64_t prime = 0x00000100000001b3U;

void add(std::uint64_t& hash, std::string_view text) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= prime;
  }
}

// Each text ends with a zero byte, which no file name and no TOML has: parts cannot run into each other.
void add(std::uint64_t& hash, std::vector<file> files) {
  std::sort(files.begin(), files.end(), [](const file& a, const file& b) { return a.name < b.name; });
  for (const file& f : files)
    for (const std::string* part : {&f.name, &f.text}) {
      add(hash, *part);
      add(hash, std::string_view("\0", 1));
    }
}

} // namespace

std::string hash_of(const file_set& set) {
  std::uint64_t hash = offset_basis;
  add(hash, set.files);
  add(hash, set.overlay);
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(hash >> shift) & 0xFU];
  return digits;
}

} // namespace cds_knowledge
