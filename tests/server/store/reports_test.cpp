// What was kept, read back while the store is open.
#include "server/store/reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/store/support/opened.hpp"
#include "tests/server/store/support/samples.hpp"
#include "tests/server/support/temporary_directory.hpp"

namespace {

using server::feedback_row;
using server::feedback_summary;
using server::report_filter;
using server_tests::temporary_directory;
using store_tests::accepted;
using store_tests::batch;
using store_tests::decision;
using store_tests::open_store;
using store_tests::overridden;
using store_tests::put;
using store_tests::uuid;

std::vector<feedback_row> rows_of(const std::filesystem::path& data, const report_filter& wanted = {}) {
  std::vector<feedback_row> rows;
  const auto done = server::embedded_reports(data).rows(wanted, [&](const feedback_row& row) { rows.push_back(row); });
  if (!done) throw std::runtime_error(done.error());
  return rows;
}

std::string cards_of(const std::vector<feedback_row>& rows) {
  std::string cards;
  for (const auto& row : rows) cards += row.card.substr(35) + (row.known ? "" : "?") + " ";
  return cards;
}

TEST(Reports, JoinFeedbackWithItsCard) {
  const temporary_directory data;
  const auto store = open_store(data.path());
  auto first = accepted(1);
  first.accepted_suggestions.push_back(uuid('6', 9)); // not offered by the card
  EXPECT_TRUE(put(*store, batch({first})));
  EXPECT_FALSE(rows_of(data.path()).at(0).known); // the decision is recorded later
  store->record(decision(1));
  EXPECT_TRUE(put(*store, batch({overridden(2)})));
  const auto rows = rows_of(data.path());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0], (feedback_row{.card = uuid('c', 1),
                                   .known = true,
                                   .rule = "renal-dose",
                                   .rule_version = "1.0.0",
                                   .user = "Practitioner/p1",
                                   .encounter = "Encounter/e1",
                                   .outcome = "accepted",
                                   .suggestions = {{uuid('5', 1), "change-dosage"}, {uuid('6', 9), ""}},
                                   .reason = {},
                                   .comment = {},
                                   .date = "2026-01-05T12:00:00Z",
                                   .client = "ward",
                                   .service = "antiviral-order-sign",
                                   .received = "2026-01-05T12:00:00Z"}));
  EXPECT_EQ(rows[1].known, false);
  EXPECT_EQ(rows[1].reason, (hooks::override_coding{"expert-contradicts", "urn:reasons", "Advice from expert"}));
  EXPECT_EQ(rows[1].comment, "seen by a colleague");
}

TEST(Reports, KnowACardInEitherCaseAndOnlyForTheClientThatGotIt) {
  const temporary_directory data;
  const auto store = open_store(data.path());
  store->record(decision(1));
  auto in_capitals = accepted(1);
  for (auto& c : in_capitals.card) c = c == 'c' ? 'C' : c;
  EXPECT_TRUE(put(*store, batch({in_capitals})));
  EXPECT_TRUE(put(*store, batch({accepted(1)}, "another ward")));
  const auto rows = rows_of(data.path());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_TRUE(rows[0].known);
  EXPECT_FALSE(rows[1].known);
  EXPECT_EQ(rows[1].rule + rows[1].user + rows[1].encounter + rows[1].suggestions.at(0).kind, "");
}

TEST(Reports, CountCardsOfEachRule) {
  const temporary_directory data;
  const auto store = open_store(data.path());
  for (std::size_t i = 1; i <= 5; ++i) store->record(decision(i));
  auto other = decision(6, "another ward");
  other.cards[0].rule = cds::rule_id::red_flag;
  store->record(other);
  auto later = accepted(1);
  later.outcome_timestamp = "2026-01-05T13:00:00Z";
  EXPECT_TRUE(put(*store, batch({accepted(1), later, overridden(1), overridden(2), accepted(3), accepted(99)})));
  EXPECT_TRUE(put(*store, batch({accepted(6)}, "another ward")));
  EXPECT_TRUE(put(*store, batch({accepted(5)}, "another ward"))); // a card of somebody else
  const auto all = server::embedded_reports(data.path()).summary({});
  ASSERT_TRUE(all) << all.error();
  EXPECT_EQ(*all, (feedback_summary{{{"red-flag", 1, 1, 0}, {"renal-dose", 5, 2, 2}}, 2}));
  EXPECT_EQ(*server::embedded_reports(data.path()).summary({.since = {}, .client = "ward"}),
            (feedback_summary{{{"renal-dose", 5, 2, 2}}, 1}));
  EXPECT_EQ(*server::embedded_reports(data.path())
                 .summary({.since = store_tests::noon() + std::chrono::seconds{1}, .client = {}}),
            (feedback_summary{{}, 0}));
}

TEST(Reports, AreFilteredByTimeAndClient) {
  const temporary_directory data;
  const auto store = open_store(data.path());
  auto early = batch({accepted(1)});
  auto late = batch({accepted(2)}, "another ward");
  late.received += std::chrono::hours{1};
  EXPECT_TRUE(put(*store, early));
  EXPECT_TRUE(put(*store, late));
  EXPECT_EQ(cards_of(rows_of(data.path())), "1? 2? ");
  EXPECT_EQ(cards_of(rows_of(data.path(), {.since = late.received, .client = {}})), "2? ");
  EXPECT_EQ(cards_of(rows_of(data.path(), {.since = late.received + std::chrono::seconds{1}, .client = {}})), "");
  EXPECT_EQ(cards_of(rows_of(data.path(), {.since = {}, .client = "ward"})), "1? ");
  EXPECT_EQ(cards_of(rows_of(data.path(), {.since = {}, .client = "x' OR 1"})), "");
}

// A long report neither stops the server from storing nor sees half of what comes meanwhile.
TEST(Reports, ShowOneMomentWhileTheStoreGoesOn) {
  const temporary_directory data;
  const auto store = open_store(data.path(), {.vfs = {}, .checkpoint_pages = 1});
  EXPECT_TRUE(put(*store, batch({accepted(1), accepted(2)})));
  std::size_t seen = 0;
  const auto done = server::embedded_reports(data.path()).rows({}, [&](const feedback_row&) {
    ++seen;
    EXPECT_TRUE(put(*store, store_tests::many(seen * 100, 50)));
  });
  EXPECT_TRUE(done);
  EXPECT_EQ(seen, 2u);
  EXPECT_EQ(rows_of(data.path()).size(), 102u);
}

TEST(Reports, SayWhyTheStoreCannotBeRead) {
  const temporary_directory data;
  const auto why = [&] { return server::embedded_reports(data.path()).summary({}).error(); };
  EXPECT_THAT(why(), testing::HasSubstr("/vesicle.db` cannot be opened: unable to open database file"));
  EXPECT_FALSE(std::filesystem::exists(server::store_file(data.path())));
  const server::sqlite::connection made(server::store_file(data.path()), server::sqlite::connection::access::write);
  made.run("PRAGMA journal_mode = WAL; CREATE TABLE other(a)");
  EXPECT_THAT(why(), testing::HasSubstr("no store of vesicle"));
}

} // namespace
