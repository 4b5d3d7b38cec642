// Where a group of entries is written at once: the part of a store that differs between databases.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "server/store/store.hpp"

namespace server {

/// The ledger cannot be used now, or must not be used at all. The text names no content.
class ledger_fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Nothing is known to be wrong with the ledger, but it cannot be reached now. A server may start without it.
class ledger_out_of_reach : public ledger_fault {
 public:
  using ledger_fault::ledger_fault;
};

struct entry_group {
  std::vector<feedback_batch> feedback;
  std::vector<hooks::decision_record> records;

  bool empty() const { return feedback.empty() && records.empty(); }
};

/// Used by one thread at a time. After a ledger_fault it must be opened again before anything else is asked of it.
class ledger {
 public:
  ledger() = default;
  ledger(const ledger&) = delete;
  ledger& operator=(const ledger&) = delete;
  virtual ~ledger() = default;

  /// Connects, brings the schema up to date, and proves that it can write durably. Throws ledger_fault.
  virtual void open() = 0;
  /// Returns when all of the group is durable; duplicates collapse. Throws ledger_fault when none of it is known to be.
  virtual void commit(const entry_group& group) = 0;
  /// Work that nobody waits for, after the waiters were answered. A fault of it shows at the next commit.
  virtual void tidy() noexcept = 0;
  virtual void close() noexcept = 0;
};

} // namespace server
