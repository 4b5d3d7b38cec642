#include "fhir/json/document.hpp"
#include "server/replay/aggregate.hpp"
#include "server/replay/report_files.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

/// Both readers take back what they gave, byte for byte.
template<class Read> auto read_back(std::string_view line, Read read) {
  const auto first = read(line);
  if (!first) {
    promise(!first.error().empty(), "a fault says what is wrong");
    return first;
  }
  std::string written;
  server::append_line(written, *first);
  const auto again = read(std::string_view(written).substr(0, written.size() - 1));
  promise(again && *again == *first, "what is written is read back");
  return first;
}

void report(const server::aggregate& sums) {
  const auto counted = sums.counted();
  server::report_options options;
  for (const bool identifying : {false, true}) {
    options.identifying = identifying;
    const auto page = server::report_page(counted, options);
    promise(page.find("<script") == std::string::npos, "the page runs nothing");
    promise(page.find("<!--") == std::string::npos, "no text of a chart is markup");
    const auto json = server::report_json(counted, options);
    fhir::json::document document;
    promise(document.read(json).has_value(), "the figures are JSON");
    promise(!server::worklist_csv(counted, options).empty(), "a table has its head");
  }
}

} // namespace

void shard(std::string_view bytes) {
  if (const auto groups = server::read_prescriber_groups(bytes); groups)
    for (const auto& [prescriber, group] : *groups)
      promise(!prescriber.empty() && !group.empty(), "nobody is nameless");
  server::aggregate sums;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    const auto line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (const auto run = read_back(line, server::read_run_summary); run) sums.add(*run);
    if (const auto order = read_back(line, server::read_replayed_order); order) sums.add(*order);
  }
  report(sums);
}

} // namespace fuzz
