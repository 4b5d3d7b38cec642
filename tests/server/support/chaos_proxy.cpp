#include "tests/server/support/chaos_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/server/support/tls_client.hpp"

namespace server_tests {
namespace {

/// What is left of a direction; hands on what it may and says whether the connection goes on.
bool hand_on(int from, int to, unsigned& left, std::atomic<unsigned>& cut) {
  std::array<char, 4096> part;
  const auto got = ::recv(from, part.data(), part.size(), 0);
  if (got <= 0) return false;
  const auto may = std::min<std::size_t>(static_cast<std::size_t>(got), left);
  left -= static_cast<unsigned>(may);
  const bool sent = ::send(to, part.data(), may, MSG_NOSIGNAL) == static_cast<ssize_t>(may);
  if (left > 0) return sent;
  ++cut;
  return false;
}

} // namespace

struct chaos_proxy::inside {
  std::uint16_t to;
  unsigned most_up, most_down;
  int listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::atomic<unsigned> cut{0};

  std::mutex guards; // all below
  bool stopping = false;
  std::mt19937 chance;
  std::set<int> open;
  std::vector<std::thread> threads;
  std::thread accepting;

  inside(std::uint16_t server, unsigned seed, unsigned up, unsigned down)
      : to(server), most_up(up), most_down(down), chance(seed) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(listening, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 || ::listen(listening, 128) != 0)
      throw std::runtime_error("the proxy cannot listen");
    accepting = std::thread([this] { accept_all(); });
  }

  ~inside() {
    {
      const std::lock_guard held(guards);
      stopping = true;
      for (const int socket : open) ::shutdown(socket, SHUT_RDWR);
    }
    ::shutdown(listening, SHUT_RDWR);
    accepting.join();
    for (auto& one : threads) one.join();
    ::close(listening);
  }

  void accept_all() {
    for (;;) {
      const int client = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
      const std::lock_guard held(guards);
      if (stopping || client < 0) {
        if (client >= 0) ::close(client);
        return;
      }
      const int server = connect_tcp(to);
      open.insert({client, server});
      threads.emplace_back([this, client, server, up = 1 + chance() % most_up, down = 1 + chance() % most_down] {
        carry(client, server, static_cast<unsigned>(up), static_cast<unsigned>(down));
        const std::lock_guard leaving(guards);
        for (const int socket : {client, server}) {
          open.erase(socket);
          ::close(socket);
        }
      });
    }
  }

  void carry(int client, int server, unsigned up, unsigned down) {
    std::array<pollfd, 2> both{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    while (::poll(both.data(), both.size(), -1) > 0) {
      if (both[0].revents != 0 && !hand_on(client, server, up, cut)) return;
      if (both[1].revents != 0 && !hand_on(server, client, down, cut)) return;
    }
  }
};

chaos_proxy::chaos_proxy(std::uint16_t to, unsigned seed, unsigned most_up, unsigned most_down)
    : inside_(std::make_unique<inside>(to, seed, most_up, most_down)) {}
chaos_proxy::~chaos_proxy() = default;

std::uint16_t chaos_proxy::port() const {
  sockaddr_in at{};
  socklen_t size = sizeof at;
  ::getsockname(inside_->listening, reinterpret_cast<sockaddr*>(&at), &size);
  return ntohs(at.sin_port);
}
unsigned chaos_proxy::cut() const { return inside_->cut; }

} // namespace server_tests
