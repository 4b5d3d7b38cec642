#include "server/doctor/machine.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/opensslv.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timex.h>

#include <fstream>
#include <thread>

namespace server {
namespace {

constexpr std::uint64_t files_beside_connections = 256; // stores, logs, connections to other servers
constexpr std::uint64_t bytes_of_a_connection = std::uint64_t{64} << 10;
constexpr std::uint64_t bytes_of_the_rest = std::uint64_t{128} << 20;
constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;

std::uint64_t memory_available() {
  std::ifstream table("/proc/meminfo");
  std::string name;
  std::uint64_t kibibytes = 0;
  for (std::string rest; table >> name >> kibibytes; std::getline(table, rest))
    if (name == "MemAvailable:") return kibibytes << 10;
  return 0;
}

void judge_clock(const machine& seen, findings& told) {
  if (seen.now < seen.config_written)
    told.fault("clock", "is before the time when the configuration was written",
               "set the clock: tokens are held against it");
  else if (!seen.clock_synchronised)
    told.warn("clock", "is not known to be synchronised",
              "run chrony or systemd-timesyncd: a clock that is minutes off refuses every token");
  else
    told.ok("clock", "is synchronised");
}

void judge_files(const machine& seen, const settings& chosen, findings& told) {
  const auto needed = chosen.limits.connections + files_beside_connections;
  if (seen.files_allowed < needed)
    told.fault(
        "files",
        fmt::format("{} may be open, {} connections need {}", seen.files_allowed, chosen.limits.connections, needed),
        fmt::format("LimitNOFILE={} in the unit, or a lower `limits.connections`", needed));
  else
    told.ok("files", fmt::format("{} may be open, {} connections need {}", seen.files_allowed,
                                 chosen.limits.connections, needed));
}

void judge_memory(const machine& seen, const settings& chosen, findings& told) {
  if (seen.memory_available == 0)
    return told.warn("memory", "how much is free is not known", "look whether /proc is mounted");
  const auto needed = chosen.limits.connections * bytes_of_a_connection + bytes_of_the_rest;
  const auto says = fmt::format("{} MiB are free, {} idle connections take up to {}", seen.memory_available / mebibyte,
                                chosen.limits.connections, needed / mebibyte);
  if (seen.memory_available < needed)
    told.warn("memory", says, "more memory, or a lower `limits.connections`");
  else
    told.ok("memory", says);
}

} // namespace

machine look_at_machine(const std::string& config_file) {
  machine seen;
  timex clock{};
  seen.clock_synchronised = ::adjtimex(&clock) != TIME_ERROR && (clock.status & STA_UNSYNC) == 0;
  seen.now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  struct stat file {};
  if (::stat(config_file.c_str(), &file) == 0)
    seen.config_written = std::chrono::sys_seconds{std::chrono::seconds{file.st_mtim.tv_sec}};
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0) seen.files_allowed = files.rlim_cur;
  seen.memory_available = memory_available();
  seen.processors = std::thread::hardware_concurrency();
  seen.openssl_built = OPENSSL_VERSION_TEXT;
  seen.openssl_running = OpenSSL_version(OPENSSL_VERSION);
  return seen;
}

void judge(const machine& seen, const settings& chosen, findings& told) {
  judge_clock(seen, told);
  judge_files(seen, chosen, told);
  judge_memory(seen, chosen, told);
  const auto threads = chosen.threads == 0 ? seen.processors : chosen.threads;
  const auto says = fmt::format("{} for {} processors", threads, seen.processors);
  if (threads > 2 * seen.processors)
    told.warn("threads", says, "leave out `threads`: one for each processor serves best");
  else
    told.ok("threads", says);
  if (seen.openssl_running == seen.openssl_built)
    told.ok("openssl", seen.openssl_running);
  else
    told.warn("openssl", "built with " + seen.openssl_built + ", running with " + seen.openssl_running,
              "fine within one minor version of Debian; otherwise build again");
}

} // namespace server
