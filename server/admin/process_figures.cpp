#include "server/admin/process_figures.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

namespace server {
namespace {

std::string text_of(const char* path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Fields of /proc/self/stat from the third on: the second is the program's name, which may hold anything.
std::vector<std::string> stat_fields() {
  const auto text = text_of("/proc/self/stat");
  const auto name_ends = text.rfind(')');
  if (name_ends == std::string::npos) return {};
  std::istringstream rest(text.substr(name_ends + 1));
  return {std::istream_iterator<std::string>(rest), {}};
}

double number_in(const std::vector<std::string>& fields, std::size_t third_is_0) {
  return third_is_0 < fields.size() ? std::stod(fields[third_is_0]) : 0;
}

/// Seconds since 1970 at which the machine started.
double machine_start() {
  std::ifstream in("/proc/stat");
  for (std::string word; in >> word;) {
    double seconds = 0;
    if (word == "btime" && in >> seconds) return seconds;
  }
  return 0;
}

std::uint64_t count_open_files() {
  std::error_code unreadable;
  std::uint64_t count = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", unreadable), end; !unreadable && at != end;
       at.increment(unreadable))
    ++count;
  return count > 0 ? count - 1 : 0; // the one that reads them
}

std::uint64_t most_open_files() {
  rlimit most{};
  return ::getrlimit(RLIMIT_NOFILE, &most) == 0 ? most.rlim_cur : 0;
}

} // namespace

process_figures read_process_figures() {
  const auto fields = stat_fields();
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  process_figures read;
  read.cpu_seconds = (number_in(fields, 11) + number_in(fields, 12)) / ticks;
  if (const auto began = number_in(fields, 19); began > 0) read.start_time = machine_start() + began / ticks;
  read.virtual_bytes = static_cast<std::uint64_t>(number_in(fields, 20));
  read.resident_bytes =
      static_cast<std::uint64_t>(number_in(fields, 21)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  read.open_files = count_open_files();
  read.most_files = most_open_files();
  return read;
}

} // namespace server
