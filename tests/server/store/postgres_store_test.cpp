// What is PostgreSQL's own: which databases are refused, and what is made in an empty one.
#include "server/store/postgres_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "server/store/postgres_reports.hpp"
#include "server/store/postgres_schema.hpp"
#include "tests/server/store/support/postgres_opened.hpp"
#include "tests/server/store/support/samples.hpp"

namespace {

using namespace store_tests;
using server::open_postgres_store;
using testing::HasSubstr;

std::string why_not(const server::database_address& at) {
  const auto opened = open_postgres_store(at);
  return opened ? "" : opened.error();
}

class PostgresStore : public testing::Test {
 protected:
  void SetUp() override { VESICLE_NEEDS_POSTGRES(); }
};

TEST_F(PostgresStore, OpensAgainWithAllItHad) {
  const auto at = shared_server().database();
  for (std::size_t round = 1; round <= 3; ++round) {
    auto opened = open_postgres_store(at);
    ASSERT_TRUE(opened) << opened.error();
    EXPECT_TRUE(put(**opened, many(round, 1)));
    EXPECT_EQ(number(at, "SELECT count(*) FROM feedback"), static_cast<std::int64_t>(round));
    EXPECT_EQ(number(at, "SELECT openings FROM vesicle_store"), static_cast<std::int64_t>(round));
  }
}

TEST_F(PostgresStore, MakesItsTablesOnceForAllThatStartTogether) {
  for (int round = 0; round < 2; ++round) {
    const auto at = shared_server().database();
    constexpr int nodes = 6;
    std::latch together(nodes);
    std::vector<std::string> faults(nodes);
    std::vector<std::thread> all;
    for (int i = 0; i < nodes; ++i)
      all.emplace_back([&, i] {
        together.arrive_and_wait();
        faults[static_cast<std::size_t>(i)] = why_not(at);
      });
    for (auto& one : all) one.join();
    EXPECT_THAT(faults, testing::Each("")) << round;
    EXPECT_EQ(number(at, "SELECT openings FROM vesicle_store"), nodes);
  }
}

TEST_F(PostgresStore, RefusesADatabaseOfSomethingElse) {
  const auto at = shared_server().database();
  server::postgres::connection(at, {}).run("CREATE TABLE other(a int)");
  EXPECT_THAT(why_not(at), HasSubstr("the database holds tables, but no store of vesicle"));
  EXPECT_EQ(number(at, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"), 1);
}

TEST_F(PostgresStore, RefusesTheSchemaOfANewerVersionAndLeavesItAlone) {
  const auto at = shared_server().database();
  EXPECT_EQ(why_not(at), "");
  EXPECT_EQ(server::postgres::schema_version, 1);
  server::postgres::connection(at, {}).run("UPDATE vesicle_store SET version = 2");
  EXPECT_THAT(why_not(at), HasSubstr("the store was written by a newer version of vesicle: its schema is 2, this "
                                     "version knows 1"));
  EXPECT_EQ(number(at, "SELECT openings FROM vesicle_store"), 1);
  EXPECT_THAT(server::postgres_reports(at).summary({}).error(), HasSubstr("newer version"));
}

TEST_F(PostgresStore, MakesAllOfItsTablesOrNone) {
  const auto at = shared_server().database();
  server::postgres::connection(at, {}).run("CREATE VIEW used_token AS SELECT 1"); // in the way of the last table
  EXPECT_THAT(why_not(at), HasSubstr("already exists"));
  EXPECT_EQ(number(at, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"), 1);
}

TEST_F(PostgresStore, RefusesWhatCannotKeepEveryText) {
  const auto at = shared_server().database("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
  EXPECT_THAT(why_not(at), HasSubstr("encoding is `LATIN1`, it must be UTF8"));
}

TEST_F(PostgresStore, RefusesWhatIsReadOnly) {
  const auto at = shared_server().database();
  shared_server().ask("ALTER DATABASE vesicle_" + at.url.substr(at.url.rfind('_') + 1) +
                      " SET default_transaction_read_only = on");
  EXPECT_THAT(why_not(at), HasSubstr("the database is read-only"));
}

TEST_F(PostgresStore, IsNotOpenedForWhomTheServerRefuses) {
  auto at = shared_server().database();
  EXPECT_THAT(why_not({.url = at.url + "x", .password = "sec-ret"}), HasSubstr("does not exist"));
  at.url.replace(at.url.find("user=postgres"), 13, "user=nobody");
  EXPECT_THAT(why_not(at),
              testing::AllOf(HasSubstr("role \"nobody\" does not exist"), testing::Not(HasSubstr("sec-ret"))));
}

/// A server whose settings a test changes while it runs.
class ChangedPostgres : public PostgresStore {
 protected:
  void set(const std::string& setting, const std::string& value) {
    server_->ask("ALTER SYSTEM SET " + setting + " = " + value);
    reload(setting, value);
  }
  void reset(const std::string& setting, const std::string& value) {
    server_->ask("ALTER SYSTEM RESET " + setting);
    reload(setting, value);
  }
  void SetUp() override {
    PostgresStore::SetUp();
    if (!IsSkipped()) server_ = std::make_unique<server_tests::postgres_server>();
  }
  server_tests::postgres_server& server() { return *server_; }

 private:
  void reload(const std::string& setting, const std::string& value) {
    server_->ask("SELECT pg_reload_conf()");
    EXPECT_TRUE(in_time([&] { return server_->ask("SHOW " + setting) == value; }));
  }
  std::unique_ptr<server_tests::postgres_server> server_;
};

TEST_F(ChangedPostgres, IsRefusedWhenItIsNotDurable) {
  const auto at = server().database();
  for (const char* setting : {"fsync", "full_page_writes", "synchronous_commit"}) {
    set(setting, "off");
    EXPECT_THAT(why_not(at), HasSubstr(std::string("its `") + setting + "` is off"));
    reset(setting, "on");
  }
  EXPECT_EQ(why_not(at), "");
}

TEST_F(ChangedPostgres, IsPromisedNothingOfOnceItIsNoLongerDurable) {
  const auto store = open_store(server().database());
  EXPECT_TRUE(put(*store, many(1, 1)));
  set("synchronous_commit", "off");
  EXPECT_TRUE(put(*store, many(2, 1))) << "a session keeps what it was opened with";
  reset("synchronous_commit", "on");
  set("fsync", "off");
  EXPECT_TRUE(in_time([&] { return !put(*store, many(3, 1)); })); // its session hears of it a little later
  EXPECT_THAT(store->health().trouble, HasSubstr("its `fsync` is off"));
  reset("fsync", "on");
  EXPECT_TRUE(in_time([&] { return put(*store, many(4, 1)); }));
}

// Of a synchronous standby that is away: a commit waits, and one that is told to wait no longer only warns.
TEST_F(ChangedPostgres, PromisesNothingThatItsStandbyHasNotGot) {
  const auto store = open_store(server().database());
  EXPECT_TRUE(put(*store, many(1, 1)));
  set("synchronous_standby_names", "nobody");
  auto waiting = store_tests::send(*store, many(2, 1));
  EXPECT_TRUE(in_time([&] {
    return server().ask("SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") !=
           "0";
  }));
  EXPECT_FALSE(is_committed(get(std::move(waiting))));
  EXPECT_THAT(store->health().trouble, HasSubstr("canceling wait for synchronous replication"));
  reset("synchronous_standby_names", "");
  EXPECT_TRUE(in_time([&] { return put(*store, many(2, 1)); }));
}

TEST_F(ChangedPostgres, PromisesNothingWhileItsStandbyIsAway) {
  const auto store = open_store(server().database(), without_waiting(), impatient());
  EXPECT_TRUE(put(*store, many(1, 1)));
  set("synchronous_standby_names", "nobody");
  EXPECT_FALSE(put(*store, many(2, 1)));
  EXPECT_THAT(store->health().trouble, HasSubstr("does not answer"));
  reset("synchronous_standby_names", "");
  EXPECT_TRUE(in_time([&] { return put(*store, many(2, 1)); }));
}

} // namespace
