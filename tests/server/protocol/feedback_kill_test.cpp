// The program is killed while it takes feedback: all that it acknowledged is in the export after its restart.
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/support/certificate.hpp"
#include "tests/server/support/effort.hpp"
#include "tests/server/support/process.hpp"
#include "tests/server/support/sample_calls.hpp"

namespace {

using namespace server_tests;

unsigned kills() { return static_cast<unsigned>(effort(20, 1000)); }

/// The program over one data directory, life after life.
class killed_program {
 public:
  killed_program() : files_(make_certificate(directory_)), data_((directory_.path() / "data").string()) {}

  /// Starts it, sends items from `first` on from several connections and kills it after so many acknowledgements and
  /// turns of the processor.
  void live(unsigned first, unsigned acknowledgements, unsigned turns) {
    process program({VESICLE_PROGRAM, "serve", "--no-auth", "--listen", "127.0.0.1:0", "--certificate",
                     files_.certificate.string(), "--key", files_.key.string(), "--data", data_});
    const auto line = program.line();
    const auto port = static_cast<std::uint16_t>(std::stoul("0" + line.substr(line.rfind(':') + 1)));
    ASSERT_NE(port, 0) << program.finish().err;
    std::atomic<unsigned> acknowledged{0};
    std::atomic<bool> over{false};
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < 3; ++i)
      threads.emplace_back([&, i] { send(port, first + i * 10'000, acknowledged, over); });
    while (acknowledged < acknowledgements && !over) std::this_thread::yield();
    for (; turns > 0; --turns) std::this_thread::yield();
    program.signal(SIGKILL);
    for (auto& one : threads) one.join();
    EXPECT_EQ(program.finish().status, 128 + SIGKILL);
  }

  void expect_all_in_the_export() const {
    const auto told = run({VESICLE_PROGRAM, "feedback", "export", "--data", data_, "--format", "ndjson"});
    ASSERT_EQ(told.status, 0) << told.err;
    for (const auto& card : promised_) ASSERT_NE(told.out.find(card), told.out.npos) << card;
  }
  std::size_t promised() const { return promised_.size(); }

 private:
  /// Two items a request, one request after another until the connection breaks.
  void send(std::uint16_t port, unsigned next, std::atomic<unsigned>& acknowledged, std::atomic<bool>& over) {
    tls_client client(port);
    for (;; next += 2) {
      const auto body = feedback_on(next, 2);
      const auto sent =
          client.send("POST " + feedback + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
                      "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
      const auto answer = sent ? client.receive() : std::nullopt;
      if (!answer) break;
      EXPECT_EQ(answer->status, 200) << answer->body;
      const std::lock_guard held(guard_);
      promised_.push_back(uuid_of(next));
      promised_.push_back(uuid_of(next + 1));
      ++acknowledged;
    }
    over = true;
  }

  temporary_directory directory_;
  certificate_files files_;
  std::string data_;
  std::mutex guard_;
  std::vector<std::string> promised_;
};

TEST(FeedbackKill, LosesNothingThatWasAcknowledged) {
  killed_program program;
  std::mt19937 chance(20260105);
  for (unsigned round = 0; round < kills(); ++round) {
    program.live(1 + round * 100'000, 1 + static_cast<unsigned>(chance() % 20), static_cast<unsigned>(chance() % 200));
    if (HasFatalFailure()) return;
  }
  program.expect_all_in_the_export();
  EXPECT_GE(program.promised(), 2 * kills());
  RecordProperty("promised", std::to_string(program.promised()));
}

} // namespace
