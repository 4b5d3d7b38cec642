// A token on its way to the one server it is for.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

namespace server {

/// Text that is overwritten before its memory is given back. Never in place inside the object, so that moving it
/// leaves nothing behind.
class secret {
 public:
  secret() = default;
  explicit secret(std::string_view text) : secret({text}) {}
  /// The parts one after another.
  explicit secret(std::initializer_list<std::string_view> parts);
  secret(const secret&) = default;
  secret(secret&&) noexcept = default;
  secret& operator=(secret other) noexcept {
    bytes_.swap(other.bytes_);
    return *this;
  }
  ~secret() { wipe(); }

  std::string_view view() const { return {bytes_.data(), bytes_.size()}; }
  bool empty() const { return bytes_.empty(); }
  void wipe();

 private:
  std::vector<char> bytes_; // never grows: a larger copy would leave the old one behind
};

} // namespace server
