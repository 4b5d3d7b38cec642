// What every store keeps, whatever it keeps it in: SQLite's file and PostgreSQL's database answer the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "server/store/export.hpp"
#include "server/store/postgres_reports.hpp"
#include "server/store/reports.hpp"
#include "tests/server/store/support/postgres_opened.hpp"
#include "tests/server/store/support/samples.hpp"
#include "tests/server/support/temporary_directory.hpp"

namespace {

using namespace store_tests;

/// Somewhere empty to keep things in.
struct place {
  std::function<std::unique_ptr<server::store>()> open;
  std::function<std::string(const std::string& query)> ask;
  server::report_source reports;
};

place in_sqlite(const server_tests::temporary_directory& data) {
  return {.open = [&data] { return open_store(data.path()); },
          .ask = [&data](const std::string& query) { return text(data.path(), query); },
          .reports = server::embedded_reports(data.path())};
}

place in_postgres() {
  const auto at = shared_server().database();
  return {.open = [at] { return open_store(at); },
          .ask = [at](const std::string& query) { return text(at, query); },
          .reports = server::postgres_reports(at)};
}

class StoreContract : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (GetParam() == std::string("SQLite")) {
      place_ = in_sqlite(data_);
      return;
    }
    VESICLE_NEEDS_POSTGRES();
    place_ = in_postgres();
  }
  std::unique_ptr<server::store> open() const { return place_.open(); }
  std::string count(const std::string& table) const { return place_.ask("SELECT count(*) FROM " + table); }
  std::string ask(const std::string& query) const { return place_.ask(query); }
  std::vector<server::feedback_row> rows(const server::report_filter& wanted = {}) const {
    std::vector<server::feedback_row> all;
    const auto done = place_.reports.rows(wanted, [&](const server::feedback_row& row) { all.push_back(row); });
    if (!done) throw std::runtime_error(done.error());
    return all;
  }
  const server::report_source& reports() const { return place_.reports; }

 private:
  server_tests::temporary_directory data_;
  place place_;
};

TEST_P(StoreContract, CollapsesDuplicatesAndNothingElse) {
  auto store = open();
  EXPECT_TRUE(put(*store, batch({accepted(1), accepted(1)})));
  EXPECT_TRUE(put(*store, batch({accepted(1), accepted(2)})));
  store.reset();
  store = open();
  EXPECT_TRUE(put(*store, batch({accepted(2)})));
  EXPECT_EQ(count("feedback"), "2");
  EXPECT_TRUE(put(*store, batch({overridden(1)})));
  EXPECT_TRUE(put(*store, batch({accepted(1)}, "another ward")));
  auto later = accepted(1);
  later.outcome_timestamp = "2026-01-05T12:00:01Z";
  EXPECT_TRUE(put(*store, batch({later})));
  EXPECT_EQ(count("feedback"), "5");
  EXPECT_EQ(count("accepted_suggestion"), "4");
}

TEST_P(StoreContract, KeepsAllThatAnItemSays) {
  const auto store = open();
  auto taken = accepted(1);
  auto in_capitals = uuid('5', 2);
  in_capitals[9] = 'A';
  auto in_small = in_capitals;
  in_small[9] = 'a';
  taken.accepted_suggestions.insert(taken.accepted_suggestions.end(), {in_capitals, in_small, in_capitals});
  EXPECT_TRUE(put(*store, batch({taken, overridden(2)})));
  const auto all = rows();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].suggestions, (std::vector<server::taken_suggestion>{{uuid('5', 1), ""}, {in_capitals, ""}}));
  EXPECT_EQ(all[1], (server::feedback_row{.card = uuid('c', 2),
                                          .known = false,
                                          .rule = {},
                                          .rule_version = {},
                                          .user = {},
                                          .encounter = {},
                                          .outcome = "overridden",
                                          .suggestions = {},
                                          .reason = {"expert-contradicts", "urn:reasons", "Advice from expert"},
                                          .comment = "seen by a colleague",
                                          .date = "2026-01-05T12:00:00Z",
                                          .client = "ward",
                                          .service = "antiviral-order-sign",
                                          .received = "2026-01-05T12:00:00Z"}));
}

TEST_P(StoreContract, KeepsAnyTextAsItIs) {
  const auto store = open();
  const std::vector<std::string> comments{
      "'); DROP TABLE feedback; --", "\"",           "%_?1 $1 {\"a\",NULL} \\", "\\x00",
      "\u00e9 \U0001F48A",           "two\r\nlines", std::string(4096, 'x'),    " "};
  for (std::size_t i = 0; i < comments.size(); ++i) {
    auto item = overridden(i);
    item.comment = comments[i];
    item.reason->display = comments[i].substr(0, 1024);
    item.accepted_suggestions = {comments[i].substr(0, 36)};
    EXPECT_TRUE(put(*store, batch({item}, comments[i])));
  }
  const auto all = rows();
  ASSERT_EQ(all.size(), comments.size());
  for (std::size_t i = 0; i < comments.size(); ++i) {
    EXPECT_EQ(all[i].comment, comments[i]);
    EXPECT_EQ(all[i].client, comments[i]);
    EXPECT_EQ(all[i].reason.display, comments[i].substr(0, 1024));
    EXPECT_EQ(all[i].suggestions.at(0).uuid, comments[i].substr(0, 36));
  }
}

TEST_P(StoreContract, KeepsDecisionsWithTheirCards) {
  const auto store = open();
  store->record(decision(1));
  store->record(decision(1));
  store->record(decision(2));
  auto bare = decision(3);
  bare.orders.clear();
  bare.standing.clear();
  bare.cards.clear();
  store->record(bare);
  store->close();
  EXPECT_EQ(store->health().dropped_records, 0U);
  EXPECT_EQ(count("decision"), "3");
  EXPECT_EQ(ask("SELECT uuid||'|'||client||'|'||service||'|'||hook||'|'||encounter||'|'||knowledge_version||'|'||"
                "knowledge_hash FROM decision ORDER BY id LIMIT 1"),
            "dddddddd-0000-4000-8000-000000000001|ward|antiviral-order-sign|order-sign|Encounter/e1|1.0|"
            "0123456789abcdef");
  const std::string outcome = "SELECT place||' '||coalesce(cast(draft AS TEXT),'-')||' '||rule||' '||rule_version||' '"
                              "||verdict FROM outcome WHERE decision = 1 AND place = ";
  EXPECT_EQ(ask(outcome + "0"), "0 0 renal-dose 1.0.0 fired");
  EXPECT_EQ(ask(outcome + "1"), "1 0 red-flag 1.0.0 negative");
  EXPECT_EQ(ask(outcome + "2"), "2 - foscarnet-safety 1.0.0 not applicable");
  EXPECT_EQ(count("outcome"), "6");
  EXPECT_EQ(ask("SELECT c.rule||'|'||c.rule_version||'|'||c.indicator||'|'||s.uuid||'|'||s.kind FROM card c JOIN "
                "suggestion s ON s.card = c.uuid ORDER BY c.uuid DESC LIMIT 1"),
            "renal-dose|1.0.0|warning|" + uuid('5', 2) + "|change-dosage");
}

TEST_P(StoreContract, KeepsNoPatientAsUser) {
  const auto store = open();
  const std::vector<std::pair<std::string, std::string>> table{
      {"Practitioner/a", "Practitioner/a"},
      {"Patient/secret", "Patient"},
      {"https://x.example/fhir/RelatedPerson/secret", "RelatedPerson"}};
  for (std::size_t i = 0; i < table.size(); ++i) {
    auto made = decision(i);
    made.user = table[i].first;
    store->record(made);
    EXPECT_TRUE(put(*store, batch({accepted(i)})));
  }
  store->close();
  const auto all = rows();
  ASSERT_EQ(all.size(), table.size());
  for (std::size_t i = 0; i < table.size(); ++i) EXPECT_EQ(all[i].user, table[i].second);
}

TEST_P(StoreContract, KnowsACardInEitherCaseAndOnlyForTheClientThatGotIt) {
  const auto store = open();
  auto issued = decision(1);
  issued.cards[0].uuid[9] = 'B';
  store->record(issued);
  auto in_capitals = accepted(1);
  in_capitals.card = issued.cards[0].uuid;
  for (auto& c : in_capitals.card) c = c == 'c' ? 'C' : c == 'B' ? 'b' : c;
  EXPECT_TRUE(put(*store, batch({in_capitals})));
  EXPECT_TRUE(put(*store, batch({in_capitals}, "another ward")));
  store->close();
  const auto all = rows();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[0].known);
  EXPECT_EQ(all[0].card, in_capitals.card);
  EXPECT_EQ(all[0].suggestions.at(0).kind, "change-dosage");
  EXPECT_FALSE(all[1].known);
  EXPECT_EQ(all[1].rule + all[1].user + all[1].encounter + all[1].suggestions.at(0).kind, "");
}

TEST_P(StoreContract, CountsCardsOfEachRule) {
  const auto store = open();
  for (std::size_t i = 1; i <= 5; ++i) store->record(decision(i));
  auto other = decision(6, "another ward");
  other.cards[0].rule = cds::rule_id::red_flag;
  store->record(other);
  auto later = accepted(1);
  later.outcome_timestamp = "2026-01-05T13:00:00Z";
  EXPECT_TRUE(put(*store, batch({accepted(1), later, overridden(1), overridden(2), accepted(3), accepted(99)})));
  EXPECT_TRUE(put(*store, batch({accepted(6)}, "another ward")));
  EXPECT_TRUE(put(*store, batch({accepted(5)}, "another ward"))); // a card of somebody else
  store->close();
  EXPECT_EQ(*reports().summary({}), (server::feedback_summary{{{"red-flag", 1, 1, 0}, {"renal-dose", 5, 2, 2}}, 2}));
  EXPECT_EQ(*reports().summary({.since = {}, .client = "ward"}),
            (server::feedback_summary{{{"renal-dose", 5, 2, 2}}, 1}));
  EXPECT_EQ(*reports().summary({.since = noon() + std::chrono::seconds{1}, .client = {}}),
            (server::feedback_summary{{}, 0}));
}

TEST_P(StoreContract, CountsHowCardsAreReceived) {
  const auto store = open();
  for (std::size_t i = 1; i <= 3; ++i) store->record(decision(i));
  store->record(decision(4, "clinic"));
  auto later = decision(5);
  later.time = noon() + std::chrono::days{1};
  later.orders[0].outcomes[0].verdict = cds::verdict::not_evaluable;
  store->record(later);
  ASSERT_TRUE(put(*store, batch({accepted(1), overridden(2), overridden(9)})));
  ASSERT_TRUE(put(*store, batch({overridden(4)}, "ward"))); // a card of another client
  store->close();
  const auto day = std::chrono::floor<std::chrono::days>(noon());
  const auto all = reports().counts({.since = day, .until = day + std::chrono::days{2}, .client = {}});
  ASSERT_TRUE(all) << all.error();
  EXPECT_THAT(all->decisions,
              testing::ElementsAre(server::decision_count{"clinic", day, 1}, server::decision_count{"ward", day, 3},
                                   server::decision_count{"ward", day + std::chrono::days{1}, 1}));
  EXPECT_THAT(all->cards, testing::ElementsAre(server::card_count{"renal-dose", "warning", "clinic", day, 1, 0, 0, 1},
                                               server::card_count{"renal-dose", "warning", "ward", day, 3, 1, 1, 1},
                                               server::card_count{"renal-dose", "warning", "ward",
                                                                  day + std::chrono::days{1}, 1, 0, 0, 1}));
  EXPECT_THAT(all->outcomes, testing::ElementsAre(server::outcome_count{"renal-dose", "fired", "clinic", 1},
                                                  server::outcome_count{"renal-dose", "fired", "ward", 3},
                                                  server::outcome_count{"renal-dose", "not evaluable", "ward", 1}));
  EXPECT_THAT(all->reasons, testing::ElementsAre(server::reason_given{"renal-dose", "expert-contradicts", 1}));
  EXPECT_EQ(all->unknown, 2);
  EXPECT_TRUE(all->complete);
  const auto one = reports().counts({.since = day, .until = noon(), .client = "clinic"}); // until is exclusive
  EXPECT_TRUE(one->decisions.empty() && one->cards.empty());
  EXPECT_EQ(
      reports().counts({.since = noon(), .until = noon() + std::chrono::seconds{1}, .client = "clinic"})->cards.size(),
      1u);
}

TEST_P(StoreContract, GivesCommentsNewestFirstInPages) {
  const auto store = open();
  store->record(decision(1));
  store->close();
  const auto again = open();
  for (std::size_t i = 1; i <= 3; ++i) ASSERT_TRUE(put(*again, batch({overridden(i)})));
  ASSERT_TRUE(put(*again, batch({accepted(4)}))); // without a comment
  const server::reception_filter always{.since = {}, .until = noon() + std::chrono::days{1}, .client = "ward"};
  const auto page = reports().comments(always, {.most = 2});
  ASSERT_TRUE(page) << page.error();
  ASSERT_EQ(page->size(), 2u);
  EXPECT_EQ(page->at(0).rule, "");
  const auto rest = reports().comments(always, {.before = page->back().id, .most = 2});
  ASSERT_EQ(rest->size(), 1u);
  EXPECT_EQ(rest->at(0).rule, "renal-dose");
  EXPECT_EQ(rest->at(0).comment, "seen by a colleague");
  EXPECT_EQ(rest->at(0).received, "2026-01-05T12:00:00Z");
  EXPECT_TRUE(reports().comments({.since = {}, .until = noon(), .client = {}}, {})->empty());
}

TEST_P(StoreContract, GivesRowsOfATimeAndNoMoreThanAsked) {
  const auto store = open();
  ASSERT_TRUE(put(*store, many(1, 5)));
  EXPECT_EQ(rows({.since = {}, .client = {}, .most = 3}).size(), 3u);
  EXPECT_EQ(rows({.since = {}, .client = {}, .until = noon()}).size(), 0u);
  EXPECT_EQ(rows({.since = {}, .client = {}, .until = noon() + std::chrono::seconds{1}}).size(), 5u);
}

TEST_P(StoreContract, FiltersByTimeAndClient) {
  const auto store = open();
  auto late = batch({accepted(2)}, "another ward");
  late.received += std::chrono::hours{1};
  EXPECT_TRUE(put(*store, batch({accepted(1)})));
  EXPECT_TRUE(put(*store, late));
  EXPECT_EQ(rows().size(), 2U);
  EXPECT_EQ(rows({.since = late.received, .client = {}}).at(0).received, "2026-01-05T13:00:00Z");
  EXPECT_EQ(rows({.since = late.received + std::chrono::seconds{1}, .client = {}}).size(), 0U);
  EXPECT_EQ(rows({.since = {}, .client = "ward"}).at(0).card, uuid('c', 1));
  EXPECT_EQ(rows({.since = {}, .client = "x' OR 1"}).size(), 0U);
}

TEST_P(StoreContract, KeepsEverythingManyClientsSendAtOnce) {
  const auto store = open();
  std::vector<std::future<server::stored>> waiting;
  for (std::size_t i = 0; i < 300; ++i) waiting.push_back(store_tests::send(*store, many(i * 10, 1 + i % 10)));
  for (auto& one : waiting) EXPECT_TRUE(is_committed(get(std::move(one))));
  EXPECT_EQ(count("feedback"), std::to_string(30 * 55));
}

INSTANTIATE_TEST_SUITE_P(Each, StoreContract, testing::Values("SQLite", "PostgreSQL"),
                         [](const auto& tested) { return std::string(tested.param); });

} // namespace
