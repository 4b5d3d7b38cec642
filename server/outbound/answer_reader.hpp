// From the bytes of one connection to one whole answer: Boost.Beast reads the head. Opens no socket and waits for
// nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "server/outbound/answer_body.hpp"
#include "server/outbound/exchange.hpp"

namespace server {

class answer_reader {
 public:
  enum class progress {
    more,
    done, // answer() is what came of it
  };

  explicit answer_reader(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// `arrived` is everything received and not yet used. After `more` less than a head or a line of it is left. A head
  /// may have 16 KiB; interim answers are read over, eight of them.
  progress take(std::string_view arrived, std::size_t& used);
  /// The connection ended; `cleanly`: the sender said so, nothing was cut off on the way.
  progress ended(bool cleanly);

  /// Some byte of an answer has come.
  bool begun() const { return begun_; }
  /// After `done`: the connection may carry another request.
  bool stays() const { return stays_; }
  /// After `done`, once.
  outbound_answer answer() { return std::move(answer_); }

 private:
  progress take_head(std::string_view arrived, std::size_t& used);
  progress read_head(std::string_view text);
  progress take_body(std::string_view arrived, std::size_t& used);
  progress complete();
  progress fail(outbound_fault why);
  progress after(answer_body::progress so_far);

  std::size_t most_bytes_;
  std::optional<answer_body> body_; // from the end of the final head on
  outbound_answer answer_;
  unsigned interim_ = 0;
  bool begun_ = false;
  bool stays_ = false;
};

} // namespace server
