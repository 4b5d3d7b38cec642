// The tokens that all nodes together have used: what a registry that shares them asks.
#pragma once

#include <chrono>
#include <stdexcept>
#include <vector>

#include "server/trust/digest_set.hpp"

namespace server {

struct used_token {
  digest which;
  std::chrono::sys_seconds ends; // then it may be forgotten

  friend auto operator<=>(const used_token&, const used_token&) = default;
};

/// Used by one thread at a time. Each call throws a std::exception when the table cannot be used, and must then be
/// opened again before anything else is asked of it.
class token_table {
 public:
  token_table() = default;
  token_table(const token_table&) = delete;
  token_table& operator=(const token_table&) = delete;
  virtual ~token_table() = default;

  virtual void open() = 0;
  /// Puts those that are absent, or whose time was over; those that were put. All differ, and are in order: two nodes
  /// that bring the same ones never wait for each other in a circle. Returns or throws by `by`.
  virtual std::vector<digest> put(const std::vector<used_token>& group, std::chrono::sys_seconds now,
                                  std::chrono::steady_clock::time_point by) = 0;
  /// Deletes some of those whose time was over a while ago, by `by`; true when there may be more.
  virtual bool forget(std::chrono::sys_seconds now, std::chrono::steady_clock::time_point by) = 0;
  virtual void close() noexcept = 0;
};

} // namespace server
