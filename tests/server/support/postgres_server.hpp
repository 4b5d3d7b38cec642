// A PostgreSQL server of the test's own: in a private directory, on a socket there, without a port.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "server/database_url.hpp"

namespace server_tests {

/// Where Debian keeps the newest version's programs; empty when there is none, and the test is to be skipped.
std::filesystem::path postgres_programs();

/// A cluster is made once for a program and copied for each server: making one takes seconds. It is started and stopped
/// by its process id; what it keeps goes away with its owner. As root its programs run as the user `postgres`, whom
/// PostgreSQL's package makes.
class postgres_server {
 public:
  /// `settings` such as `fsync=off`. `data` empty: a place of its own for the cluster; otherwise an empty directory.
  explicit postgres_server(const std::vector<std::string>& settings = {}, const std::filesystem::path& data = {});
  ~postgres_server();
  postgres_server(const postgres_server&) = delete;
  postgres_server& operator=(const postgres_server&) = delete;

  /// A new empty database, in UTF-8 unless a clause such as `ENCODING 'LATIN1'` says otherwise.
  server::database_address database(const std::string& clause = {});
  std::string url(const std::string& database) const;

  /// Takes connections again when it returns.
  void start();
  void stop();  // fast: connections are cut, everything is written
  void kill();  // immediate: as if its machine had crashed, but what is in the kernel stays
  void pause(); // it hangs: connections stay, nothing is answered
  void go_on();
  bool runs(); // it may have stopped by itself

  /// One statement as its superuser; the one value of the one row.
  std::string ask(const std::string& statement, const std::string& database = "postgres");
  const std::filesystem::path& directory() const { return directory_; }
  const std::filesystem::path& data() const { return data_; }

 private:
  void signal_all(int number);

  std::filesystem::path directory_, data_;
  std::vector<std::string> settings_;
  pid_t id_ = -1;
  unsigned databases_ = 0;
};

} // namespace server_tests
