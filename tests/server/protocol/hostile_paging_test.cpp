// Results that come in pages: all of them or none, wherever the links lead.
#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/server/support/running_service.hpp"
#include "tests/server/support/sample_calls.hpp"

namespace {

using namespace server_tests;
using testing::HasSubstr;
using testing::Not;

const std::string of_interest = "creatinine-of-p-1";

std::string empty_results(const std::string&) { return bundle_of({}); }

/// The order whose `labs` are as told, and otherwise fetched.
std::string order_for(const hostile_server& fhir, const std::string& labs = {}) {
  order_wish wish;
  wish.fhir_server = fhir.url("/fhir");
  wish.prefetch = with(empty_chart(), "vitals", bundle_of({weight("weight-of-p-1")}));
  wish.prefetch = labs.empty() ? without(wish.prefetch, "labs") : with(wish.prefetch, "labs", labs);
  return order(wish);
}

std::string page(const std::string& name) { return "?page=" + name; }
bool is_page(const std::string& target, const std::string& name) { return target.ends_with(page(name)); }

/// Pages 1 to `count`, the result of interest on the last one.
std::string of_many_pages(const hostile_server& fhir, const std::string& target, int count) {
  for (int i = 2; i <= count; ++i)
    if (is_page(target, std::to_string(i)))
      return i == count ? bundle_of({creatinine(of_interest)})
                        : bundle_of({}, fhir.url("/fhir") + page(std::to_string(i + 1)));
  return bundle_of({}, fhir.url("/fhir") + page("2"));
}

std::vector<std::string> many_entries(std::size_t count) {
  std::vector<std::string> all(count - 1, weight("of-no-interest"));
  all.push_back(creatinine(of_interest));
  return all;
}

struct paging_case {
  const char* what;
  bool whole;
  std::function<std::string(const hostile_server& fhir, const hostile_server& other, const std::string& target)> body;
};

std::string first_then(const std::string& target, const std::string& next, const std::string& last) {
  return is_page(target, "2") ? last : bundle_of({creatinine(of_interest)}, next);
}

const std::string nothing_more = bundle_of({});
const paging_case cases[] = {
    {"one page", true, [](const auto&, const auto&, const auto&) { return bundle_of({creatinine(of_interest)}); }},
    {"three pages", true, [](const auto& fhir, const auto&, const auto& at) { return of_many_pages(fhir, at, 3); }},
    {"ten pages", true, [](const auto& fhir, const auto&, const auto& at) { return of_many_pages(fhir, at, 10); }},
    {"eleven pages", false, [](const auto& fhir, const auto&, const auto& at) { return of_many_pages(fhir, at, 11); }},
    {"a relative link", true,
     [](const auto&, const auto&, const auto& at) { return first_then(at, "Observation?page=2", nothing_more); }},
    {"a page that links to itself", false,
     [](const auto& fhir, const auto&, const auto&) {
       return bundle_of({creatinine(of_interest)}, fhir.url("/fhir") + page("2"));
     }},
    {"two pages that link to each other", false,
     [](const auto& fhir, const auto&, const auto& at) {
       return bundle_of({creatinine(of_interest)}, fhir.url("/fhir") + page(is_page(at, "2") ? "3" : "2"));
     }},
    {"elsewhere", false,
     [](const auto&, const auto& other, const auto& at) {
       return first_then(at, other.url("/fhir") + page("2"), nothing_more);
     }},
    {"another path of the server", false,
     [](const auto& fhir, const auto&, const auto& at) {
       return first_then(at, fhir.url("/fhir2") + page("2"), nothing_more);
     }},
    {"up and down again", false,
     [](const auto& fhir, const auto&, const auto& at) {
       return first_then(at, fhir.url("/fhir/../admin") + page("2"), nothing_more);
     }},
    {"escaped up and down", false,
     [](const auto& fhir, const auto&, const auto& at) {
       return first_then(at, fhir.url("/fhir/%2e%2e/admin") + page("2"), nothing_more);
     }},
    {"with a user", false,
     [](const auto& fhir, const auto&, const auto& at) {
       return first_then(at, "https://localhost@localhost:" + std::to_string(fhir.port()) + "/fhir" + page("2"),
                         nothing_more);
     }},
    {"without TLS", false,
     [](const auto& fhir, const auto&, const auto& at) {
       return first_then(at, "http://localhost:" + std::to_string(fhir.port()) + "/fhir" + page("2"), nothing_more);
     }},
    {"a line break in it", false,
     [](const auto& fhir, const auto&, const auto& at) {
       return first_then(at, fhir.url("/fhir") + R"(?a\r\nX-Injected: 1)" + page("2"), nothing_more);
     }},
    {"a second page that is no result", false,
     [](const auto& fhir, const auto&, const auto& at) {
       return first_then(at, fhir.url("/fhir") + page("2"), R"({"resourceType":"OperationOutcome","issue":[]})");
     }},
    {"a thousand entries", true, [](const auto&, const auto&, const auto&) { return bundle_of(many_entries(1000)); }},
    {"one more", false, [](const auto&, const auto&, const auto&) { return bundle_of(many_entries(1001)); }},
    {"one more over two pages", false,
     [](const auto& fhir, const auto&, const auto& at) {
       return is_page(at, "2") ? bundle_of(many_entries(501))
                               : bundle_of(many_entries(500), fhir.url("/fhir") + page("2"));
     }},
};

/// A debug build on a busy machine reads a thousand entries in its own time; what is proven here is no deadline.
void be_patient(server::settings& chosen) {
  chosen.timeouts.fetch = std::chrono::seconds(8);
  chosen.timeouts.answer = std::chrono::seconds(9);
}

void expect_cards(const http_answer& answer, bool whole, const char* what) {
  ASSERT_EQ(answer.status, 200) << what << ": " << answer.body;
  const auto cards = cards_in(answer);
  if (whole) {
    EXPECT_THAT(cards, HasSubstr("500 mg every 12 hours")) << what;
    EXPECT_THAT(cards, Not(HasSubstr("could not be done"))) << what;
  } else {
    EXPECT_THAT(cards, Not(HasSubstr(of_interest))) << what;
    EXPECT_THAT(cards, HasSubstr("could not be done: data are missing")) << what;
  }
}

TEST(HostilePaging, AResultIsTakenWholeOrCountsAsUnknown) {
  for (const auto& one : cases) {
    hostile_server other(empty_results);
    hostile_server fhir(empty_results);
    fhir.answer_with([&](const std::string& target) { return http_text(one.body(fhir, other, target)); });
    const running_service service({.keeps = false, .change = be_patient}, &fhir);
    expect_cards(service.post(sign, order_for(fhir)), one.whole, one.what);
    EXPECT_EQ(other.connections(), 0U) << one.what;
    EXPECT_LE(fhir.requests().size(), 10U) << one.what;
    for (const auto& head : fhir.requests()) EXPECT_TRUE(head.starts_with("GET /fhir")) << head;
    for (const auto& head : fhir.requests()) EXPECT_THAT(head, Not(HasSubstr("Injected"))) << one.what;
  }
}

TEST(HostilePaging, TheLinkOfAPrefetchedResultIsFollowed) {
  hostile_server fhir(empty_results);
  const running_service service({.keeps = false, .change = be_patient}, &fhir);
  const auto first = bundle_of({}, fhir.url("/fhir") + page("2"));
  fhir.answer_with([](const std::string&) { return http_text(bundle_of({creatinine(of_interest)})); });
  expect_cards(service.post(sign, order_for(fhir, first)), true, "followed");
  ASSERT_EQ(fhir.requests().size(), 1U);
  EXPECT_THAT(fhir.requests().front(), HasSubstr(page("2")));
  fhir.answer_with([](const std::string&) { return http_text("{}", "410 Gone"); });
  expect_cards(service.post(sign, order_for(fhir, first)), false, "gone");
}

} // namespace
