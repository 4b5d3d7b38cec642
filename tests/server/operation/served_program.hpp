// The program serving from files that a test changes under it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/server/support/certificate.hpp"
#include "tests/server/support/jwt_signer.hpp"
#include "tests/server/support/process.hpp"
#include "tests/server/support/tls_client.hpp"

namespace server_tests {

/// A client that is registered, whose key the test holds.
struct caller {
  std::string name;
  signing_key key = signing_key::ec("P-256");

  std::string iss() const { return "https://" + name + ".example"; }
  std::string key_set() const;
  /// Its table in the clients' file.
  std::string table() const;
  /// A POST of JSON with a token that is good once.
  std::string request(std::string_view path, std::string_view body) const;
};

class served_program {
 public:
  /// Writes a certificate, two callers `one` and `two`, an overlay, and starts. `more`: TOML for its configuration.
  /// A busy machine is no reason to refuse a call: what is tested here is no deadline.
  explicit served_program(const std::string& more = {});

  std::uint16_t port() const { return port_; }
  std::uint16_t admin_port() const { return admin_port_; }
  process& program() { return *program_; }
  const temporary_directory& files() const { return directory_; }
  std::filesystem::path file(const std::string& name) const { return directory_.path() / name; }

  /// Put in place as a tool would: written beside, then renamed.
  void replace(const std::string& name, const std::string& text);
  /// A new certificate and key; gives its fingerprint.
  std::string replace_certificate(const certificate_wish& wish = {});
  /// SIGHUP, and waits until the log says what came of it: the lines since then.
  std::string reload();
  /// As many lines of the log hold this text.
  std::size_t logged(std::string_view text) const;
  /// Waits, up to 20 s, until so many lines hold it.
  bool wait_for(std::string_view text, std::size_t count) const;

  const caller one{"one"};
  const caller two{"two"};

 private:
  temporary_directory directory_;
  std::unique_ptr<process> program_;
  std::uint16_t port_ = 0;
  std::uint16_t admin_port_ = 0;
};

/// Requests of a caller from several connections at once, each on a kept connection until the server ends it.
class steady_load {
 public:
  /// `looks` sees each answer on the connection's thread and says whether it is right.
  steady_load(served_program& of, const caller& by, unsigned connections,
              std::function<bool(const http_answer&)> looks = {});
  ~steady_load() { end(); }
  /// Also after the last of them has been answered.
  void end();
  /// Waits until so many more were answered.
  void wait_for_more(std::size_t count) const;

  std::atomic<std::size_t> answered{0};
  std::atomic<std::size_t> failed{0};
  std::atomic<int> failed_with{0}; // the last one's status; -1: there was no answer

 private:
  void ask();

  served_program& of_;
  const caller& by_;
  std::function<bool(const http_answer&)> looks_;
  std::atomic<bool> over_{false};
  std::vector<std::thread> threads_;
};

} // namespace server_tests
