#include "server/commands/load_knowledge.hpp"

#include <utility>

#include "cds/knowledge/read.hpp"

namespace server {
namespace {

std::vector<std::string> to_texts(const std::vector<cds_knowledge::fault>& faults) {
  std::vector<std::string> texts;
  for (const auto& fault : faults) texts.push_back(to_text(fault));
  return texts;
}

} // namespace

tl::expected<cds::knowledge, std::vector<std::string>> load_knowledge(const std::string& directory) {
  if (directory.empty()) return cds_knowledge::read(cds_knowledge::embedded()).map_error(to_texts);
  return cds_knowledge::read_directory(directory).and_then(cds_knowledge::read).map_error(to_texts);
}

} // namespace server
