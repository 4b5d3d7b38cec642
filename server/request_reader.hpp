// From the bytes of one connection to whole requests. Opens no socket and waits for nothing: it is told what has
// arrived and says how far the request has come.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "hooks/call.hpp"
#include "server/chunked_body.hpp"
#include "server/http_policy.hpp"

namespace server {

class request_reader {
 public:
  enum class progress {
    more,     // nothing to do before more bytes arrive
    head,     // the head has passed the gate; advance again for the body
    complete, // call() is a whole request
    refused,  // why() says so; nothing that follows on this connection may be read
  };

  /// `allowed` must outlive the reader.
  explicit request_reader(const limits& allowed) : allowed_(allowed) {}

  /// `arrived` is everything received and not yet used; `used` says how many bytes of it to take away.
  progress advance(std::string_view arrived, std::size_t& used);

  /// Valid from `head` on (after `refused`: as far as it was read) until reset.
  const request_head& head() const { return head_; }
  const refusal& why() const { return why_; }
  /// Valid after `complete` until reset.
  hooks::call call() const;
  /// Makes ready for the connection's next request.
  void reset();

 private:
  progress read_head_from(std::string_view arrived, std::size_t& used);
  progress read_body_from(std::string_view arrived, std::size_t& used);
  progress refuse(refusal why);

  const limits& allowed_;
  head_scan scan_;
  std::string head_text_; // what head_ points into
  request_head head_;
  bool in_body_ = false;
  chunked_body chunks_;
  std::string body_; // kept between requests for its capacity
  refusal why_;
};

} // namespace server
