// The backup of the administrator's guide, drilled: what was dumped comes back, and the store goes on from there.
#include <gtest/gtest.h>

#include "server/store/postgres_reports.hpp"
#include "tests/server/store/support/postgres_opened.hpp"
#include "tests/server/store/support/samples.hpp"
#include "tests/server/support/process.hpp"
#include "tests/server/support/temporary_directory.hpp"

namespace {

using namespace store_tests;
using server_tests::run;

std::vector<server::feedback_row> rows_in(const server::database_address& at) {
  std::vector<server::feedback_row> all;
  EXPECT_TRUE(server::postgres_reports(at).rows({}, [&](const auto& row) { all.push_back(row); }));
  return all;
}

void keep(const server::database_address& at, std::size_t number) {
  const auto store = open_store(at);
  store->record(decision(number));
  EXPECT_TRUE(put(*store, batch({accepted(number), overridden(number)})));
}

TEST(PostgresBackup, RestoredBringsBackWhatWasDumpedAndGoesOn) {
  VESICLE_NEEDS_POSTGRES();
  const auto programs = server_tests::postgres_programs();
  const auto at = shared_server().database();
  const server_tests::temporary_directory elsewhere;
  const auto dump = (elsewhere.path() / "vesicle.dump").string();
  keep(at, 1);
  const auto kept = rows_in(at);
  ASSERT_EQ(kept.size(), 2u);

  const auto dumped = run({(programs / "pg_dump").string(), "--format=custom", "--file", dump, at.url});
  ASSERT_EQ(dumped.status, 0) << dumped.err;
  keep(at, 2);
  ASSERT_EQ(rows_in(at).size(), 4u);
  const auto restored = run({(programs / "pg_restore").string(), "--clean", "--if-exists", "--dbname", at.url, dump});
  ASSERT_EQ(restored.status, 0) << restored.err;

  EXPECT_EQ(rows_in(at), kept);
  keep(at, 3);
  EXPECT_EQ(rows_in(at).size(), 4u);
}

} // namespace
