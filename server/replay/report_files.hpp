// The files of a report, each as its whole text.
#pragma once

#include <string>

#include "server/replay/report.hpp"

namespace server {

/// One page that loads nothing and runs nothing.
std::string report_page(const figures& counted, const report_options& options);

std::string report_json(const figures& counted, const report_options& options);

/// Cards of each rule by urgency.
std::string cards_csv(const figures& counted);
std::string months_csv(const figures& counted);
/// Orders that a rule could not be evaluated for, by what was missing.
std::string not_evaluated_csv(const figures& counted);
/// What cards suggest and what happened within 14 days; and after orders without a card.
std::string happened_csv(const figures& counted);
/// Weeks by cards; with `identifying` of each prescriber.
std::string burden_csv(const figures& counted, const report_options& options);
std::string groups_csv(const figures& counted, const report_options& options);
std::string compared_csv(const figures& counted);
/// With empty columns for whoever reviews the charts.
std::string worklist_csv(const figures& counted, const report_options& options);

} // namespace server
