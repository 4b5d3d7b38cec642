#include <algorithm>

#include "cds/knowledge/read.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

using outcome = tl::expected<cds::knowledge, std::vector<cds_knowledge::fault>>;

void check(const outcome& read) {
  if (read) return;
  promise(!read.error().empty(), "knowledge that is not read says why");
  for (const auto& fault : read.error()) {
    promise(!fault.file.empty() && !fault.message.empty(), "a fault says where and what");
    promise((fault.line == 0) == (fault.column == 0), "a fault has a whole place or none");
  }
}

} // namespace

void knowledge(std::string_view bytes) {
  static const auto files = cds_knowledge::embedded();
  const auto end = std::min(bytes.find('\n'), bytes.size());
  const auto is_named = [&](const cds_knowledge::file& one) { return one.name == bytes.substr(0, end); };
  const auto named = std::find_if(files.begin(), files.end(), is_named);
  if (named == files.end()) return;
  const std::string text(bytes.substr(std::min(end + 1, bytes.size())));
  auto replaced = files;
  replaced[static_cast<std::size_t>(named - files.begin())].text = text;
  check(cds_knowledge::read(replaced));
  check(cds_knowledge::read(files, {{.name = named->name, .text = text}}));
}

} // namespace fuzz
