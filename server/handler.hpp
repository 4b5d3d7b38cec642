// The seam between the transport and whatever answers: the transport knows no service, the service no socket.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "hooks/call.hpp"

namespace server {

/// Why the transport itself turns a request away.
struct refusal {
  int status = 400;
  std::string message;
  bool of_a_call = false; // of one that answer was given, which therefore has counted it

  friend bool operator==(const refusal&, const refusal&) = default;
};

/// What answers on one worker's thread. Everything happens there, and nothing of it may block.
class answerer {
 public:
  /// Returns whether the answer was still waited for.
  using done = std::function<bool(hooks::reply)>;

  answerer() = default;
  answerer(const answerer&) = delete;
  answerer& operator=(const answerer&) = delete;
  virtual ~answerer() = default;

  /// Calls `whole` once, before it returns or later on the same thread. What `asked` views stays valid until then.
  virtual void answer(const hooks::call& asked, done whole) = 0;
  /// `origin` is the request's Origin as far as it could be read.
  virtual hooks::reply refuse(const refusal& why, std::string_view origin) = 0;
  /// No call will follow, and none is under way.
  virtual void close() {}
};

/// Makes one for each worker, on its io_context.
using make_answerer = std::function<std::unique_ptr<answerer>(boost::asio::io_context&)>;

} // namespace server
