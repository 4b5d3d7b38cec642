// What the embedded store keeps, in real files.
#include "server/store/sqlite_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include "server/store/kept_user.hpp"
#include "server/store/schema.hpp"
#include "tests/server/store/support/opened.hpp"
#include "tests/server/store/support/samples.hpp"
#include "tests/server/support/temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
using server::open_sqlite_store;
using server_tests::temporary_directory;
using store_tests::accepted;
using store_tests::batch;
using store_tests::decision;
using store_tests::many;
using store_tests::number;
using store_tests::open_store;
using store_tests::overridden;
using store_tests::put;
using store_tests::text;
using testing::HasSubstr;

unsigned mode_of(const fs::path& file) {
  struct ::stat found {};
  return ::stat(file.c_str(), &found) == 0 ? found.st_mode & 0777u : 0u;
}

std::string why_not(const fs::path& data) {
  const auto opened = open_sqlite_store(data);
  return opened ? "" : opened.error();
}

void change(const fs::path& file, const char* statements) {
  server::sqlite::connection(file, server::sqlite::connection::access::write).run(statements);
}

TEST(SqliteStore, KeepsAllThatAnItemSays) {
  const temporary_directory data;
  const auto store = open_store(data.path());
  auto taken = accepted(1);
  taken.accepted_suggestions.push_back(store_tests::uuid('5', 2));
  taken.accepted_suggestions.push_back(store_tests::uuid('5', 2));
  EXPECT_TRUE(put(*store, batch({taken, overridden(2)})));
  EXPECT_EQ(number(data.path(), "SELECT count(*) FROM feedback"), 2);
  EXPECT_EQ(text(data.path(), "SELECT client||'|'||service||'|'||received||'|'||card||'|'||outcome||'|'||outcome_time"
                              "||'|'||outcome_timestamp||'|'||reason_code||'|'||reason_system||'|'||reason_display||"
                              "'|'||comment FROM feedback WHERE id = 2"),
            "ward|antiviral-order-sign|1767614400|cccccccc-0000-4000-8000-000000000002|overridden|1767614400|"
            "2026-01-05T12:00:00Z|expert-contradicts|urn:reasons|Advice from expert|seen by a colleague");
  EXPECT_EQ(text(data.path(), "SELECT group_concat(uuid) FROM accepted_suggestion WHERE feedback = 1"),
            store_tests::uuid('5', 1) + "," + store_tests::uuid('5', 2));
}

TEST(SqliteStore, CollapsesDuplicatesAndNothingElse) {
  const temporary_directory data;
  auto store = open_store(data.path());
  EXPECT_TRUE(put(*store, batch({accepted(1), accepted(1)})));
  EXPECT_TRUE(put(*store, batch({accepted(1), accepted(2)})));
  store = open_store(data.path());
  EXPECT_TRUE(put(*store, batch({accepted(2)})));
  EXPECT_EQ(number(data.path(), "SELECT count(*) FROM feedback"), 2);
  EXPECT_TRUE(put(*store, batch({overridden(1)})));
  EXPECT_TRUE(put(*store, batch({accepted(1)}, "another ward")));
  auto later = accepted(1);
  later.outcome_timestamp = "2026-01-05T12:00:01Z";
  EXPECT_TRUE(put(*store, batch({later})));
  EXPECT_EQ(number(data.path(), "SELECT count(*) FROM feedback"), 5);
  EXPECT_EQ(number(data.path(), "SELECT count(*) FROM accepted_suggestion"), 4);
}

TEST(SqliteStore, KeepsAnyTextAsItIs) {
  const temporary_directory data;
  const auto store = open_store(data.path());
  const std::vector<std::string> comments{"'); DROP TABLE feedback; --", "\"",           "%_?1",
                                          "\u00e9 \U0001F48A",           "two\r\nlines", std::string(4096, 'x')};
  for (std::size_t i = 0; i < comments.size(); ++i) {
    auto item = overridden(i);
    item.comment = comments[i];
    item.reason->display = comments[i].substr(0, 1024);
    EXPECT_TRUE(put(*store, batch({item}, comments[i])));
    const auto row = " FROM feedback WHERE id = " + std::to_string(i + 1);
    for (const char* column : {"comment", "client"})
      EXPECT_EQ(text(data.path(), std::string("SELECT ") + column + row), comments[i]);
  }
}

TEST(SqliteStore, KeepsDecisionsWithTheirCards) {
  const temporary_directory data;
  const auto store = open_store(data.path());
  store->record(decision(1));
  store->record(decision(1));
  store->record(decision(2));
  store->close();
  EXPECT_EQ(number(data.path(), "SELECT count(*) FROM decision"), 2);
  EXPECT_EQ(text(data.path(), "SELECT uuid||'|'||time||'|'||client||'|'||service||'|'||hook||'|'||user||'|'||encounter"
                              "||'|'||knowledge_version||'|'||knowledge_hash FROM decision WHERE id = 1"),
            "dddddddd-0000-4000-8000-000000000001|1767614400|ward|antiviral-order-sign|order-sign|Practitioner/p1|"
            "Encounter/e1|1.0|0123456789abcdef");
  EXPECT_EQ(text(data.path(), "SELECT group_concat(place||' '||ifnull(draft,'-')||' '||rule||' '||rule_version||' '||"
                              "verdict, ', ') FROM outcome WHERE decision = 1"),
            "0 0 renal-dose 1.0.0 fired, 1 0 red-flag 1.0.0 negative, 2 - foscarnet-safety 1.0.0 not applicable");
  EXPECT_EQ(text(data.path(), "SELECT c.rule||'|'||c.rule_version||'|'||c.indicator||'|'||s.uuid||'|'||s.kind FROM card"
                              " c JOIN suggestion s ON s.card = c.uuid WHERE c.decision = 2"),
            "renal-dose|1.0.0|warning|" + store_tests::uuid('5', 2) + "|change-dosage");
}

TEST(SqliteStore, KeepsNoPatientAsUser) {
  const struct {
    const char* reference;
    const char* kept;
  } table[] = {
      {"Practitioner/a", "Practitioner/a"},
      {"PractitionerRole/a", "PractitionerRole/a"},
      {"Patient/a", "Patient"},
      {"RelatedPerson/a", "RelatedPerson"},
      {"https://ehr.example.org/fhir/Patient/a", "Patient"},
      {"https://ehr.example.org/fhir/Practitioner/a", "https://ehr.example.org/fhir/Practitioner/a"},
      {"", ""},
  };
  for (const auto& row : table) EXPECT_EQ(server::user_to_keep(row.reference), row.kept);
  const temporary_directory data;
  const auto store = open_store(data.path());
  auto by_patient = decision(1);
  by_patient.user = "Patient/secret";
  store->record(by_patient);
  store->close();
  EXPECT_EQ(text(data.path(), "SELECT user FROM decision"), "Patient");
}

TEST(SqliteStore, IsReadableByItsOwnerOnly) {
  const temporary_directory data;
  const auto file = server::store_file(data.path());
  {
    const auto store = open_store(data.path());
    EXPECT_TRUE(put(*store, many(1, 1)));
    for (const char* more : {"", "-wal", "-shm"}) EXPECT_EQ(mode_of(file.string() + more), 0600u) << more;
  }
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write | fs::perms::others_read);
  const auto store = open_store(data.path());
  EXPECT_EQ(mode_of(file), 0600u);
}

TEST(SqliteStore, IsRefusedWhereItCannotBeUsed) {
  const temporary_directory data;
  EXPECT_THAT(why_not(data.path() / "none"), HasSubstr("/vesicle.db` cannot be opened: No such file or directory"));
  EXPECT_THAT(why_not(data.write("file", "")), HasSubstr("/vesicle.db` cannot be opened: Not a directory"));
  EXPECT_THAT(why_not(data.path() / "none"), HasSubstr("the store in `" + (data.path() / "none").string()));
  const auto file = data.write("vesicle.db", std::string(4096, 'x'));
  EXPECT_THAT(why_not(data.path()), HasSubstr("file is not a database"));
  fs::remove(file);
  change(file, "CREATE TABLE other(a)");
  EXPECT_THAT(why_not(data.path()), HasSubstr("the file is a database, but no store of vesicle"));
  EXPECT_EQ(server::sqlite::connection(file, server::sqlite::connection::access::read)
                .number("SELECT count(*) FROM sqlite_schema"),
            1);
}

TEST(SqliteStore, RefusesTheSchemaOfANewerVersionAndLeavesItAlone) {
  const temporary_directory data;
  open_store(data.path());
  change(server::store_file(data.path()), "PRAGMA user_version = 3");
  EXPECT_EQ(server::sqlite::schema_version, 2);
  EXPECT_THAT(why_not(data.path()), HasSubstr("the store was written by a newer version of vesicle: its schema is 3, "
                                              "this version knows 2"));
  EXPECT_EQ(number(data.path(), "PRAGMA user_version"), 3);
}

TEST(SqliteStore, TakesOutcomesAndSuggestionsOfTheFirstSchemaAlong) {
  const temporary_directory data;
  {
    const server::sqlite::connection old(server::store_file(data.path()), server::sqlite::connection::access::write);
    server::sqlite::migrate(old, 1);
    old.run("INSERT INTO decision VALUES (1, 'a', 1, 'ward', 's', 'h', 'u', 'e', '1', 'x'),"
            " (2, 'b', 1, 'ward', 's', 'h', 'u', 'e', '1', 'x')");
    old.run("INSERT INTO outcome VALUES (1, 1, 0, 'red-flag', '1.0.0', 'negative'),"
            " (1, 2, NULL, 'foscarnet-safety', '1.0.0', 'not applicable'), (1, 0, 0, 'renal-dose', '1.0.0', 'fired')");
    old.run("INSERT INTO card VALUES ('C', 1, 'renal-dose', '1.0.0', 'warning')");
    old.run("INSERT INTO suggestion VALUES ('c', 'One', 'change-dosage'), ('C', 'two', 'cancel-order')");
  }
  open_store(data.path());
  EXPECT_EQ(text(data.path(), "SELECT group_concat(decision||' '||place||' '||ifnull(draft,'-')||' '||rule||' '||"
                              "rule_version||' '||verdict, ', ') FROM outcome"),
            "1 0 0 renal-dose 1.0.0 fired, 1 1 0 red-flag 1.0.0 negative, "
            "1 2 - foscarnet-safety 1.0.0 not applicable");
  EXPECT_EQ(text(data.path(), "SELECT group_concat(card||' '||kind, ', ') FROM suggestion WHERE card = 'c' AND uuid IN "
                              "('ONE', 'TWO')"),
            "C change-dosage, C cancel-order");
  EXPECT_EQ(number(data.path(), "SELECT count(*) FROM decision"), 2);
}

TEST(SqliteStore, OpensAgainWithAllItHad) {
  const temporary_directory data;
  for (std::size_t round = 1; round <= 3; ++round) {
    auto opened = open_sqlite_store(fs::path(data.path().string() + "/"));
    ASSERT_TRUE(opened) << opened.error();
    EXPECT_TRUE(put(**opened, many(round, 1)));
    EXPECT_EQ(number(data.path(), "SELECT count(*) FROM feedback"), static_cast<std::int64_t>(round));
    EXPECT_EQ(number(data.path(), "SELECT openings FROM writer"), static_cast<std::int64_t>(round));
  }
  EXPECT_FALSE(fs::exists(server::store_file(data.path()).string() + "-wal")); // copied into the file at the end
}

TEST(SqliteStore, KeepsEverythingManyClientsSendAtOnce) {
  const temporary_directory data;
  const auto store = open_store(data.path());
  std::vector<std::future<server::stored>> waiting;
  for (std::size_t i = 0; i < 300; ++i) waiting.push_back(store_tests::send(*store, many(i * 10, 1 + i % 10)));
  for (auto& one : waiting) EXPECT_TRUE(store_tests::is_committed(store_tests::get(std::move(one))));
  EXPECT_EQ(number(data.path(), "SELECT count(*) FROM feedback"), 30 * 55);
}

} // namespace
