// Opens kept TLS connections that have nothing to say after one answered order, and counts those that stay.
//   bench_idle PORT BODY_FILE COUNT,COUNT,...
// Once so many are open it prints how many still are, and goes on when a line is read. It ends with the first count
// that the server does not take, and then prints why after the number.
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/server/side_by_side/connection.hpp"
#include "tests/server/side_by_side/requests.hpp"

namespace {

using bench::connection;
using connections = std::vector<std::unique_ptr<connection>>;

void allow_many_files() {
  rlimit allowed{};
  ::getrlimit(RLIMIT_NOFILE, &allowed);
  allowed.rlim_cur = allowed.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &allowed);
}

void ask_once(connection& one, bench::request wanted) {
  one.send(std::move(wanted.head), wanted.body);
  for (auto now = one.go_on(); now != connection::progress::answered; now = one.go_on()) {
    pollfd wait{one.socket(), static_cast<short>(now == connection::progress::waits_to_read ? POLLIN : POLLOUT), 0};
    ::poll(&wait, 1, -1);
  }
  if (one.status() != 200) throw std::runtime_error("answered with " + std::to_string(one.status()));
}

/// Whether the server has neither closed it nor announced that.
bool is_open(const connection& one) {
  char byte = 0;
  return ::recv(one.socket(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0;
}

/// Why the server did not take them all; empty when it did.
std::string open_until(std::size_t wanted, ssl_ctx_st* tls, std::uint16_t port, bench::requests& orders,
                       connections& open) {
  try {
    while (open.size() < wanted) {
      auto one = std::make_unique<connection>(tls, port);
      ask_once(*one, orders.next(0));
      open.push_back(std::move(one));
    }
    return {};
  } catch (const std::runtime_error& fault) {
    return fault.what();
  }
}

} // namespace

int main(int count, char** words) {
  try {
    if (count != 4) throw std::runtime_error("usage: bench_idle PORT BODY_FILE COUNT,COUNT,...");
    allow_many_files();
    std::signal(SIGPIPE, SIG_IGN); // who is turned away may be writing
    const auto tls = bench::make_client_tls();
    bench::requests orders(words[2], 1);
    connections open;
    std::istringstream counts(words[3]);
    for (std::string wanted, line; std::getline(counts, wanted, ',');) {
      const auto port = static_cast<std::uint16_t>(std::stoul(words[1]));
      const auto refused = open_until(std::stoul(wanted), tls.get(), port, orders, open);
      std::cout << std::ranges::count_if(open, [](const auto& one) { return is_open(*one); }) << ' ' << refused
                << std::endl;
      if (!std::getline(std::cin, line) || !refused.empty()) break;
    }
    return 0;
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "bench_idle: %s\n", fault.what());
    return 1;
  }
}
