#include <algorithm>

#include "cds/knowledge/read.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

/// Whether it was read.
template<class Outcome> bool check(const Outcome& read) {
  if (read) return true;
  promise(!read.error().empty(), "knowledge that is not read says why");
  for (const auto& fault : read.error()) {
    promise(!fault.file.empty() && !fault.message.empty(), "a fault says where and what");
    promise((fault.line == 0) == (fault.column == 0), "a fault has a whole place or none");
  }
  return false;
}

} // namespace

void knowledge(std::string_view bytes) {
  static const auto files = cds_knowledge::embedded();
  const auto end = std::min(bytes.find('\n'), bytes.size());
  const auto is_named = [&](const cds_knowledge::file& one) { return one.name == bytes.substr(0, end); };
  const auto named = std::find_if(files.begin(), files.end(), is_named);
  if (named == files.end()) return;
  const cds_knowledge::file told{.name = named->name,
                                 .text = std::string(bytes.substr(std::min(end + 1, bytes.size())))};
  // All the files are read only for a text that one file alone can be: they take a hundred times as long.
  if (check(cds_knowledge::compare({.files = {*named}}, {.files = {told}}))) {
    auto replaced = files;
    replaced[static_cast<std::size_t>(named - files.begin())] = told;
    check(cds_knowledge::read(replaced));
  }
  if (check(cds_knowledge::compare({.files = {*named}}, {.files = {*named}, .overlay = {told}})))
    check(cds_knowledge::read(files, {told}));
}

} // namespace fuzz
