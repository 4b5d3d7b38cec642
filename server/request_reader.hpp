// From the bytes of one connection to whole requests: Boost.Beast parses, behind the gate. Opens no socket and waits
// for nothing: it is told what has arrived and says how far the request has come.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hooks/call.hpp"
#include "server/body_share.hpp"
#include "server/http_policy.hpp"

namespace server {

/// What the connection needs of a request to answer it.
struct request_head {
  std::string origin;   // also of a head that is refused, as far as it could be read
  bool is_head = false; // the method HEAD: an answer without its body
  bool version_1_1 = true;
  bool keep_alive = false; // as the request asks, by its version and Connection
  bool expects_continue = false;
};

class request_reader {
 public:
  enum class progress {
    more,     // nothing to do before more bytes arrive
    head,     // the head has passed the gate and the parser; advance again for the body
    complete, // call() is a whole request
    refused,  // why() says so, 503 = for want of memory; nothing that follows on this connection may be read
  };

  /// `allowed` and `body_bytes` must outlive the reader. `body_bytes` counts what the bodies of all connections hold.
  explicit request_reader(const limits& allowed, std::atomic<std::size_t>* body_bytes = nullptr);
  ~request_reader();
  request_reader(const request_reader&) = delete;
  request_reader& operator=(const request_reader&) = delete;

  /// `arrived` is everything received and not yet used; `used` says how many bytes of it to take away. After `more`,
  /// less than a head or a chunk's size line is left.
  progress advance(std::string_view arrived, std::size_t& used);

  /// Valid from `head` on (after `refused`: as far as it was read) until reset.
  const request_head& head() const { return head_; }
  const refusal& why() const { return why_; }
  /// Valid after `complete` until reset.
  hooks::call call() const;
  /// Makes ready for the connection's next request.
  void reset();

 private:
  struct message; // Beast's parser, whose headers are slow to compile

  progress read_head(std::string_view arrived, std::size_t& used);
  progress read_body(std::string_view arrived, std::size_t& used);
  std::optional<refusal> parse(std::string_view piece, std::size_t& used);
  progress refuse(refusal why);
  void let_go();

  const limits& allowed_;
  head_scan scan_;
  request_head head_;
  std::unique_ptr<message> message_; // from the end of a head until reset
  body_share share_;
  std::string spare_body_; // the last request's, for its capacity
  refusal why_;
};

} // namespace server
