// A PostgreSQL server that stops, crashes, hangs, fills its disk or changes its role under a store that is in use.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/mount.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <fstream>
#include <mutex>
#include <random>
#include <thread>

#include "server/store/postgres_reports.hpp"
#include "tests/server/store/support/postgres_opened.hpp"
#include "tests/server/store/support/samples.hpp"
#include "tests/server/support/effort.hpp"
#include "tests/server/support/stopwatch.hpp"
#include "tests/server/support/temporary_directory.hpp"

namespace {

using namespace store_tests;
using namespace std::chrono_literals;
using server_tests::postgres_server;
using testing::HasSubstr;

class PostgresOutage : public testing::Test {
 protected:
  void SetUp() override { VESICLE_NEEDS_POSTGRES(); }
};

/// Clients that send each of their items, two in a request, until it is committed.
class persistent_clients {
 public:
  explicit persistent_clients(server::store& to) {
    for (std::size_t i = 0; i < 3; ++i) all_.emplace_back([this, &to, i] { send(to, i); });
  }
  ~persistent_clients() { finish(); }
  void finish() {
    {
      const std::lock_guard held(guard_);
      over_ = true;
    }
    finished_.notify_all();
    for (auto& one : all_)
      if (one.joinable()) one.join();
  }
  std::size_t committed() const { return committed_; }
  /// Returns when that many more were committed.
  void await(std::size_t more) const {
    for (const auto until = committed_ + more; committed_ < until;) std::this_thread::yield();
  }

 private:
  void send(server::store& to, std::size_t client) {
    for (std::size_t next = 1; !over_; next += 2) {
      while (!put(to, many(client * 1'000'000 + next, 2))) pause();
      committed_ += 2;
    }
  }
  /// A moment, so that the server that is starting gets the machine; none once the test has enough.
  void pause() {
    std::unique_lock held(guard_);
    finished_.wait_for(held, 5ms, [this] { return over_.load(); });
  }
  std::mutex guard_;
  std::condition_variable finished_;
  std::atomic<bool> over_{false};
  std::atomic<std::size_t> committed_{0};
  std::vector<std::thread> all_;
};

TEST_F(PostgresOutage, LosesAndDoublesNothingOverRestartsAndCrashes) {
  postgres_server server;
  const auto at = server.database();
  const auto store = open_store(at);
  persistent_clients clients(*store);
  for (std::size_t round = 0; round < server_tests::effort(3, 600); ++round) {
    clients.await(20);
    switch (round % 3) {
    case 0:
      server.kill();
      server.start();
      break;
    case 1: // the server starts itself again
      ::kill(std::stoi(server.ask("SELECT pid FROM pg_stat_activity WHERE application_name = 'vesicle'")), SIGKILL);
      break;
    default:
      server.stop();
      server.start();
    }
  }
  clients.await(20);
  clients.finish();
  EXPECT_EQ(number(at, "SELECT count(*) FROM feedback"), static_cast<std::int64_t>(clients.committed()));
  EXPECT_EQ(number(at, "SELECT count(*) FROM accepted_suggestion"), static_cast<std::int64_t>(clients.committed()));
}

TEST_F(PostgresOutage, IsNotNoticedWhenNothingIsSentMeanwhile) {
  postgres_server server;
  const auto store = open_store(server.database());
  EXPECT_TRUE(put(*store, many(1, 1)));
  server.stop();
  server.start();
  EXPECT_TRUE(put(*store, many(2, 1)));
}

TEST_F(PostgresOutage, AtTheStartIsNoReasonNotToStart) {
  postgres_server server;
  const auto at = server.database();
  server.stop();
  const auto store = open_store(at);
  EXPECT_FALSE(store->health().writable);
  EXPECT_FALSE(put(*store, many(1, 1)));
  server.start();
  EXPECT_TRUE(in_time([&] { return put(*store, many(1, 1)); }));
  EXPECT_EQ(number(at, "SELECT count(*) FROM feedback"), 1);
}

TEST_F(PostgresOutage, OfAServerThatHangsIsToldAtOnceWhenItIsKnown) {
  postgres_server server;
  const auto store = open_store(server.database(), without_waiting(), impatient());
  EXPECT_TRUE(put(*store, many(1, 1)));
  server.pause();
  const server_tests::stopwatch unknown;
  EXPECT_FALSE(put(*store, many(2, 1)));
  EXPECT_LE(unknown.passed(), server_tests::bound(700ms));
  const server_tests::stopwatch known;
  for (std::size_t i = 0; i < 20; ++i) EXPECT_FALSE(put(*store, many(3, 1)));
  EXPECT_LE(known.passed(), server_tests::bound(100ms));
  server.go_on();
  EXPECT_TRUE(in_time([&] { return put(*store, many(2, 1)); }));
}

TEST_F(PostgresOutage, EndsByItselfWhenTheDatabaseTakesWritesAgain) {
  postgres_server server;
  const auto at = server.database();
  const auto store = open_store(at);
  EXPECT_TRUE(put(*store, many(1, 1)));
  server.ask("ALTER SYSTEM SET default_transaction_read_only = on");
  server.ask("SELECT pg_reload_conf()");
  EXPECT_TRUE(in_time([&] { return !put(*store, many(2, 1)); }));
  EXPECT_THAT(store->health().trouble, HasSubstr("read-only"));
  EXPECT_TRUE(server::postgres_reports(at).summary({})) << "reading goes on";
  server.ask("ALTER SYSTEM RESET ALL");
  server.ask("SELECT pg_reload_conf()");
  EXPECT_TRUE(in_time([&] { return put(*store, many(3, 1)); }));
}

TEST_F(PostgresOutage, LastsUntilAStandbyIsPromoted) {
  postgres_server server;
  const auto at = server.database();
  const auto store = open_store(at);
  EXPECT_TRUE(put(*store, many(1, 1)));
  server.stop();
  std::ofstream(server.data() / "standby.signal");
  server.start();
  EXPECT_THAT(server::open_postgres_store(at).error(), HasSubstr("the database is a standby"));
  EXPECT_FALSE(put(*store, many(2, 1)));
  EXPECT_EQ(server::postgres_reports(at).summary({})->unknown, 1) << "a standby can be counted";
  server.ask("SELECT pg_promote()");
  EXPECT_TRUE(in_time([&] { return put(*store, many(2, 1)); }));
  EXPECT_EQ(number(at, "SELECT count(*) FROM feedback"), 2);
}

TEST_F(PostgresOutage, OfNodesThatBringTheSameAtTheSameTimeDoublesNothing) {
  const auto at = shared_server().database();
  const auto one = open_store(at), other = open_store(at);
  std::vector<std::thread> nodes;
  for (const bool forwards : {true, false})
    nodes.emplace_back([&, forwards] {
      auto& store = forwards ? *one : *other;
      for (std::size_t round = 0; round < 20; ++round) {
        std::vector<hooks::feedback_item> items;
        for (std::size_t i = 0; i < 50; ++i) items.push_back(accepted(round * 100 + (forwards ? i : 49 - i)));
        EXPECT_TRUE(in_time([&] { return put(store, batch(items)); }));
      }
    });
  for (auto& node : nodes) node.join();
  EXPECT_EQ(number(at, "SELECT count(*) FROM feedback"), 20 * 50);
}

/// A small disk of the test's own; needs the right to mount one.
class small_disk {
 public:
  small_disk() : mounted_(::mount("none", directory_.path().c_str(), "tmpfs", 0, "size=96m,mode=755") == 0) {}
  ~small_disk() {
    if (mounted_) ::umount2(directory_.path().c_str(), MNT_DETACH);
  }
  explicit operator bool() const { return mounted_; }
  std::filesystem::path data() const { return directory_.path() / "data"; }
  void fill() const {
    std::ofstream ballast(ballast_file(), std::ios::binary);
    const std::string page(4096, 'x');
    while (ballast.write(page.data(), 4096).flush()) {
    }
  }
  void free() const { std::filesystem::remove(ballast_file()); }

 private:
  std::filesystem::path ballast_file() const { return directory_.path() / "ballast"; }
  server_tests::temporary_directory directory_;
  bool mounted_;
};

TEST_F(PostgresOutage, OfAFullDiskLosesNothingThatWasPromised) {
  const small_disk disk;
  if (!disk) GTEST_SKIP() << "no file system can be mounted here";
  postgres_server server({}, disk.data());
  const auto at = server.database();
  const auto store = open_store(at);
  std::int64_t committed = 0;
  std::size_t next = 1;
  disk.fill();
  std::mt19937 chance(20260105);
  const auto wordy = [&] {
    auto item = overridden(next);
    for (int i = 0; i < 4000; ++i) item.comment += static_cast<char>('!' + chance() % 90); // does not compress
    return batch({item});
  };
  for (; put(*store, wordy()); ++next) ++committed;
  EXPECT_FALSE(store->health().writable);
  disk.free();
  if (!server.runs()) server.start(); // without room for its log it stops
  const auto last = wordy();
  EXPECT_TRUE(in_time([&] { return put(*store, last); }));
  const auto kept = number(at, "SELECT count(*) FROM feedback");
  EXPECT_GE(kept, committed + 1);
  EXPECT_LE(kept, committed + 2) << "the item that was not promised may be there";
}

} // namespace
