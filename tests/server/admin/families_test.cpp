// The metric families, as Prometheus reads them and as they are documented.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/server/support/running_admin.hpp"
#include "tests/server/support/sample_calls.hpp"
#include "tests/support/golden.hpp"

namespace {

using namespace server_tests;
using names = std::set<std::string>;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Names, types and help texts; no values.
std::string described(const std::string& metrics) {
  std::string text;
  for (const auto& line : lines_of(metrics))
    if (line.starts_with('#')) text += line + "\n";
  return text;
}

/// `a,b` of `family{a="1",b="2"} 3`; the bounds of buckets are not told.
names labels_in(const std::string& sample) {
  names found;
  for (auto at = sample.find("=\""); at != sample.npos; at = sample.find("=\"", at + 1)) {
    const auto begin = sample.find_last_of("{,", at) + 1;
    if (const auto name = sample.substr(begin, at - begin); name != "le") found.insert(name);
  }
  return found;
}

/// The labels of each family that the page has.
std::map<std::string, names> told(const std::string& metrics) {
  std::map<std::string, names> all;
  std::string family;
  for (const auto& line : lines_of(metrics)) {
    if (line.starts_with("# TYPE ")) family = line.substr(7, line.find(' ', 7) - 7);
    if (line.starts_with('#'))
      all[family];
    else
      all[family].merge(labels_in(line));
  }
  all.erase("");
  return all;
}

/// The same of the table in deploy/README.md: rows of `| `family` | `label` `label` | ... |`.
std::map<std::string, names> documented() {
  std::ifstream in(VESICLE_SOURCE_DIR "/deploy/README.md");
  std::map<std::string, names> all;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| `vesicle_") && !line.starts_with("| `process_")) continue;
    std::istringstream cells(line);
    std::string cell;
    std::getline(cells, cell, '`');
    std::string family;
    std::getline(cells, family, '`');
    std::getline(cells, cell, '|');
    std::getline(cells, cell, '|');
    std::istringstream in_quotes(cell);
    for (std::string between; std::getline(in_quotes, between, '`') && std::getline(in_quotes, between, '`');)
      all[family].insert(between);
    all[family];
  }
  return all;
}

/// With something in every family.
std::string whole_page() {
  running_service service;
  const running_admin admin(service);
  service.post(sign, prefetched_order());
  service.post(feedback, feedback_on(1, 1));
  return admin.metrics();
}

TEST(Families, AreWhatAPersonAgreedTo) {
  EXPECT_TRUE(support::is_golden("admin/families.txt", described(whole_page())));
}

TEST(Families, AreAllDocumentedWithTheirLabels) {
  const auto page = told(whole_page());
  const auto table = documented();
  for (const auto& [family, labels] : page) {
    ASSERT_TRUE(table.contains(family)) << family << " is not in deploy/README.md";
    EXPECT_EQ(labels, table.at(family)) << family;
  }
  for (const auto& [family, labels] : table) EXPECT_TRUE(page.contains(family)) << family << " is not told";
  EXPECT_GE(page.size(), 25U);
}

TEST(Families, AreAllThatAlertsLookAt) {
  std::ifstream in(VESICLE_SOURCE_DIR "/deploy/prometheus/alerts.yaml");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto page = told(whole_page());
  const std::regex family("vesicle_[a-z_]+");
  std::size_t found = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), family), end; at != end; ++at, ++found) {
    const auto name = std::regex_replace(at->str(), std::regex("_(bucket|sum|count)$"), "");
    EXPECT_TRUE(page.contains(name)) << name;
  }
  EXPECT_GE(found, 10U);
}

TEST(Families, HaveNoSampleTwice) {
  names seen;
  for (const auto& line : lines_of(whole_page()))
    EXPECT_TRUE(line.starts_with('#') || seen.insert(line.substr(0, line.rfind(' '))).second) << line;
}

} // namespace
