// How late a thread is: how long what it handles now has waited. Requests wait where nobody counts them, in sockets
// that are ready to be read; so from time to time a mark is put at the end of the same queue, and looked for.
#pragma once

#include <chrono>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>

namespace server {

class lateness {
 public:
  using clock = std::chrono::steady_clock;

  explicit lateness(boost::asio::io_context& context);

  /// Called with whatever is handled; puts a mark when none waits and the last was a while ago.
  void look(clock::time_point now);
  /// The longest that what is handled now can have waited.
  clock::duration at_most(clock::time_point now) const;

 private:
  void on_mark();
  clock::duration remembered(clock::time_point now) const;

  boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type> mark_;
  clock::time_point put_{}, found_{};
  clock::duration last_{}; // that the mark before waited
  bool waits_ = false;
};

} // namespace server
