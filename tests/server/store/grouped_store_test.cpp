// The queue and the writer's thread, in front of a ledger that does what the test says.
#include "server/store/grouped_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "tests/server/store/support/samples.hpp"

namespace {

using namespace std::chrono_literals;
using server::entry_group;
using server::grouped_store;
using server::grouping;
using server::stored;
using store_tests::batch;
using store_tests::decision;
using store_tests::get;
using store_tests::is_committed;
using store_tests::many;
using store_tests::send;

/// What a ledger was asked, and what it does; outlives it.
struct script {
  std::mutex guard;
  std::vector<std::size_t> items;   // of each group that was committed
  std::vector<std::size_t> batches; // the same
  std::size_t records = 0;
  std::vector<std::size_t> record_groups; // those of each group that was committed
  int openings = 0;
  int closings = 0;
  int attempts = 0; // to commit
  bool fails = false;
  bool fails_to_open = false;
  std::promise<void> reached; // the first commit has begun
  std::shared_future<void> go_on;
};

class scripted_ledger final : public server::ledger {
 public:
  explicit scripted_ledger(script& play) : play_(play) {}
  void open() override {
    const std::lock_guard held(play_.guard);
    ++play_.openings;
    if (play_.fails_to_open) throw server::ledger_fault("no disk");
  }
  void commit(const entry_group& group) override {
    bool first = false;
    {
      const std::lock_guard held(play_.guard);
      first = play_.attempts++ == 0;
    }
    if (first) play_.reached.set_value();
    if (play_.go_on.valid()) play_.go_on.wait();
    const std::lock_guard held(play_.guard);
    if (play_.fails) throw server::ledger_fault("disk full");
    std::size_t items = 0;
    for (const auto& one : group.feedback) items += one.items.size();
    play_.items.push_back(items);
    play_.batches.push_back(group.feedback.size());
    play_.records += group.records.size();
    play_.record_groups.push_back(group.records.size());
  }
  void tidy() noexcept override {}
  void close() noexcept override {
    const std::lock_guard held(play_.guard);
    ++play_.closings;
  }

 private:
  script& play_;
};

grouping at_once() {
  grouping how;
  how.linger = 0ms;
  how.record_linger = 0ms;
  how.first_pause = 1ms;
  how.longest_pause = 1ms;
  return how;
}

/// A store whose first group is held at the disk, so that what comes after it queues up.
struct held_store {
  explicit held_store(grouping how = at_once()) {
    play.go_on = go_on.get_future().share();
    store = std::make_unique<grouped_store>(std::make_unique<scripted_ledger>(play), how);
    first = send(*store, many(0, 1));
    play.reached.get_future().wait();
  }
  ~held_store() { let_go(); }
  void let_go() {
    if (!std::exchange(gone, true)) go_on.set_value();
  }

  script play;
  std::promise<void> go_on;
  bool gone = false;
  std::unique_ptr<grouped_store> store;
  std::future<stored> first;
};

TEST(GroupedStore, WritesInOneGroupWhatCameMeanwhile) {
  held_store held;
  std::vector<std::future<stored>> waiting;
  for (std::size_t i = 1; i <= 40; ++i) waiting.push_back(send(*held.store, many(i * 10, 2)));
  for (std::size_t i = 0; i < 10; ++i) held.store->record(decision(i));
  EXPECT_EQ(held.store->health().waiting, 81u);
  held.let_go();
  for (auto& one : waiting) EXPECT_TRUE(is_committed(get(std::move(one))));
  held.store->close();
  EXPECT_EQ(held.play.items, (std::vector<std::size_t>{1, 80}));
  EXPECT_EQ(held.play.batches, (std::vector<std::size_t>{1, 40}));
  EXPECT_EQ(held.play.records, 10u);
  EXPECT_EQ(held.store->health().waiting, 0u);
}

TEST(GroupedStore, KeepsARequestInOneGroupAndGroupsToTheirSize) {
  held_store held;
  std::vector<std::future<stored>> waiting;
  for (std::size_t i = 1; i <= 6; ++i) waiting.push_back(send(*held.store, many(i * 1000, 100)));
  waiting.push_back(send(*held.store, many(7000, 300)));
  held.let_go();
  for (auto& one : waiting) EXPECT_TRUE(is_committed(get(std::move(one))));
  EXPECT_EQ(held.play.items, (std::vector<std::size_t>{1, 200, 200, 200, 300}));
}

TEST(GroupedStore, RefusesAtOnceWhatDoesNotFitIntoTheQueue) {
  held_store held;
  auto waiting = send(*held.store, many(10, 4095));
  auto over = send(*held.store, many(1, 1));
  ASSERT_EQ(over.wait_for(0s), std::future_status::ready); // the ledger is still held: nobody waited for it
  EXPECT_EQ(std::get<server::unavailable>(over.get()).retry_after, 1s);
  held.let_go();
  EXPECT_TRUE(is_committed(get(std::move(waiting))));
  EXPECT_TRUE(is_committed(get(send(*held.store, many(1, 1)))));
}

TEST(GroupedStore, DropsAndCountsRecordsThatDoNotFit) {
  auto how = at_once();
  how.most_waiting = 3;
  held_store held(how);
  for (std::size_t i = 0; i < 5; ++i) held.store->record(decision(i));
  EXPECT_EQ(held.store->health().dropped_records, 2u);
  EXPECT_TRUE(held.store->health().writable);
  held.let_go();
  held.store->close();
  EXPECT_EQ(held.play.records, 3u);
}

TEST(GroupedStore, AnswersTheGroupAndTheQueueWhenTheLedgerFails) {
  auto how = at_once();
  how.first_pause = 1h; // so long that nothing but the fault answers
  how.longest_pause = 1h;
  held_store held(how);
  held.play.fails = true;
  auto queued = send(*held.store, many(10, 5));
  held.store->record(decision(1));
  held.let_go();
  for (auto* one : {&held.first, &queued}) {
    const auto result = get(std::move(*one));
    ASSERT_FALSE(is_committed(result));
    EXPECT_EQ(std::get<server::unavailable>(result).retry_after, 3600s);
  }
  auto later = send(*held.store, many(20, 1));
  ASSERT_EQ(later.wait_for(0s), std::future_status::ready);
  EXPECT_FALSE(is_committed(later.get()));
  held.store->record(decision(2));
  EXPECT_EQ(held.store->health(), (server::store_health{false, 0, 2, "disk full"}));
  held.store->close();
  EXPECT_EQ(held.play.attempts, 1);
  EXPECT_EQ(held.play.items, std::vector<std::size_t>{});
}

TEST(GroupedStore, OpensTheLedgerAgainByItself) {
  script play;
  grouped_store store(std::make_unique<scripted_ledger>(play), at_once());
  {
    const std::lock_guard held(play.guard);
    play.fails = true;
    play.fails_to_open = true;
  }
  EXPECT_FALSE(is_committed(get(send(store, many(1, 1)))));
  const auto opened = [&](int least) {
    const std::lock_guard held(play.guard);
    return play.openings >= least;
  };
  while (!opened(3)) std::this_thread::yield();
  EXPECT_FALSE(store.health().writable);
  EXPECT_EQ(store.health().trouble, "no disk");
  {
    const std::lock_guard held(play.guard);
    play.fails = false;
    play.fails_to_open = false;
  }
  while (!store.health().writable) std::this_thread::yield();
  EXPECT_EQ(store.health().trouble, "");
  EXPECT_TRUE(is_committed(get(send(store, many(1, 1)))));
  EXPECT_EQ(play.openings, play.closings + 1);
}

TEST(GroupedStore, DrainsWhenItIsClosedAndTakesNothingMore) {
  held_store held;
  auto queued = send(*held.store, many(10, 5));
  held.store->record(decision(1));
  std::thread closing([&] { held.store->close(); });
  held.let_go();
  closing.join();
  EXPECT_TRUE(is_committed(get(std::move(held.first))));
  EXPECT_TRUE(is_committed(get(std::move(queued))));
  EXPECT_EQ(held.play.items, (std::vector<std::size_t>{1, 5}));
  EXPECT_EQ(held.play.records, 1u);
  EXPECT_EQ(held.play.closings, 1);
  auto after = send(*held.store, many(20, 1));
  ASSERT_EQ(after.wait_for(0s), std::future_status::ready);
  EXPECT_FALSE(is_committed(after.get()));
  held.store->record(decision(2));
  EXPECT_EQ(held.store->health().dropped_records, 1u);
  held.store->close();
  EXPECT_EQ(held.play.closings, 1);
}

// Neither a linger nor a pause may keep a stopping server.
TEST(GroupedStore, ClosesWithoutWaitingForTimers) {
  script play;
  auto how = at_once();
  how.linger = 1h;
  how.record_linger = 1h;
  how.first_pause = 1h;
  auto store = std::make_unique<grouped_store>(std::make_unique<scripted_ledger>(play), how);
  auto lingering = send(*store, many(1, 1));
  store->record(decision(1));
  store->close();
  EXPECT_TRUE(is_committed(get(std::move(lingering))));
  EXPECT_EQ(play.records, 1u);
  play.fails = true;
  how.linger = 0ms;
  store = std::make_unique<grouped_store>(std::make_unique<scripted_ledger>(play), how);
  EXPECT_FALSE(is_committed(get(send(*store, many(1, 1)))));
  store->close();
}

TEST(GroupedStore, LingersForAFullGroupAtMost) {
  script play;
  auto how = at_once();
  how.linger = 1h;
  how.most_in_group = 4;
  grouped_store store(std::make_unique<scripted_ledger>(play), how);
  std::vector<std::future<stored>> waiting;
  for (std::size_t i = 0; i < 4; ++i) waiting.push_back(send(store, many(i, 1)));
  for (auto& one : waiting) EXPECT_TRUE(is_committed(get(std::move(one))));
  EXPECT_EQ(play.items, std::vector<std::size_t>{4});
}

TEST(GroupedStore, RecordsRideWithFeedback) {
  script play;
  auto how = at_once();
  how.record_linger = 1h;
  grouped_store store(std::make_unique<scripted_ledger>(play), how);
  store.record(decision(1));
  EXPECT_TRUE(is_committed(get(send(store, many(1, 1)))));
  EXPECT_EQ(play.records, 1u);
}

TEST(GroupedStore, WritesDecisionsAsSoonAsASmallGroupIsFull) {
  script play;
  auto how = at_once();
  how.record_linger = 1h;
  how.most_records = 3;
  grouped_store store(std::make_unique<scripted_ledger>(play), how);
  for (std::size_t i = 0; i < 3; ++i) store.record(decision(i));
  EXPECT_EQ(play.reached.get_future().wait_for(60s), std::future_status::ready);
  for (std::size_t i = 3; i < 5; ++i) store.record(decision(i)); // too few to be written before the store closes
  store.close();
  EXPECT_EQ(play.record_groups, (std::vector<std::size_t>{3, 2}));
}

TEST(GroupedStore, IsNotMadeWithoutALedgerThatOpens) {
  script play;
  play.fails_to_open = true;
  EXPECT_THROW(grouped_store(std::make_unique<scripted_ledger>(play), at_once()), server::ledger_fault);
}

TEST(GroupedStore, AnswersEveryRequestOnceFromManyThreads) {
  script play;
  grouped_store store(std::make_unique<scripted_ledger>(play), at_once());
  std::atomic<int> answers{0};
  std::vector<std::thread> clients;
  for (std::size_t client = 0; client < 8; ++client) {
    clients.emplace_back([&, client] {
      for (std::size_t i = 0; i < 200; ++i) {
        store.add_feedback(many(client * 1000 + i, 1), [&](stored) { ++answers; });
        store.record(decision(client * 1000 + i));
      }
    });
  }
  for (auto& one : clients) one.join();
  store.close();
  EXPECT_EQ(answers, 1600);
  std::size_t committed = 0;
  for (const auto items : play.items) committed += items;
  EXPECT_EQ(committed, 1600u);
  EXPECT_EQ(play.records + store.health().dropped_records, 1600u);
}

} // namespace
