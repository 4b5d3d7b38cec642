#include "tests/server/support/process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace server_tests {
namespace {

std::string file_with(const std::string& text) {
  auto name = (std::filesystem::temp_directory_path() / "vesicle_process_XXXXXX").string();
  const int file = ::mkstemp(name.data());
  if (file < 0) throw std::runtime_error("no temporary file");
  ::close(file);
  std::ofstream(name, std::ios::binary) << text;
  return name;
}

std::string take_file(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  std::filesystem::remove(name);
  return text;
}

} // namespace

process::process(const std::vector<std::string>& words, const std::string& input) : err_file_(file_with({})) {
  const auto in_file = file_with(input);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int in = ::open(in_file.c_str(), O_RDONLY | O_CLOEXEC);
  const int err = ::open(err_file_.c_str(), O_WRONLY | O_CLOEXEC);
  id_ = ::fork();
  if (id_ == 0) {
    ::dup2(in, 0);
    ::dup2(ends[1], 1);
    ::dup2(err, 2);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(in);
  ::close(err);
  ::close(ends[1]);
  out_ = ends[0];
  std::filesystem::remove(in_file);
}

process::~process() {
  if (id_ > 0) {
    ::kill(id_, SIGKILL);
    finish();
  }
}

std::string process::line() {
  std::array<char, 4096> part;
  auto end = unread_.find('\n');
  while (end == std::string::npos) {
    const auto got = ::read(out_, part.data(), part.size());
    if (got <= 0) return std::exchange(unread_, {});
    unread_.append(part.data(), static_cast<std::size_t>(got));
    end = unread_.find('\n');
  }
  auto found = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  return found;
}

std::string process::said() const {
  std::ifstream file(err_file_, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void process::signal(int number) { ::kill(id_, number); }

outcome process::finish() {
  outcome all;
  std::array<char, 4096> part;
  all.out = std::exchange(unread_, {});
  for (ssize_t got = 0; (got = ::read(out_, part.data(), part.size())) > 0;)
    all.out.append(part.data(), static_cast<std::size_t>(got));
  ::close(out_);
  int status = 0;
  ::waitpid(std::exchange(id_, -1), &status, 0);
  all.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  all.err = take_file(err_file_);
  return all;
}

outcome run(const std::vector<std::string>& words, const std::string& input) { return process(words, input).finish(); }

} // namespace server_tests
