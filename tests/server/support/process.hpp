// Runs a program the way a person would: words in, what it prints and its exit status out.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace server_tests {

struct outcome {
  int status = -1; // exit status; 128 + signal when it was killed
  std::string out;
  std::string err;
};

/// A program that is running. It is killed when its owner goes away.
class process {
 public:
  explicit process(const std::vector<std::string>& words, const std::string& input = {});
  ~process();
  process(const process&) = delete;
  process& operator=(const process&) = delete;

  /// The next line of standard output without its end; empty when the output has ended.
  std::string line();
  void signal(int number);
  /// What it has written to standard error so far.
  std::string said() const;
  pid_t id() const { return id_; }
  /// Waits for its end.
  outcome finish();

 private:
  pid_t id_ = -1;
  int out_ = -1;
  std::string err_file_;
  std::string unread_;
};

/// Starts it and waits for its end.
outcome run(const std::vector<std::string>& words, const std::string& input = {});

} // namespace server_tests
