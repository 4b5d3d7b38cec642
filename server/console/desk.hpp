// Where the console's work is done: away from the thread that tells whether the server lives, and from those of calls.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "server/handler.hpp"

namespace server {

class desk {
 public:
  static constexpr int threads = 2;
  static constexpr int most_waiting = 8; // under way included

  /// `back_to` must outlive it.
  explicit desk(boost::asio::io_context& back_to);
  /// Waits for what is under way.
  ~desk();
  desk(const desk&) = delete;
  desk& operator=(const desk&) = delete;

  /// Does `work` on another thread and hands its answer to `whole` on this one; false when there is too much to do.
  bool take(std::function<hooks::reply()> work, answerer::done whole);

 private:
  struct inside;
  std::unique_ptr<inside> inside_;
};

} // namespace server
