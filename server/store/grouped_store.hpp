// A store in front of a ledger: one thread writes what many bring, in groups that share one wait for the disk.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "server/store/ledger.hpp"
#include "server/store/store.hpp"

namespace server {

struct grouping {
  std::size_t most_in_group = 256;     // items and records; a single request may be larger
  std::size_t most_records = 64;       // in a group: larger ones hold up answers where processors are few
  std::size_t most_waiting = 4096;     // feedback items; beyond it unavailable at once. As many records wait at most
  std::chrono::milliseconds linger{2}; // how long the first item of a group waits for others
  std::chrono::milliseconds record_linger{200}; // the same for records, for which nobody waits
  std::chrono::milliseconds first_pause{100};   // after a fault, before the ledger is opened again; then doubled
  std::chrono::milliseconds longest_pause{5000};
};

class grouped_store final : public store {
 public:
  /// Opens the ledger on this thread: throws ledger_fault when it cannot be used. One that is out of reach, and later
  /// faults, only make the store unavailable until the ledger can be opened again, which it tries by itself.
  explicit grouped_store(std::unique_ptr<ledger> into, grouping how = {});
  ~grouped_store() override;

  void add_feedback(feedback_batch batch, std::function<void(stored)> done) override;
  void record(hooks::decision_record made) override;
  store_health health() const override;
  void close() override;

 private:
  using clock = std::chrono::steady_clock;
  using lock = std::unique_lock<std::mutex>;
  struct waiting_batch {
    feedback_batch batch;
    std::function<void(stored)> done;
  };
  struct group {
    entry_group entries;
    std::vector<std::function<void(stored)>> waiters;
    std::size_t items = 0; // of the waiters
  };

  void run();
  void await_work(lock& held);
  std::optional<clock::time_point> due() const;
  group take_group();
  void take_all_into(group& taken);
  void write(lock& held);
  void reopen(lock& held);
  void fail(const std::string& why);
  std::chrono::seconds retry_after() const;

  const grouping how_;
  const std::unique_ptr<ledger> ledger_; // used by the writer's thread alone

  mutable std::mutex guard_; // of everything below
  std::condition_variable arrived_;
  std::deque<waiting_batch> feedback_;
  std::deque<hooks::decision_record> records_;
  std::size_t waiting_items_ = 0; // of feedback_ and of the group that is being written
  clock::time_point feedback_due_;
  clock::time_point records_due_;
  bool closing_ = false;
  bool writable_ = true;
  std::uint64_t dropped_ = 0;
  std::string trouble_;
  std::chrono::milliseconds pause_{0};
  clock::time_point next_try_;

  std::mutex closes_once_;
  std::thread writer_; // last: it uses all of the above
};

} // namespace server
