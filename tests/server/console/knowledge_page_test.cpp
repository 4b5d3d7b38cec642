// The rules as a page for everybody, on the listener that clients use.
#include <gmock/gmock.h>

#include <string>

#include <boost/json.hpp>

#include "cds/knowledge/read.hpp"
#include "server/console/knowledge_page.hpp"
#include "tests/server/support/running_service.hpp"
#include "tests/server/support/sample_calls.hpp"
#include "tests/support/chart.hpp"

namespace {

using namespace server_tests;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++times;
  return times;
}

TEST(KnowledgePage, HoldsEveryRuleUnderItsName) {
  const auto html = server::knowledge_html(support::embedded_knowledge());
  for (const auto& rule : support::embedded_knowledge().rules) {
    const auto name = std::string(cds::name_of(rule.id));
    EXPECT_EQ(count(html, "<h2 id=\"" + name + "\">"), 1u);
    EXPECT_EQ(count(html, "href=\"#" + name + "\""), 1u);
  }
  EXPECT_THAT(html, AllOf(HasSubstr("Not signed off by a clinician"), HasSubstr("failure.escalate_day"),
                          Not(HasSubstr("<script")), Not(HasSubstr("style=\"")), Not(HasSubstr(" onclick"))));
  EXPECT_EQ(count(html, "<td>"), count(html, "</td>"));
  EXPECT_EQ(count(html, "<table>"), count(html, "</table>"));
  EXPECT_EQ(count(html, "<ul>"), count(html, "</ul>"));
}

TEST(KnowledgePage, EscapesWhatAnOverlayMaySay) {
  auto files = cds_knowledge::embedded();
  const std::string title = "Red flag: herpes that needs same-day care";
  for (auto& file : files)
    if (const auto at = file.text.find(title); file.name == "rules.toml" && at != std::string::npos)
      file.text.replace(at, title.size(), R"(<script>alert('1')</script> & \"more\")");
  const auto known = cds_knowledge::read(files);
  ASSERT_TRUE(known);
  const auto html = server::knowledge_html(*known);
  EXPECT_THAT(html, AllOf(HasSubstr("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;more&quot;"),
                          Not(HasSubstr("<script>"))));
}

TEST(KnowledgePage, IsServedBesideCalls) {
  running_service service;
  server::settings chosen;
  chosen.listen = "127.0.0.1:0";
  chosen.timeouts.answer = std::chrono::seconds{10}; // the first page is written on its first call
  server::listener open(server::read_listen_address(chosen.listen).value(), service.tls(), chosen,
                        server::with_knowledge_page(service.setup().answerers(chosen), [&] { return service.now(); }));
  open.start();
  const auto get = [&](const std::string& target, const std::string& more = {}) {
    tls_client client(open.address().port);
    client.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n");
    return client.receive().value();
  };
  const auto page = get("/knowledge?from=card");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("content-security-policy"),
            "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
  EXPECT_EQ(page.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(get("/knowledge", "If-None-Match: " + page.header("etag") + "\r\n").status, 304);
  EXPECT_EQ(get("/knowledge/style.css").header("content-type"), "text/css; charset=utf-8");
  EXPECT_EQ(get("/knowledge/other").status, 404);
  EXPECT_EQ(get("/cds-services").status, 200);
  open.stop();
  open.wait();
}

TEST(KnowledgePage, IsWhatCardsLinkToWhenItIsThere) {
  const auto links_of = [](bool with_pages) {
    const running_service service({.change = [&](server::settings& chosen) { chosen.knowledge_pages = with_pages; }});
    const auto answer = boost::json::parse(service.post(sign, prefetched_order()).body);
    std::vector<std::string> urls;
    for (const auto& card : answer.at("cards").as_array())
      if (const auto* links = card.as_object().if_contains("links"))
        for (const auto& link : links->as_array()) urls.emplace_back(link.at("url").as_string());
    return urls;
  };
  EXPECT_THAT(links_of(true), testing::Contains(testing::EndsWith("/knowledge#regimen-check")));
  EXPECT_THAT(links_of(false), Not(testing::Contains(HasSubstr("/knowledge#"))));
}

} // namespace
