// A process that may open no more files: who is connected is served, who comes is told to go, and it recovers alone.
#include "server/descriptors.hpp"

#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "tests/server/support/running_server.hpp"
#include "tests/server/support/tls_client.hpp"

namespace {

using namespace server_tests;

struct report {
  std::uint16_t port;
  std::uint64_t turned_away, accept_failures;
};

/// A server of its own process, which may have `files` open.
class limited_server {
 public:
  explicit limited_server(rlim_t files) {
    EXPECT_EQ(::pipe(to_parent_.data()) + ::pipe(to_child_.data()), 0);
    child_ = ::fork();
    if (child_ == 0) serve(files);
    ::close(to_parent_[1]); // so that its end is noticed
    ::close(to_child_[0]);
  }
  ~limited_server() {
    ::close(to_child_[1]);
    ::waitpid(child_, nullptr, 0);
    ::close(to_parent_[0]);
  }
  limited_server(const limited_server&) = delete;
  limited_server& operator=(const limited_server&) = delete;

  /// What it says of itself now.
  report told() {
    report now{};
    EXPECT_EQ(::write(to_child_[1], "?", 1), 1);
    EXPECT_EQ(::read(to_parent_[0], &now, sizeof now), static_cast<ssize_t>(sizeof now));
    return now;
  }

 private:
  [[noreturn]] void serve(rlim_t files) {
    ::close(to_child_[1]);
    const rlimit allowed{files, files};
    ::setrlimit(RLIMIT_NOFILE, &allowed);
    {
      running_server running;
      char asked = 0;
      while (::read(to_child_[0], &asked, 1) == 1) {
        const auto& counts = running.listener().counts();
        const report now{running.port(), counts.turned_away, counts.accept_failures};
        if (::write(to_parent_[1], &now, sizeof now) < 0) break;
      }
    }
    ::_exit(0);
  }

  std::array<int, 2> to_parent_{}, to_child_{};
  pid_t child_ = -1;
};

bool is_served(tls_client& client) {
  client.send("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto answer = client.receive();
  return answer && answer->status == 200;
}

TEST(Descriptors, ThatRunOutTurnAwayWhoComesAndNobodyElse) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the undefined behaviour sanitizer opens pipes to look at objects, and takes a failure for a fault";
#endif
  limited_server limited(64);
  const auto port = limited.told().port;
  std::vector<std::unique_ptr<tls_client>> open;
  std::size_t refused = 0;
  while (refused < 20) {
    auto one = std::make_unique<tls_client>(port);
    if (one->connected())
      open.push_back(std::move(one));
    else
      ++refused;
    ASSERT_LT(open.size(), 64U);
  }
  EXPECT_GT(open.size(), 20U);
  for (const auto& one : open) EXPECT_TRUE(is_served(*one));
  const auto full = limited.told();
  EXPECT_GE(full.turned_away, 20U);
  EXPECT_GE(full.accept_failures, 1U);
  // The pause between two looks bounds how often it tries.
  EXPECT_LE(full.accept_failures, full.turned_away + 1); // one may be about to be turned away

  open.resize(open.size() / 2);
  std::size_t tries = 0;
  for (bool in = false; !in && tries < 1'000; ++tries) {
    tls_client next(port);
    in = next.connected() && is_served(next);
  }
  EXPECT_LT(tries, 1'000U);
}

TEST(Descriptors, BoundTheConnections) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const auto child = ::fork();
  if (child == 0) {
    const auto within = [](rlim_t soft, rlim_t hard, std::size_t wanted) {
      const rlimit allowed{soft, hard};
      ::setrlimit(RLIMIT_NOFILE, &allowed);
      return server::fitting_connections(wanted);
    };
    const bool right = within(256, 2'000, 1'000) == 1'000 && // raised
                       within(256, 1'024, 4'096) == 768 &&   // as far as it goes
                       within(64, 64, 4'096) == 48 && within(8, 8, 4'096) == 1 && within(8, 8, 1) == 1;
    ::_exit(right ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

} // namespace
