// However large an export is, a run takes about the memory it was told to.
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iostream>

#include "tests/server/replay/hospital.hpp"
#include "tests/server/replay/support/replaying.hpp"
#include "tests/server/support/effort.hpp"

namespace {

using namespace server;
using replaying::place;

struct run_cost {
  bool done = false;
  long peak_kb = 0; // of the whole process
  double cpu_seconds = 0;
};

/// A run of the program, which has done nothing before.
run_cost cost_of(std::vector<std::string> words) {
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const auto child = ::fork();
  if (child == 0) {
    ::execv(pointers.front(), pointers.data());
    ::_exit(127);
  }
  int status = 0;
  struct rusage used {};
  ::wait4(child, &status, 0, &used);
  const auto seconds = [](const ::timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return {WIFEXITED(status) && WEXITSTATUS(status) == 0, used.ru_maxrss,
          seconds(used.ru_utime) + seconds(used.ru_stime)};
}

#if defined(__SANITIZE_ADDRESS__)
constexpr long overhead = 10;
#else
constexpr long overhead = 1;
#endif

/// Every patient is treated, so that no line can be passed over. In the long run this is one gigabyte.
TEST(ReplayMemory, StaysFarBelowWhatIsRead) {
  const place where;
  const auto patients = server_tests::effort(300, 9000);
  std::filesystem::create_directories(where / "export");
  hospital::write({.patients = patients, .treated_each = 1, .bulk = 150}, where / "export");
  std::uint64_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(where / "export")) bytes += file.file_size();
  const auto cost =
      cost_of({VESICLE_PROGRAM, "replay", (where / "export").string(), "--shard", "1/1", "--out",
               (where / "out").string(), "--memory", std::to_string(server_tests::effort(16, 64)), "--threads", "2"});
  ASSERT_TRUE(cost.done);
  std::cout << bytes / 1'000'000 << " MB read, peak " << cost.peak_kb / 1024 << " MB, " << cost.cpu_seconds
            << " s of processor time\n";
  EXPECT_GE(replaying::read(where / "out").orders.size(), patients);
  EXPECT_LT(cost.peak_kb, overhead * static_cast<long>(server_tests::effort(100, 160)) * 1024);
}

} // namespace
