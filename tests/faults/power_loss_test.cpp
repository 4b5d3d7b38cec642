// A store at work, its every step to the disk written down, and the power lost at any of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "server/store/schema.hpp"
#include "tests/faults/disk_replay.hpp"
#include "tests/server/store/support/opened.hpp"
#include "tests/server/store/support/samples.hpp"
#include "tests/server/support/effort.hpp"
#include "tests/server/support/temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
using fault_tests::disk_image;
using fault_tests::disk_replay;
using server_tests::temporary_directory;
using store_tests::disk_operation;
using kind = disk_operation::kind;

struct sent_batch {
  std::size_t items = 0;
  std::size_t answered_after = 0; // operations that the disk had seen when it was said to be stored
};

struct history {
  std::vector<disk_operation> trace;
  std::vector<sent_batch> sent; // the client of number n is `n`
};

server::feedback_batch numbered(std::size_t number, std::size_t items) {
  auto made = store_tests::many(number * 100, items);
  made.client = std::to_string(number);
  return made;
}

/// Sends requests in bursts, some of them twice, and waits for the answers.
void work(server::store& store, const store_tests::traced_vfs& disk, std::mt19937_64& chance, history& into) {
  for (int burst = 0; burst < 40; ++burst) {
    std::vector<std::future<std::size_t>> answers;
    const auto first = into.sent.size();
    for (std::size_t i = 0; i < 1 + chance() % 4; ++i) {
      const auto number = first + i;
      const auto items = 1 + chance() % 7;
      auto answer = std::make_shared<std::promise<std::size_t>>();
      answers.push_back(answer->get_future());
      into.sent.push_back({items, 0});
      store.record(store_tests::decision(number));
      store.add_feedback(numbered(number, items), [answer, &disk](server::stored result) {
        if (!store_tests::is_committed(result)) throw std::logic_error("not stored");
        answer->set_value(disk.length());
      });
    }
    for (std::size_t i = 0; i < answers.size(); ++i) into.sent[first + i].answered_after = answers[i].get();
    const auto again = chance() % into.sent.size();
    store_tests::put(store, numbered(again, into.sent[again].items));
  }
}

/// Three times opened, worked and closed. The log is copied into the file often, so that every step of that is met too.
const history& recorded() {
  static const history made = [] {
    history all;
    std::mt19937_64 chance(20260105);
    const temporary_directory data;
    const store_tests::traced_vfs disk({.syncs = false, .shared_memory = true});
    for (int session = 0; session < 3; ++session) {
      const auto store = store_tests::open_store(data.path(), {.vfs = disk.name(), .checkpoint_pages = 30});
      work(*store, disk, chance, all);
    }
    all.trace = disk.trace();
    return all;
  }();
  return made;
}

void write_files(const disk_image& image, const fs::path& into) {
  for (const auto& old : fs::directory_iterator(into)) fs::remove(old.path());
  for (const auto& [name, content] : image) {
    if (!content.empty()) std::ofstream(into / name, std::ios::binary) << content;
  }
}

std::map<std::string, std::size_t> rows_by_client(const server::sqlite::connection& open) {
  std::map<std::string, std::size_t> rows;
  server::sqlite::statement asked(open, "SELECT client, count(*) FROM feedback GROUP BY client");
  while (asked.step()) rows[std::string(asked.text(0))] = static_cast<std::size_t>(asked.number(1));
  return rows;
}

/// What is wrong with the files after a loss of power; empty when all promises were kept.
std::string broken_promise(const fs::path& data, const std::vector<sent_batch>& sent, std::size_t operations) {
  const server::sqlite::connection open(server::store_file(data), server::sqlite::connection::access::write);
  open.run("PRAGMA synchronous = OFF");
  if (const auto found = open.text("PRAGMA quick_check"); found != "ok") return "damaged: " + found;
  server::sqlite::migrate(open);
  const auto rows = rows_by_client(open);
  for (std::size_t number = 0; number < sent.size(); ++number) {
    const auto found = rows.find(std::to_string(number));
    const auto kept = found == rows.end() ? 0 : found->second;
    const bool promised = sent[number].answered_after != 0 && sent[number].answered_after <= operations;
    if (kept != sent[number].items && (kept != 0 || promised)) {
      return "of request " + std::to_string(number) + " " + std::to_string(kept) + " of " +
             std::to_string(sent[number].items) + " items are kept" + (promised ? ", which were promised" : "");
    }
  }
  const auto decisions = open.number("SELECT count(*) FROM decision");
  const bool whole = open.number("SELECT count(*) FROM outcome") == 3 * decisions &&
                     open.number("SELECT count(*) FROM card") == decisions &&
                     open.number("SELECT count(*) FROM suggestion") == decisions;
  return whole ? "" : "half a decision is kept";
}

std::string broken_promise(const disk_image& image, const fs::path& data, const history& past, std::size_t operations) {
  write_files(image, data);
  try {
    return broken_promise(data, past.sent, operations);
  } catch (const server::ledger_fault& fault) {
    return fault.what();
  }
}

std::size_t crash_points() { return server_tests::effort(500, 10'000); }

// The trace is worth nothing when it lacks what the loss of power could hit.
TEST(PowerLoss, TheHistoryHoldsCommitsCheckpointsAndOpenings) {
  const auto& past = recorded();
  const auto count = [&](kind what, std::string_view file) {
    return std::ranges::count_if(past.trace, [&](const auto& o) { return o.what == what && o.file == file; });
  };
  EXPECT_GT(past.sent.size(), 150u);
  EXPECT_GT(count(kind::sync, "vesicle.db-wal"), 150);
  EXPECT_GT(count(kind::sync, "vesicle.db"), 20); // checkpoints
  EXPECT_GE(count(kind::remove, "vesicle.db-wal"), 3);
  EXPECT_GT(past.trace.size(), 2000u);
}

TEST(PowerLoss, EveryAnswerFollowsTheSyncOfItsCommit) {
  const auto& past = recorded();
  const temporary_directory data;
  disk_replay replay(past.trace);
  for (const auto& one : past.sent) {
    ASSERT_GT(one.answered_after, 0u);
    std::size_t written = 0;
    std::size_t synced = 0;
    for (std::size_t i = 0; i < one.answered_after; ++i) {
      if (past.trace[i].file != "vesicle.db-wal") continue;
      if (past.trace[i].what == kind::write) written = i;
      if (past.trace[i].what == kind::sync) synced = i;
    }
    EXPECT_GT(synced, written);
    replay.advance(one.answered_after);
    ASSERT_EQ(broken_promise(replay.synced(), data.path(), past, one.answered_after), "");
  }
}

TEST(PowerLoss, LosesNothingThatWasPromisedAtAnyMoment) {
  const auto& past = recorded();
  const temporary_directory data;
  const auto points = crash_points();
  disk_replay replay(past.trace);
  for (std::size_t i = 0; i < points; ++i) {
    const auto moment = 1 + i * past.trace.size() / points;
    std::mt19937_64 chance(i);
    replay.advance(moment);
    ASSERT_EQ(broken_promise(replay.after_power_loss(chance), data.path(), past, moment), "")
        << "after " << moment << " operations, seed " << i;
    if (i % 25 != 0) continue;
    EXPECT_NO_THROW(store_tests::open_store(data.path())) << moment;
  }
  RecordProperty("crash_points", std::to_string(points));
}

// The same search finds what is lost when the log is not synced: it would see it.
TEST(PowerLoss, WouldSeeThatASyncIsMissing) {
  auto past = recorded();
  for (auto& one : past.trace) {
    if (one.what == kind::sync && one.file == "vesicle.db-wal") one.what = kind::open; // nothing happens there
  }
  const temporary_directory data;
  disk_replay replay(past.trace);
  std::size_t broken = 0;
  for (std::size_t i = 0; i < 50; ++i) {
    const auto moment = 1 + i * past.trace.size() / 50;
    std::mt19937_64 chance(i);
    replay.advance(moment);
    if (!broken_promise(replay.after_power_loss(chance), data.path(), past, moment).empty()) ++broken;
  }
  EXPECT_GT(broken, 10u);
}

} // namespace
