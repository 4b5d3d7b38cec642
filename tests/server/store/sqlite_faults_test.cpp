// What the embedded store does when the disk, the file or another program lets it down.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "tests/server/store/support/opened.hpp"
#include "tests/server/store/support/samples.hpp"
#include "tests/server/store/support/traced_vfs.hpp"
#include "tests/server/support/temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
using kind = store_tests::disk_operation::kind;
using server_tests::temporary_directory;
using store_tests::disk_operation;
using store_tests::many;
using store_tests::number;
using store_tests::open_store;
using store_tests::put;
using store_tests::traced_vfs;

constexpr const char* count_feedback = "SELECT count(*) FROM feedback";

traced_vfs::wish no_syncs() { return {.syncs = false, .shared_memory = true}; }
server::sqlite_wish over(const traced_vfs& disk) { return {.vfs = disk.name(), .checkpoint_pages = 1000}; }
bool is_log(const disk_operation& o) { return o.file.ends_with("-wal"); }

void wait_until_writable(const server::store& store) {
  while (!store.health().writable) std::this_thread::yield();
}

struct disk_fault {
  const char* what;
  kind operation;
  int result;
};
const disk_fault faults[] = {
    {"full", kind::write, SQLITE_FULL},
    {"writes fail", kind::write, SQLITE_IOERR_WRITE},
    {"syncs fail", kind::sync, SQLITE_IOERR_FSYNC},
    {"read-only", kind::write, SQLITE_READONLY},
};

TEST(SqliteFaults, NothingIsSaidToBeStoredThatIsNotAndItRecoversByItself) {
  for (const auto& fault : faults) {
    const temporary_directory data;
    traced_vfs disk(no_syncs());
    const auto store = open_store(data.path(), over(disk));
    EXPECT_TRUE(put(*store, many(1, 3))) << fault.what;
    std::atomic<bool> broken{true};
    disk.decide(
        [&](const disk_operation& o) { return broken && o.what == fault.operation ? fault.result : SQLITE_OK; });
    EXPECT_FALSE(put(*store, many(100, 3))) << fault.what;
    EXPECT_FALSE(put(*store, many(200, 3))) << fault.what;
    EXPECT_FALSE(store->health().writable) << fault.what;
    EXPECT_NE(store->health().trouble, "") << fault.what;
    broken = false;
    wait_until_writable(*store);
    EXPECT_TRUE(put(*store, many(300, 3))) << fault.what;
    EXPECT_TRUE(put(*store, many(100, 3))) << fault.what; // sent again: one row each, whatever became of the first
    EXPECT_EQ(number(data.path(), count_feedback), 9) << fault.what;
    EXPECT_EQ(store->health().trouble, "") << fault.what;
  }
}

// The group is hit at every one of its operations in turn.
TEST(SqliteFaults, ARequestIsKeptAllOrNoneWhereverTheDiskFails) {
  for (const auto& fault : faults) {
    for (int hit = 1;; ++hit) {
      const temporary_directory data;
      traced_vfs disk(no_syncs());
      auto how = store_tests::without_waiting();
      how.first_pause = std::chrono::hours{1};
      bool stored = false;
      {
        const auto store = open_store(data.path(), over(disk), how);
        int seen = 0;
        disk.decide([&](const disk_operation& o) {
          return is_log(o) && o.what == fault.operation && ++seen >= hit ? fault.result : SQLITE_OK;
        });
        stored = put(*store, many(1, 40));
        disk.decide({});
      }
      const auto kept = number(data.path(), count_feedback);
      EXPECT_TRUE(kept == 40 || (kept == 0 && !stored)) << fault.what << " " << hit << ": " << kept;
      if (stored) {
        EXPECT_GT(hit, 1);
        break;
      }
    }
  }
}

TEST(SqliteFaults, OpeningIsAllOrNoneWhereverTheDiskFails) {
  int opened_after = 0;
  for (int hit = 1; opened_after == 0; ++hit) {
    const temporary_directory data;
    traced_vfs disk(no_syncs());
    int seen = 0;
    disk.decide([&](const disk_operation&) { return ++seen == hit ? SQLITE_IOERR : SQLITE_OK; });
    try {
      const auto store = open_store(data.path(), over(disk));
      if (seen < hit) opened_after = hit;
    } catch (const server::ledger_fault& fault) {
      EXPECT_STRNE(fault.what(), "");
    }
    disk.decide({});
    const auto store = open_store(data.path(), over(disk));
    EXPECT_TRUE(put(*store, many(1, 1))) << hit;
  }
  EXPECT_GT(opened_after, 10);
}

TEST(SqliteFaults, RefusesADiskWithoutAWriteAheadLog) {
  const temporary_directory data;
  traced_vfs disk({.syncs = true, .shared_memory = false});
  try {
    open_store(data.path(), over(disk));
    FAIL() << "opened";
  } catch (const server::ledger_fault& fault) {
    EXPECT_STREQ(fault.what(),
                 "the database cannot be made durable: it needs a write-ahead log that is synced at each commit");
  }
}

TEST(SqliteFaults, AnotherProgramThatHoldsTheFileMakesItUnavailableForAsLong) {
  const temporary_directory data;
  const auto store = open_store(data.path());
  const auto began = std::chrono::steady_clock::now();
  {
    const server::sqlite::connection other(server::store_file(data.path()), server::sqlite::connection::access::write);
    other.run("BEGIN IMMEDIATE");
    EXPECT_FALSE(put(*store, many(1, 1)));
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{5}); // meant: 50 ms, on any machine
  }
  wait_until_writable(*store);
  EXPECT_TRUE(put(*store, many(1, 1)));
}

TEST(SqliteFaults, NoticesThatItsFilesWereTakenAway) {
  const struct {
    const char* what;
    std::vector<std::string> taken;
    std::int64_t left;
  } table[] = {
      {"both", {"vesicle.db", "vesicle.db-wal"}, 1},
      {"the log", {"vesicle.db-wal"}, 3}, // what it held is copied when it is closed
  };
  for (const auto& row : table) {
    const temporary_directory data;
    const auto store = open_store(data.path());
    EXPECT_TRUE(put(*store, many(1, 1)));
    for (const auto& name : row.taken) fs::rename(data.path() / name, data.path() / ("moved-" + name));
    EXPECT_FALSE(put(*store, many(2, 1))) << row.what;
    wait_until_writable(*store);
    EXPECT_TRUE(put(*store, many(3, 1))) << row.what;
    EXPECT_EQ(number(data.path(), count_feedback), row.left) << row.what;
  }
}

// The log stays until it could be copied into the file, so that a fault there loses nothing and delays nobody.
TEST(SqliteFaults, ACheckpointThatFailsHarmsNothing) {
  const temporary_directory data;
  traced_vfs disk(no_syncs());
  const auto store = open_store(data.path(), {.vfs = disk.name(), .checkpoint_pages = 1});
  std::atomic<int> hits{0};
  disk.decide(
      [&](const disk_operation& o) { return !is_log(o) && o.what == kind::write ? (++hits, SQLITE_FULL) : SQLITE_OK; });
  for (std::size_t i = 0; i < 10; ++i) EXPECT_TRUE(put(*store, many(i, 1)));
  EXPECT_EQ(number(data.path(), count_feedback), 10);
  EXPECT_GT(hits, 0);
  EXPECT_TRUE(store->health().writable);
  disk.decide({});
  EXPECT_TRUE(put(*store, many(10, 1)));
  store->close();
  EXPECT_EQ(number(data.path(), count_feedback), 11);
}

} // namespace
