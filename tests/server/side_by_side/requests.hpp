// What the load asks of a server: one order again and again, or feedback about cards of its own.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// The text of a file. Throws std::runtime_error.
std::string text_of(const std::string& file);

/// `body` lives until the next request of the same connection.
struct request {
  std::string head;
  std::string_view body;
};

class requests {
 public:
  /// `subject`: a file with an order, or `feedback/N` for N items of feedback in each request.
  requests(const std::string& subject, std::size_t connections);

  /// One bearer token a line, each used once.
  void use_tokens(const std::string& file);
  bool used_up() const { return with_tokens_ && next_token_ == tokens_.size(); }
  request next(std::size_t connection);

 private:
  std::string fresh_feedback();

  std::string order_;
  std::size_t items_ = 0;             // of feedback in a request; 0 = an order
  std::vector<std::string> feedback_; // of each connection
  std::string run_;                   // begins the cards of this run, so that none was heard of before
  std::size_t cards_ = 0;
  bool with_tokens_ = false;
  std::vector<std::string> tokens_;
  std::size_t next_token_ = 0;
};

} // namespace bench
