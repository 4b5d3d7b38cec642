// Two nodes of the real program on one PostgreSQL, behind a real HAProxy, as a hospital would run them.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/server/support/certificate.hpp"
#include "tests/server/support/haproxy.hpp"
#include "tests/server/support/jwt_signer.hpp"
#include "tests/server/support/postgres_server.hpp"
#include "tests/server/support/process.hpp"
#include "tests/server/support/temporary_directory.hpp"
#include "tests/server/support/tls_client.hpp"

namespace server_tests {

/// Whether this machine has both programs; otherwise tests with them are to be skipped.
bool has_haproxy_and_postgres();

/// A key of the one client that is registered, ES256.
struct client_key {
  std::string kid;
  signing_key key = signing_key::ec("P-256");
};

class two_nodes {
 public:
  /// Both are in service when it returns. Calls are signed with one of `keys`.
  explicit two_nodes(const std::vector<const client_key*>& keys);
  ~two_nodes();

  std::uint16_t front() const { return front_; }
  std::uint16_t port(std::size_t node) const { return nodes_.at(node).port; }

  /// SIGTERM, then waits; its exit status.
  int stop(std::size_t node);
  /// Returns when it says that it listens.
  void start(std::size_t node);
  /// Tells both to read their files again; returns when both have.
  void reload();
  /// As the proxy sees it; waits until it does.
  void await_in_service(std::size_t node) const;

  /// The value of a metric, its labels as they are written.
  std::uint64_t counted(std::size_t node, const std::string& family) const;

  /// Pinned keys of the client, from the next reload on.
  void register_keys(const std::vector<const client_key*>& keys);
  /// Certificate and key of both nodes, from the next reload on.
  void renew_certificate();

  postgres_server& database() { return *postgres_; }

 private:
  struct running {
    std::uint16_t port = 0;
    std::uint16_t admin = 0;
    std::unique_ptr<process> program;
  };

  void write_config(std::size_t node) const;
  void start_proxy();

  temporary_directory directory_;
  temporary_directory front_directory_;
  certificate_files server_files_;
  certificate_files front_files_;
  std::unique_ptr<postgres_server> postgres_;
  std::string database_url_;
  std::array<running, 2> nodes_;
  std::uint16_t front_ = 0;
  std::unique_ptr<haproxy> proxy_;
};

/// One call of the client about an order; a token of its own each time.
std::string signed_call(const client_key& by);
std::string call_with(const std::string& token);
std::string token_of(const client_key& by);

} // namespace server_tests
