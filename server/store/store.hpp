// The seam to whatever keeps feedback and decisions: one file beside the server, or a database of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "hooks/decision_record.hpp"
#include "hooks/feedback.hpp"

namespace server {

/// The items of one request: kept all or none.
struct feedback_batch {
  std::string client; // name of the client's entry
  std::string service;
  std::chrono::sys_seconds received;
  std::vector<hooks::feedback_item> items;
};

/// Every item is on disk and survives a loss of power.
struct committed {
  friend bool operator==(const committed&, const committed&) = default;
};

/// Not known to be kept: it may be found there later. Sending the same again is safe, duplicates collapse.
struct unavailable {
  std::chrono::seconds retry_after{1};

  friend bool operator==(const unavailable&, const unavailable&) = default;
};

using stored = std::variant<committed, unavailable>;

struct store_health {
  bool writable = false;             // the last attempt to write succeeded
  std::size_t waiting = 0;           // feedback items not yet answered
  std::uint64_t dropped_records = 0; // decisions that could not be kept
  std::string trouble;               // why it is not writable; without anything that a client sent

  friend bool operator==(const store_health&, const store_health&) = default;
};

/// Every call is safe from any thread and none waits for the disk, except close.
class store {
 public:
  store() = default;
  store(const store&) = delete;
  store& operator=(const store&) = delete;
  virtual ~store() = default;

  /// Calls `done` exactly once, on the writer's thread after the commit; or, when the queue is full or the store is
  /// closed, on this thread before it returns. `done` must neither throw nor wait.
  virtual void add_feedback(feedback_batch batch, std::function<void(stored)> done) = 0;

  /// Keeps what was answered, some time later. When that is not possible it is dropped and counted.
  virtual void record(hooks::decision_record made) = 0;

  virtual store_health health() const = 0;

  /// Takes nothing more, finishes what was taken and returns when that is done. Calling it again does nothing.
  virtual void close() = 0;
};

} // namespace server
