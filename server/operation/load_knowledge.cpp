#include "server/operation/load_knowledge.hpp"

#include <utility>

#include "cds/knowledge/read.hpp"

namespace server {
namespace {

std::vector<std::string> to_texts(const std::vector<cds_knowledge::fault>& faults) {
  std::vector<std::string> texts;
  for (const auto& fault : faults) texts.push_back(to_text(fault));
  return texts;
}

using read_files = tl::expected<std::vector<cds_knowledge::file>, std::vector<cds_knowledge::fault>>;

} // namespace

tl::expected<cds::knowledge, std::vector<std::string>> load_knowledge(const std::string& directory,
                                                                      const std::string& overlay) {
  read_files files = cds_knowledge::embedded();
  if (!directory.empty()) files = cds_knowledge::read_directory(directory);
  if (!files) return tl::unexpected(to_texts(files.error()));
  read_files above;
  if (!overlay.empty()) above = cds_knowledge::read_overlay_directory(overlay);
  if (!above) return tl::unexpected(to_texts(above.error()));
  return cds_knowledge::read(*files, *above).map_error(to_texts);
}

} // namespace server
