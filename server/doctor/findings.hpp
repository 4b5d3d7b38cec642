// What an examination found, each with what to do about it.
#pragma once

#include <string>
#include <vector>

namespace server {

enum class health : unsigned char { ok, warning, fault };

struct finding {
  health how = health::ok;
  std::string about; // `certificate`, `clock`
  std::string says;
  std::string advice = {}; // what to do; empty when all is well

  friend bool operator==(const finding&, const finding&) = default;
};

class findings {
 public:
  void ok(std::string about, std::string says) { all_.push_back({health::ok, std::move(about), std::move(says)}); }
  void warn(std::string about, std::string says, std::string advice) {
    all_.push_back({health::warning, std::move(about), std::move(says), std::move(advice)});
  }
  void fault(std::string about, std::string says, std::string advice) {
    all_.push_back({health::fault, std::move(about), std::move(says), std::move(advice)});
  }

  const std::vector<finding>& all() const { return all_; }
  bool has_fault() const;

 private:
  std::vector<finding> all_;
};

/// A line for each, and below it what to do.
std::string as_text(const findings& of);
/// `{"findings":[{"state":"ok","about":...,"says":...,"advice":...}]}`
std::string as_json(const findings& of);

} // namespace server
