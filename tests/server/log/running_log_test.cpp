// The log waits for nobody who does not read it, counts what is lost and loses nothing when somebody reads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include <spdlog/spdlog.h>

#include "server/log/running_log.hpp"
#include "tests/server/support/stopwatch.hpp"

namespace {

using server::running_log;
using server_tests::stopwatch;
using testing::HasSubstr;

class pipe_ends {
 public:
  pipe_ends() { EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC), 0); }
  ~pipe_ends() {
    ::close(ends_[0]);
    close_writing();
  }
  pipe_ends(const pipe_ends&) = delete;
  pipe_ends& operator=(const pipe_ends&) = delete;

  int writing() const { return ends_[1]; }
  void close_writing() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }
  /// What comes next; waits for it.
  std::string some() const {
    std::array<char, 4096> read;
    const auto count = ::read(ends_[0], read.data(), read.size());
    return {read.data(), count < 0 ? 0 : static_cast<std::size_t>(count)};
  }
  /// All until the writing end is closed.
  std::string rest() const {
    std::string text;
    std::array<char, 4096> some;
    for (auto count = ::read(ends_[0], some.data(), some.size()); count > 0;
         count = ::read(ends_[0], some.data(), some.size()))
      text.append(some.data(), static_cast<std::size_t>(count));
    return text;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

unsigned lines_in(const std::string& text) {
  unsigned count = 0;
  for (const char c : text) count += c == '\n' ? 1U : 0U;
  return count;
}

TEST(RunningLog, WritesEverythingBeforeItEnds) {
  pipe_ends pipe;
  auto reader = std::async(std::launch::async, [&] { return pipe.rest(); });
  {
    const running_log log({.format = "json", .level = "info"}, pipe.writing());
    for (int i = 0; i < 1000; ++i) spdlog::info("line {}", i);
    spdlog::debug("unheard");
  }
  pipe.close_writing();
  const auto text = reader.get();
  EXPECT_EQ(lines_in(text), 1000U);
  EXPECT_NE(text.find("\"event\":\"line 999\"}\n"), text.npos);
}

TEST(RunningLog, WritesALineThatNoOtherFollows) {
  pipe_ends pipe;
  const running_log log({.format = "text", .level = "info"}, pipe.writing());
  spdlog::info("alone");
  EXPECT_THAT(pipe.some(), HasSubstr("alone\n"));
  spdlog::warn("urgent");
  EXPECT_THAT(pipe.some(), HasSubstr("urgent\n"));
}

TEST(RunningLog, MakesNobodyWaitForAReaderWhoDoesNotRead) {
  pipe_ends pipe;
  constexpr unsigned lines = 20'000;
  auto log = std::make_unique<running_log>(server::logging{.format = "json", .level = "info"}, pipe.writing());
  const stopwatch writing;
  for (unsigned i = 0; i < lines; ++i) spdlog::info("a line that nobody reads: {}", i);
  EXPECT_LT(writing.passed(), std::chrono::seconds(10));
  EXPECT_GT(log->dropped(), lines - running_log::most_waiting - 2000);
  const auto dropped = log->dropped();
  EXPECT_LT(dropped, lines);
  const stopwatch ending;
  log.reset();
  EXPECT_LT(ending.passed(), std::chrono::seconds(10));
  pipe.close_writing();
  const auto text = pipe.rest();
  EXPECT_GT(lines_in(text), 0U); // a pipe holds some
  EXPECT_LE(lines_in(text), lines - dropped);
}

TEST(RunningLog, WritesTheNewestWhenAReaderComesBack) {
  pipe_ends pipe;
  std::future<std::string> reader;
  {
    const running_log log({.format = "text", .level = "info"}, pipe.writing());
    for (int i = 0; i < 10'000; ++i) spdlog::info("line {}", i);
    reader = std::async(std::launch::async, [&] { return pipe.rest(); });
  }
  pipe.close_writing();
  EXPECT_NE(reader.get().find("line 9999\n"), std::string::npos);
}

TEST(RunningLog, GoesOnWhenItsReaderIsGone) {
  int gone = -1;
  {
    pipe_ends pipe;
    gone = ::dup(pipe.writing());
  }
  ::signal(SIGPIPE, SIG_IGN);
  {
    const running_log log({.format = "json", .level = "info"}, gone);
    spdlog::info("to nobody");
  }
  ::close(gone);
}

TEST(RunningLog, SpeaksToPeopleOnATerminalAndOtherwiseToPrograms) {
  const pipe_ends pipe;
  EXPECT_EQ(server::format_for({}, pipe.writing()), server::log_format::json);
  EXPECT_EQ(server::format_for({.format = "text", .level = "info"}, pipe.writing()), server::log_format::text);
  const int terminal = ::open("/dev/ptmx", O_RDWR | O_NOCTTY);
  if (terminal < 0) GTEST_SKIP() << "this machine has no terminals";
  EXPECT_EQ(server::format_for({}, terminal), server::log_format::text);
  EXPECT_EQ(server::format_for({.format = "json", .level = "info"}, terminal), server::log_format::json);
  ::close(terminal);
}

} // namespace
