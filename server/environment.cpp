#include "server/environment.hpp"

#include <openssl/rand.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <stdexcept>

namespace server {
namespace {

using uuid_bytes = std::array<unsigned char, 16>;
constexpr std::size_t time_bytes = 6;

std::string to_text(uuid_bytes bytes, unsigned version) {
  static constexpr std::string_view digits = "0123456789abcdef";
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | version << 4);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 0x0f];
  }
  return text;
}

} // namespace

std::string new_uuid() {
  // One call of the generator fills a hundred: a card needs several, and each call costs more than the bytes.
  thread_local std::array<unsigned char, 100 * (sizeof(uuid_bytes) - time_bytes)> store;
  thread_local std::size_t taken = store.size();
  if (taken == store.size()) {
    if (RAND_bytes(store.data(), static_cast<int>(store.size())) != 1)
      throw std::runtime_error("the system gives no random bytes");
    taken = 0;
  }
  uuid_bytes bytes;
  auto milliseconds = std::chrono::system_clock::now().time_since_epoch() / std::chrono::milliseconds{1};
  for (std::size_t i = 0; i < time_bytes; ++i, milliseconds >>= 8)
    bytes[time_bytes - 1 - i] = static_cast<unsigned char>(milliseconds);
  for (std::size_t i = time_bytes; i < bytes.size(); ++i) bytes[i] = store[taken++];
  return to_text(bytes, 7);
}

hooks::environment world_now() {
  return {std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()), new_uuid};
}

std::function<std::string()> counted_uuids() {
  return [count = std::uint64_t{0}]() mutable {
    ++count;
    uuid_bytes bytes{};
    for (std::size_t i = 0; i < 6; ++i) bytes[15 - i] = static_cast<unsigned char>(count >> (8 * i));
    return to_text(bytes, 4);
  };
}

} // namespace server
