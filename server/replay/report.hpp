// The report of a replay for the committee that decides about going live: a page, and the same figures as JSON and CSV.
#pragma once

#include <array>
#include <filesystem>
#include <string>

#include <tl/expected.hpp>

#include "cds/knowledge.hpp"
#include "server/replay/figures.hpp"

namespace server {

struct report_options {
  /// Prescribers by name, small groups as they are, patients in the worklist.
  bool identifying = false;
  /// What each rule is called on the page, by rule_id.
  std::array<std::string, cds::rule_count> titles{};
};
std::array<std::string, cds::rule_count> titles_of(const cds::knowledge& known);

/// Writes `index.html`, `report.json` and the CSV files into a directory beside `directory`, which takes its name when
/// everything is on disk: there is a whole report or none. Refuses a `directory` that is there and is no report. The
/// error continues a sentence that began with the directory's name.
tl::expected<void, std::string> write_report(const std::filesystem::path& directory, const figures& counted,
                                             const report_options& options);

} // namespace server
