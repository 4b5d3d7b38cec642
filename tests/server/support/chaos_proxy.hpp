// Hands bytes on between clients and a server on loopback, and cuts each connection after a number of bytes that chance
// picks, in either direction: in the handshake, in the request, between the server's commit and its answer.
#pragma once

#include <cstdint>
#include <memory>

namespace server_tests {

class chaos_proxy {
 public:
  /// A connection lives for at most `most_up` bytes of the client and `most_down` of the server.
  chaos_proxy(std::uint16_t to, unsigned seed, unsigned most_up, unsigned most_down);
  /// Ends every connection.
  ~chaos_proxy();
  chaos_proxy(const chaos_proxy&) = delete;
  chaos_proxy& operator=(const chaos_proxy&) = delete;

  std::uint16_t port() const;
  unsigned cut() const; // connections so far

 private:
  struct inside;
  std::unique_ptr<inside> inside_;
};

} // namespace server_tests
