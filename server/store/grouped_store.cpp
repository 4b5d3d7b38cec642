#include "server/store/grouped_store.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "server/thread_name.hpp"

namespace server {

grouped_store::grouped_store(std::unique_ptr<ledger> into, grouping how) : how_(how), ledger_(std::move(into)) {
  try {
    ledger_->open();
  } catch (const ledger_out_of_reach& fault) {
    fail(fault.what());
  }
  writer_ = std::thread([this] { run(); });
}

grouped_store::~grouped_store() { close(); }

void grouped_store::add_feedback(feedback_batch batch, std::function<void(stored)> done) {
  lock held(guard_);
  const auto items = batch.items.size();
  if (closing_ || !writable_ || waiting_items_ + items > how_.most_waiting) {
    const unavailable later{retry_after()};
    held.unlock();
    return done(later);
  }
  const bool first = feedback_.empty();
  if (first) feedback_due_ = clock::now() + how_.linger;
  waiting_items_ += items;
  feedback_.push_back({std::move(batch), std::move(done)});
  const bool due_sooner = first || waiting_items_ >= how_.most_in_group;
  held.unlock();
  if (due_sooner) arrived_.notify_one();
}

void grouped_store::record(hooks::decision_record made) {
  bool due_sooner = false; // waking the writer for each record would cost the worker's thread a tenth of its time
  {
    const lock held(guard_);
    if (closing_ || !writable_ || records_.size() >= how_.most_waiting) {
      ++dropped_;
      return;
    }
    if (records_.empty()) records_due_ = clock::now() + how_.record_linger;
    due_sooner = records_.empty() || records_.size() + 1 == how_.most_records;
    records_.push_back(std::move(made));
  }
  if (due_sooner) arrived_.notify_one();
}

store_health grouped_store::health() const {
  const lock held(guard_);
  return {.writable = writable_, .waiting = waiting_items_, .dropped_records = dropped_, .trouble = trouble_};
}

void grouped_store::close() {
  const std::lock_guard once(closes_once_);
  {
    const lock held(guard_);
    closing_ = true;
  }
  arrived_.notify_one();
  if (writer_.joinable()) writer_.join();
}

void grouped_store::run() {
  name_this_thread("store");
  lock held(guard_);
  while (true) {
    await_work(held);
    if (!writable_) {
      if (closing_) break;
      reopen(held);
    } else if (feedback_.empty() && records_.empty()) {
      break; // closing, and all is written
    } else {
      write(held);
    }
  }
  held.unlock();
  ledger_->close();
}

/// When the next thing is to be done; nothing while there is none.
std::optional<grouped_store::clock::time_point> grouped_store::due() const {
  if (closing_) return clock::time_point::min();
  if (!writable_) return next_try_;
  if (waiting_items_ >= how_.most_in_group || records_.size() >= how_.most_records) return clock::time_point::min();
  std::optional<clock::time_point> first;
  if (!feedback_.empty()) first = feedback_due_;
  if (!records_.empty()) first = first ? std::min(*first, records_due_) : records_due_;
  return first;
}

void grouped_store::await_work(lock& held) {
  while (true) {
    const auto when = due();
    if (!when)
      arrived_.wait(held);
    else if (*when <= clock::now())
      return;
    else
      arrived_.wait_until(held, *when);
  }
}

grouped_store::group grouped_store::take_group() {
  group taken;
  while (!feedback_.empty()) {
    auto& next = feedback_.front();
    if (taken.items > 0 && taken.items + next.batch.items.size() > how_.most_in_group) break;
    taken.items += next.batch.items.size();
    taken.entries.feedback.push_back(std::move(next.batch));
    taken.waiters.push_back(std::move(next.done));
    feedback_.pop_front();
  }
  const auto room = std::min(how_.most_records, how_.most_in_group - std::min(taken.items, how_.most_in_group));
  while (!records_.empty() && taken.entries.records.size() < room) {
    taken.entries.records.push_back(std::move(records_.front()));
    records_.pop_front();
  }
  if (!records_.empty()) records_due_ = clock::now() + how_.record_linger; // a few that came meanwhile wait for more
  return taken;
}

void grouped_store::write(lock& held) {
  auto taken = take_group();
  held.unlock();
  std::optional<std::string> fault;
  try {
    ledger_->commit(taken.entries);
  } catch (const std::exception& thrown) {
    fault = thrown.what();
  }
  held.lock();
  stored result = committed{};
  if (fault) {
    dropped_ += taken.entries.records.size();
    take_all_into(taken);
    fail(*fault);
    result = unavailable{retry_after()};
  } else {
    pause_ = {};
  }
  waiting_items_ -= taken.items;
  held.unlock();
  for (const auto& answer : taken.waiters) answer(result);
  if (!fault) ledger_->tidy();
  held.lock();
}

/// After a fault nobody waits for the next try: those in the queue are answered with the group that failed.
void grouped_store::take_all_into(group& taken) {
  for (auto& one : feedback_) {
    taken.items += one.batch.items.size();
    taken.waiters.push_back(std::move(one.done));
  }
  feedback_.clear();
  dropped_ += records_.size();
  records_.clear();
}

void grouped_store::reopen(lock& held) {
  held.unlock();
  std::optional<std::string> fault;
  ledger_->close();
  try {
    ledger_->open();
  } catch (const std::exception& thrown) {
    fault = thrown.what();
  }
  held.lock();
  if (fault) return fail(*fault);
  writable_ = true;
  trouble_.clear();
  spdlog::info("the store can be written again, {} decisions were not kept so far", dropped_);
}

void grouped_store::fail(const std::string& why) {
  if (writable_ || why != trouble_) spdlog::error("the store cannot be written: {}", why);
  writable_ = false;
  trouble_ = why;
  pause_ = pause_.count() == 0 ? how_.first_pause : std::min(pause_ * 2, how_.longest_pause);
  next_try_ = clock::now() + pause_;
}

std::chrono::seconds grouped_store::retry_after() const {
  const auto left = writable_ ? clock::duration{} : next_try_ - clock::now();
  return std::max(std::chrono::seconds{1}, std::chrono::ceil<std::chrono::seconds>(left));
}

} // namespace server
