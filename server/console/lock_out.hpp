// Makes guessing tokens slow: pauses that grow with each wrong one, for its source and, later, for everybody.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace server {

/// One thread's. The pause of a source starts with its 5th wrong token and doubles up to 15 minutes; that of everybody
/// starts with the 50th and doubles up to a minute, so that many sources gain little and nobody is locked out for long
/// by another. What was wrong is forgotten after an hour without another.
class lock_out {
 public:
  static constexpr int free_of_source = 4;
  static constexpr int free_of_all = 49;
  static constexpr std::chrono::seconds longest_of_source{15 * 60};
  static constexpr std::chrono::seconds longest_of_all{60};
  static constexpr std::size_t most_sources = 1024;

  /// How long a source has to wait yet; 0: it may try.
  std::chrono::seconds wait(std::string_view source, std::chrono::sys_seconds now) const;
  void wrong(std::string_view source, std::chrono::sys_seconds now);
  void right(std::string_view source);

 private:
  struct tries {
    int wrong = 0;
    std::chrono::sys_seconds last;
    std::chrono::sys_seconds until; // of the pause
  };
  static void add(tries& to, int free, std::chrono::seconds longest, std::chrono::sys_seconds now);

  std::map<std::string, tries, std::less<>> sources_;
  tries all_;
};

} // namespace server
