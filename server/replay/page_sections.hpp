// The parts of a report's page, each as HTML; empty where there is nothing to tell.
#pragma once

#include <string>

#include "server/replay/report.hpp"

namespace server {

std::string answers_section(const figures& counted, const report_options& options);
std::string compared_section(const figures& counted, const report_options& options);
std::string rules_section(const figures& counted, const report_options& options);
std::string months_section(const figures& counted);
std::string happened_section(const figures& counted, const report_options& options);
std::string not_evaluated_section(const figures& counted, const report_options& options);
std::string burden_section(const figures& counted, const report_options& options);
std::string groups_section(const figures& counted, const report_options& options);
std::string agents_section(const figures& counted);
std::string review_section(const figures& counted, const report_options& options);
std::string input_section(const figures& counted);

/// A heading that can be linked to and what stands below it; what is wider than the page can be moved.
std::string section(std::string_view id, std::string_view title, std::string_view html);
std::string scrolling(std::string_view label, std::string_view html);

} // namespace server
