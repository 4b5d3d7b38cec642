#include "server/replay/report.hpp"

#include <sys/stat.h>

#include <fstream>
#include <regex>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "cds/knowledge/read.hpp"
#include "fhir/json/document.hpp"
#include "server/replay/aggregate.hpp"
#include "server/replay/page_style.hpp"
#include "server/replay/report_files.hpp"
#include "tests/server/replay/made_orders.hpp"
#include "tests/server/support/temporary_directory.hpp"
#include "tests/support/golden.hpp"

namespace server {
namespace {

namespace fs = std::filesystem;

prescriber_groups wards() {
  prescriber_groups groups;
  for (int i = 0; i < 14; ++i)
    groups[fmt::format("Practitioner/{:03}", i)] = i < 8 ? "ward A" : i < 12 ? "ward B" : "ward C";
  return groups;
}

figures made_figures(bool compared = true, std::size_t patients = 120) {
  aggregate sums({.sample = 4, .seed = 1, .groups = wards()});
  sums.add(server_tests::made_run());
  for (const auto& order : server_tests::made_orders(patients, 7, compared)) sums.add(order);
  return sums.counted();
}

report_options titled(bool identifying = false) {
  static const auto titles = titles_of(cds_knowledge::read(cds_knowledge::embedded()).value());
  return {.identifying = identifying, .titles = titles};
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Report, IsWhatAPersonAgreedWith) {
  const auto counted = made_figures();
  EXPECT_TRUE(support::is_golden("replay/index.html", report_page(counted, titled())));
  EXPECT_TRUE(support::is_golden("replay/report.json", support::laid_out(report_json(counted, titled()))));
  EXPECT_TRUE(support::is_golden("replay/cards.csv", cards_csv(counted)));
  EXPECT_TRUE(support::is_golden("replay/months.csv", months_csv(counted)));
  EXPECT_TRUE(support::is_golden("replay/not_evaluated.csv", not_evaluated_csv(counted)));
  EXPECT_TRUE(support::is_golden("replay/happened.csv", happened_csv(counted)));
  EXPECT_TRUE(support::is_golden("replay/burden.csv", burden_csv(counted, titled())));
  EXPECT_TRUE(support::is_golden("replay/groups.csv", groups_csv(counted, titled())));
  EXPECT_TRUE(support::is_golden("replay/compared.csv", compared_csv(counted)));
  EXPECT_TRUE(support::is_golden("replay/worklist.csv", worklist_csv(counted, titled())));
}

TEST(Report, LoadsNothingAndRunsNothing) {
  const auto page = report_page(made_figures(), titled());
  EXPECT_NE(page.find("content=\"default-src 'none'; style-src 'sha256-"), std::string::npos);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("style=\""), std::string::npos);
  EXPECT_EQ(page.find("://"), std::string::npos);
  EXPECT_EQ(page.find("url("), std::string::npos);
  EXPECT_FALSE(std::regex_search(page, std::regex(R"(\s(src|srcset|data|action|on[a-z]+)=)")));
  const std::regex link("href=\"([^\"]*)\"");
  for (auto it = std::sregex_iterator(page.begin(), page.end(), link); it != std::sregex_iterator(); ++it)
    EXPECT_TRUE(std::regex_match((*it)[1].str(), std::regex(R"(#[a-z-]+|[a-z_]+\.csv)"))) << (*it)[1];
}

TEST(Report, LinksToPlacesOnThePage) {
  const auto page = report_page(made_figures(), titled());
  const std::regex link("href=\"#([^\"]*)\"");
  for (auto it = std::sregex_iterator(page.begin(), page.end(), link); it != std::sregex_iterator(); ++it)
    EXPECT_NE(page.find("id=\"" + (*it)[1].str() + "\""), std::string::npos) << (*it)[1];
}

/// Every element is closed by its own name, as XML: a value that broke out of its place would show.
TEST(Report, ElementsAreNestedWhateverTextComes) {
  const std::string hostile = "\"><script>alert(1)</script>&'<!--";
  auto orders = server_tests::made_orders(30, 9, true);
  for (auto& order : orders) {
    order.patient += hostile;
    order.order = "=1+1" + hostile + order.order;
    order.prescriber += hostile;
    if (!order.judged.refused.empty()) order.judged.refused = hostile;
    for (auto& rule : order.judged.rules)
      for (auto& missing : rule.missing) missing = hostile;
  }
  auto run = server_tests::made_run();
  run.files[0].name = run.broken[0].file = run.broken[0].why = run.missing[0].type = run.knowledge.version =
      run.knowledge.hash = hostile;
  prescriber_groups groups;
  for (const auto& order : orders) groups[order.prescriber] = hostile;
  aggregate sums({.groups = groups});
  sums.add(run);
  for (const auto& order : orders) sums.add(order);
  auto options = titled(true);
  options.titles.fill(hostile);
  const auto page = report_page(sums.counted(), options);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("<!--"), std::string::npos);
  std::vector<std::string> open;
  const std::regex tag("<(/?)([a-z0-9]+)[^<>]*?(/?)>");
  for (auto it = std::sregex_iterator(page.begin(), page.end(), tag); it != std::sregex_iterator(); ++it) {
    const auto name = (*it)[2].str();
    if (name == "meta" || (*it)[3].length() > 0) continue;
    if ((*it)[1].length() == 0) {
      open.push_back(name);
    } else {
      ASSERT_FALSE(open.empty());
      ASSERT_EQ(open.back(), name) << "at " << it->position();
      open.pop_back();
    }
  }
  EXPECT_TRUE(open.empty());
  const auto list = worklist_csv(sums.counted(), options);
  EXPECT_NE(list.find("\"'=1+1\"\"><script>"), std::string::npos) << "quoted, and no formula";
  const auto json = report_json(sums.counted(), options);
  fhir::json::document document;
  EXPECT_TRUE(document.read(json));
}

TEST(Report, NamesNobodyUnlessAsked) {
  const auto counted = made_figures();
  const auto all_of = [&](const report_options& options) {
    return report_page(counted, options) + report_json(counted, options) + burden_csv(counted, options) +
           groups_csv(counted, options) + worklist_csv(counted, options) + cards_csv(counted) + months_csv(counted) +
           happened_csv(counted) + compared_csv(counted);
  };
  const auto closed = all_of(titled());
  EXPECT_EQ(closed.find("patient-0"), std::string::npos);
  EXPECT_EQ(closed.find("Practitioner/"), std::string::npos);
  const auto open = all_of(titled(true));
  EXPECT_NE(open.find("patient-0"), std::string::npos);
  EXPECT_NE(open.find("Practitioner/"), std::string::npos);
}

TEST(Report, TheWeeksOfTwoPrescribersAreTheirs) {
  for (const int prescribers : {1, 2, 3}) {
    aggregate sums;
    auto orders = server_tests::made_orders(20, 3);
    for (std::size_t i = 0; i < orders.size(); ++i)
      orders[i].prescriber = std::to_string(i % static_cast<std::size_t>(prescribers));
    for (const auto& order : orders) sums.add(order);
    const auto told = [&](bool identifying) {
      const auto page = report_page(sums.counted(), titled(identifying));
      const auto json = report_json(sums.counted(), titled(identifying));
      const auto rows = burden_csv(sums.counted(), titled(identifying));
      const bool all = page.find("In a week with an antiviral order") != std::string::npos;
      EXPECT_EQ(page.find("their weeks are not told") == std::string::npos, all);
      EXPECT_EQ(json.find("weeksByCards") != std::string::npos, all);
      EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n') > 1, all);
      return all;
    };
    EXPECT_EQ(told(false), prescribers == 3) << prescribers;
    EXPECT_TRUE(told(true));
  }
}

TEST(Report, NothingToReportIsAReport) {
  aggregate nothing;
  const auto page = report_page(nothing.counted(), titled());
  EXPECT_NE(page.find("0 antiviral orders of 0 patients"), std::string::npos);
  EXPECT_EQ(page.find("nan"), std::string::npos);
  EXPECT_EQ(page.find("inf"), page.find("info"));
  const auto json = report_json(nothing.counted(), titled());
  fhir::json::document document;
  EXPECT_TRUE(document.read(json));
}

TEST(Report, StandsWholeOrNotAtAll) {
  const server_tests::temporary_directory place;
  const auto report = place.path() / "report";
  ASSERT_TRUE(write_report(report, made_figures(false, 20), titled()));
  const auto first = text_of(report / "index.html");
  ASSERT_TRUE(write_report(report / "", made_figures(true, 30), titled())) << "an earlier report is replaced";
  EXPECT_NE(text_of(report / "index.html"), first);
  EXPECT_TRUE(fs::exists(report / "compared.csv"));
  ASSERT_TRUE(write_report(report, made_figures(false, 20), titled()));
  EXPECT_EQ(text_of(report / "index.html"), first) << "and nothing of it is left";
  EXPECT_FALSE(fs::exists(report / "compared.csv"));
  EXPECT_EQ(std::distance(fs::directory_iterator(place.path()), fs::directory_iterator()), 1);
  struct stat seen {};
  ASSERT_EQ(::stat((report / "worklist.csv").c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 07U, 0U) << "for others to read";
}

TEST(Report, TakesNoPlaceOfAnythingElse) {
  const server_tests::temporary_directory place;
  fs::create_directory(place.path() / "mine");
  std::ofstream(place.path() / "mine" / "letter.txt") << "dear";
  const auto refused = write_report(place.path() / "mine", made_figures(false, 5), titled());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), "is there and is no report; name a new directory");
  EXPECT_EQ(text_of(place.path() / "mine" / "letter.txt"), "dear");
  std::ofstream(place.path() / "file") << "dear";
  EXPECT_EQ(write_report(place.path() / "file", made_figures(false, 5), titled()).error(),
            "is there and is no directory");
  EXPECT_EQ(write_report(place.path() / "none" / "report", made_figures(false, 5), titled()).error(),
            "cannot be made: No such file or directory");
  EXPECT_EQ(std::distance(fs::directory_iterator(place.path()), fs::directory_iterator()), 2);
}

} // namespace
} // namespace server
