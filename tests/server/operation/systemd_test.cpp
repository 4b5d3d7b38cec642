// What systemd is told, read from a socket such as it gives to a service.
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>

#include "tests/server/operation/served_program.hpp"

namespace {

using namespace server_tests;

/// Receives notifications while it lives; programs started meanwhile send theirs here.
class notified {
 public:
  explicit notified(const char* watchdog_usec = nullptr) : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    const auto path = (directory_.path() / "notify").string();
    path.copy(at.sun_path, sizeof at.sun_path - 1);
    const timeval patience{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) throw std::runtime_error("no socket");
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    if (watchdog_usec != nullptr) ::setenv("WATCHDOG_USEC", watchdog_usec, 1);
  }
  ~notified() {
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
    ::close(socket_);
  }
  notified(const notified&) = delete;
  notified& operator=(const notified&) = delete;

  std::string next() const {
    std::array<char, 4096> text{};
    const auto got = ::recv(socket_, text.data(), text.size(), 0);
    return got < 0 ? "nothing came" : std::string(text.data(), static_cast<std::size_t>(got));
  }
  /// The next one that is no sign of life.
  std::string next_news() const {
    for (;;)
      if (auto text = next(); text != "WATCHDOG=1") return text;
  }

 private:
  temporary_directory directory_;
  int socket_;
};

TEST(Systemd, IsToldOfEveryStep) {
  const notified manager;
  served_program served;
  const auto ready = manager.next();
  EXPECT_EQ(ready.find("READY=1\nSTATUS=certificate "), 0U) << ready;
  EXPECT_NE(ready.find(", 2 clients, knowledge "), ready.npos) << ready;

  const auto renewed = served.replace_certificate();
  served.reload();
  const auto reloading = manager.next();
  EXPECT_EQ(reloading.find("RELOADING=1\nMONOTONIC_USEC="), 0U) << reloading;
  const auto again = manager.next();
  EXPECT_EQ(again.find("READY=1\nSTATUS=certificate " + renewed.substr(0, 8)), 0U) << again;

  served.replace("clients.toml", "no clients");
  served.reload();
  EXPECT_EQ(manager.next().find("RELOADING=1\n"), 0U);
  const auto refused = manager.next();
  EXPECT_EQ(refused.find("READY=1\nSTATUS=the last reload was refused, see the log; certificate "), 0U) << refused;

  served.program().signal(SIGTERM);
  EXPECT_EQ(manager.next().find("STOPPING=1\n"), 0U);
  EXPECT_EQ(served.program().finish().status, 0);
}

TEST(Systemd, SeesSignsOfLifeWhileTheThreadsLive) {
  const notified manager("800000");
  served_program served;
  EXPECT_EQ(manager.next_news().find("READY=1"), 0U);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(manager.next(), "WATCHDOG=1");
  served.program().signal(SIGTERM);
  EXPECT_EQ(manager.next_news().find("STOPPING=1"), 0U);
  EXPECT_EQ(served.program().finish().status, 0);
}

} // namespace
