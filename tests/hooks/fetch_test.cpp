#include "hooks/fetch.hpp"

#include <gtest/gtest.h>

#include "fhir/json/document.hpp"
#include "tests/hooks/small_knowledge.hpp"

namespace {

using fhir::data_kind;
using fhir::supplied;
using state = fhir::supplied::state;

constexpr std::string_view base = "https://ehr.example.org/fhir/r4";

struct page_case {
  std::string_view link, wanted; // empty: not to be followed
};

TEST(NextPage, IsFollowedUnderTheBaseAlone) {
  const page_case table[] = {
      {"https://ehr.example.org/fhir/r4?page=2", "https://ehr.example.org/fhir/r4?page=2"},
      {"https://ehr.example.org/fhir/r4/Condition?page=2", "https://ehr.example.org/fhir/r4/Condition?page=2"},
      {"Condition?patient=p&page=2", "https://ehr.example.org/fhir/r4/Condition?patient=p&page=2"},
      {"https://ehr.example.org/fhir/r4x?page=2", ""},
      {"https://ehr.example.org/fhir?page=2", ""},
      {"https://ehr.example.org/fhir/r4/../../admin", ""},
      {"https://ehr.example.org/fhir/r4/%2e%2e/admin", ""},
      {"http://ehr.example.org/fhir/r4?page=2", ""},
      {"https://ehr.example.org:8443/fhir/r4?page=2", ""},
      {"https://other.example.org/fhir/r4?page=2", ""},
      {"https://ehr.example.org.evil.example/fhir/r4?page=2", ""},
      {"https://ehr.example.org@evil.example/fhir/r4?page=2", ""},
      {"https://user@ehr.example.org/fhir/r4?page=2", ""},
      {"https://ehr.example.org/fhir/r4?page=2#x", ""},
      {"https://ehr.example.org/fhir/r4?page=2 HTTP/1.1", ""},
      {"https://ehr.example.org/fhir/r4?page=2\r\nX: y", ""},
      {"https://ehr.example.org/fhir/r4?page=\xC3\xA9", ""},
      {"//evil.example/fhir/r4", "https://ehr.example.org/fhir/r4///evil.example/fhir/r4"}, // a path of the base
      {"javascript:alert(1)", "https://ehr.example.org/fhir/r4/javascript:alert(1)"},
      {"file:///etc/passwd", ""},
      {"?", "https://ehr.example.org/fhir/r4/?"},
      {"", ""},
  };
  for (const auto& one : table) EXPECT_EQ(hooks::next_page_url(one.link, base), one.wanted) << one.link;
}

struct right_case {
  bool registered; // for the base, or for nothing
  bool anywhere;
  std::string_view server, token;
  bool allowed;
};

TEST(FetchRights, CoverRegisteredBasesWithATokenAlone) {
  const right_case table[] = {
      {true, false, base, "t", true},
      {true, false, base, "", false},
      {true, false, "https://ehr.example.org/fhir", "t", false},
      {true, false, "https://ehr.example.org/fhir/r4/x", "t", false},
      {true, false, "https://EHR.example.org/fhir/r4", "t", false},
      {true, false, "http://ehr.example.org/fhir/r4", "t", false},
      {true, false, "", "t", false},
      {false, false, base, "t", false},
      {false, true, base, "", true},
      {false, true, "http://ehr.example.org/fhir/r4", "t", false},
      {false, true, "", "", false},
  };
  for (const auto& one : table) {
    hooks::client by;
    if (one.registered) by.fhir_servers = {std::string(base)};
    by.any_https_fhir_server = one.anywhere;
    hooks::request read;
    read.patient_id = "p-1";
    read.fhir_server = one.server;
    read.access_token = one.token;
    EXPECT_EQ(hooks::may_fetch(read, by), one.allowed) << one.server << ' ' << one.token;
  }
}

/// A request with a prefetch, and the gathering of its data.
class Gathering : public testing::Test {
 protected:
  hooks::gathering& of(std::string_view prefetch, const hooks::prefetch_keys& keys = {}) {
    text_ = R"({"prefetch":)" + std::string(prefetch) + "}";
    const auto root = document_.read(text_);
    if (!root) throw std::invalid_argument("not JSON: " + text_);
    std::vector<fhir::issue> faults;
    read_.patient_id = "p-1";
    read_.fhir_server = base;
    read_.data = hooks::read_prefetch(*root, faults);
    return gathering_.emplace(read_, keys, hooks_tests::small_knowledge().terms);
  }

  std::vector<std::string> urls() const {
    std::vector<std::string> all;
    for (const auto& item : gathering_->wanted()) all.push_back(item.url.substr(base.size()));
    return all;
  }

  state state_of(data_kind k) const {
    auto data = gathering_->data();
    hooks::fail_unfinished(data);
    return data[static_cast<std::size_t>(k)].what;
  }

  void answer(std::vector<std::string> bodies) {
    std::vector<hooks::fetched> answers;
    for (auto& body : bodies) answers.push_back({200, "application/fhir+json; charset=utf-8", std::move(body)});
    gathering_->take(std::move(answers));
  }

  std::string text_;
  fhir::json::document document_;
  hooks::request read_;
  std::optional<hooks::gathering> gathering_;
};

/// Everything prefetched but what is said.
std::string all_but(std::string_view said) {
  std::string text = R"({"patient":{"resourceType":"Patient","id":"p-1"})";
  for (const auto* key : {"conditions", "medications", "dispenses", "administrations", "statements", "labs", "vitals",
                          "serviceRequests", "allergies"})
    if (said.find(key) == said.npos) text.append(",\"").append(key).append("\":null");
  return text.append(said).append("}");
}

std::string page(std::string_view entries, std::string_view next = {}) {
  std::string text = R"({"resourceType":"Bundle","entry":[)" + std::string(entries) + "]";
  if (!next.empty()) text += R"(,"link":[{"relation":"next","url":")" + std::string(next) + R"("}])";
  return text + "}";
}
constexpr std::string_view condition =
    R"({"resource":{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p-1"}}})";

TEST_F(Gathering, AsksForEveryKeyThatDidNotCome) {
  of("{}");
  const auto all = urls();
  ASSERT_EQ(all.size(), fhir::data_kind_count);
  EXPECT_EQ(all[0], "/Patient/p-1");
  EXPECT_EQ(all[1], "/Condition?patient=p-1&_count=1000");
  for (const auto& url : all) EXPECT_EQ(url.find('{'), std::string::npos) << url;
}

TEST_F(Gathering, AsksForWhatFailedAndForNothingThatCame) {
  of(all_but(R"(,"conditions":{"resourceType":"OperationOutcome"})"));
  EXPECT_EQ(urls(), std::vector<std::string>{"/Condition?patient=p-1&_count=1000"});
  of(all_but(""));
  EXPECT_TRUE(urls().empty());
}

TEST_F(Gathering, AsksForNoKeyThatIsSwitchedOff) {
  hooks::prefetch_keys keys;
  keys.switch_off(data_kind::allergies);
  of(R"({"patient":{"resourceType":"Patient","id":"p-1"}})", keys);
  EXPECT_EQ(urls().size(), fhir::data_kind_count - 2);
  EXPECT_EQ(state_of(data_kind::allergies), state::absent);
}

TEST_F(Gathering, TakesWhatComesAndFailsWhatDoesNot) {
  of(all_but(R"(,"conditions":{"resourceType":"OperationOutcome"})"));
  answer({page(condition)});
  EXPECT_TRUE(urls().empty());
  EXPECT_EQ(state_of(data_kind::conditions), state::present);

  const hooks::fetched bad[] = {
      {},
      {404, "application/fhir+json", page(condition)},
      {200, "text/html", page(condition)},
      {200, "", page(condition)},
      {200, "application/fhir+json", ""},
      {200, "application/fhir+json", "{"},
      {200, "application/fhir+json", "[]"},
      {200, "application/fhir+json", "<html>"},
      {200, "application/fhir+json", R"({"resourceType":"OperationOutcome"})"},
      {200, "application/fhir+json", R"({"resourceType":"Condition"})"},
      {200, "application/fhir+json", R"({"resourceType":"Bundle","entry":{}})"},
      {200, "application/fhir+json", R"({"resourceType":"Bundle","entry":[1]})"},
      {200, "application/fhir+json", R"({"resourceType":"Bundle","entry":[{"resource":[]}]})"},
      {200, "application/fhir+json", R"({"resourceType":"Bundle","resourceType":"Bundle"})"},
      {200, "application/fhir+json", R"({"resourceType":"Bundle","total":3})"},
      {200, "application/fhir+json", R"({"resourceType":"Bundle","total":3,"entry":[]})"},
  };
  for (const auto& one : bad) {
    of(all_but(R"(,"conditions":{"resourceType":"OperationOutcome"})"));
    gathering_->take({one});
    EXPECT_TRUE(urls().empty()) << one.body;
    EXPECT_EQ(state_of(data_kind::conditions), state::failed) << one.body;
  }
  of(all_but(R"(,"conditions":{"resourceType":"OperationOutcome"})"));
  gathering_->take({}); // fewer answers than were wanted
  EXPECT_EQ(state_of(data_kind::conditions), state::failed);
}

TEST_F(Gathering, RefusesAnotherPatient) {
  for (const auto* body : {R"({"resourceType":"Patient","id":"p-2"})", R"({"resourceType":"Patient"})"}) {
    of(R"({"conditions":null,"medications":null})");
    ASSERT_EQ(urls().front(), "/Patient/p-1");
    answer({body});
    EXPECT_EQ(state_of(data_kind::patient), state::failed) << body;
  }
}

TEST_F(Gathering, FollowsPagesOfThePrefetchAndOfTheServer) {
  of(all_but(R"(,"conditions":)" + page(condition, "https://ehr.example.org/fhir/r4?p=2")));
  EXPECT_EQ(urls(), std::vector<std::string>{"?p=2"});
  answer({page(condition, "Condition?p=3")});
  EXPECT_EQ(urls(), std::vector<std::string>{"/Condition?p=3"});
  answer({page(condition)});
  EXPECT_TRUE(urls().empty());
  EXPECT_EQ(state_of(data_kind::conditions), state::present);
  EXPECT_EQ(gathering_->data()[1].further.size(), 2u);
}

TEST_F(Gathering, FailsAResultThatIsCutShort) {
  const std::string elsewhere = "https://evil.example/fhir/r4?p=2";
  of(all_but(R"(,"conditions":)" + page(condition, elsewhere)));
  EXPECT_TRUE(urls().empty());
  EXPECT_EQ(state_of(data_kind::conditions), state::failed);

  of(all_but(R"(,"conditions":)" + page(condition, "?p=2")));
  answer({page(condition, "?p=2")}); // the page names itself
  EXPECT_TRUE(urls().empty());
  EXPECT_EQ(state_of(data_kind::conditions), state::failed);

  of(all_but(R"(,"conditions":)" + page(condition, "?p=2")));
  answer({"{}"}); // what was there counts as little as what is missing
  EXPECT_EQ(state_of(data_kind::conditions), state::failed);
}

TEST_F(Gathering, FollowsAtMostTenPagesAndAThousandEntries) {
  of(all_but(R"(,"conditions":)" + page(condition, "?p=2")));
  std::size_t pages = 1;
  while (!urls().empty()) {
    ++pages;
    answer({page(condition, "?p=" + std::to_string(pages + 1))});
  }
  EXPECT_EQ(pages, hooks::gathering::most_pages);
  EXPECT_EQ(state_of(data_kind::conditions), state::failed);

  std::string many(condition);
  for (std::size_t i = 1; i < hooks::gathering::most_entries; ++i) many.append(",").append(condition);
  of(all_but(R"(,"conditions":{"resourceType":"OperationOutcome"})"));
  answer({page(many)});
  EXPECT_EQ(state_of(data_kind::conditions), state::present);
  of(all_but(R"(,"conditions":{"resourceType":"OperationOutcome"})"));
  answer({page(many + "," + std::string(condition))});
  EXPECT_EQ(state_of(data_kind::conditions), state::failed);
}

TEST_F(Gathering, TakesNoMoreThanOneRequestMayCost) {
  of(R"({"patient":{"resourceType":"Patient","id":"p-1"},"conditions":null,"medications":null})");
  const std::string padded = R"({"resourceType":"Bundle","id":")" + std::string(std::size_t{4} << 20, 'x') + "\"}";
  answer(std::vector<std::string>(urls().size(), padded));
  const auto state_at = [&](std::size_t i) { return gathering_->data()[i].what; };
  EXPECT_EQ(state_at(3), state::present);
  EXPECT_EQ(state_at(5), state::present);
  EXPECT_EQ(state_at(6), state::failed); // the fourth would be more than 16 MiB
  EXPECT_EQ(state_at(9), state::failed);
}

} // namespace
