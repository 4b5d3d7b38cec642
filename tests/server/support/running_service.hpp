// The whole service in the test's process: real TLS, the real knowledge, a client whose key the test holds, a FHIR
// server that misbehaves on command, a store on disk.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/listener.hpp"
#include "server/protocol/service_setup.hpp"
#include "tests/server/support/certificate.hpp"
#include "tests/server/support/hostile_server.hpp"
#include "tests/server/support/jwt_signer.hpp"
#include "tests/server/support/tls_client.hpp"

namespace server_tests {

struct service_wish {
  bool no_auth = false;
  bool keeps = true;                                           // with a store
  std::string client_rules = {};                               // more TOML for the client's table
  std::string more_clients = {};                               // more tables, TOML
  std::vector<std::pair<std::string, std::string>> files = {}; // beside the clients' file: names and texts
  std::string keys_url = {}; // where the client's keys are published; empty: they are pinned
  std::function<void(server::settings&)> change = {};
  const server::decision_log* log = nullptr;
};

class running_service {
 public:
  /// `fhir` and `keys_at` must outlive it.
  explicit running_service(const service_wish& wish = {}, const hostile_server* fhir = nullptr);
  ~running_service();

  std::uint16_t port() const { return listener_->address().port; }
  const std::filesystem::path& directory() const { return directory_.path(); }
  server::service_setup& setup() { return *setup_; }
  const server::listener& listener() const { return *listener_; }
  const server::tls_context& tls() const { return tls_; }

  server::publication::edition now() const { return setup_->publishes.now(); }
  const std::string& public_url() const { return public_url_; }
  /// A token of the registered client for this path, good in every way; `claims` replaces some, as JSON text.
  std::string token(std::string_view path, const json_members& claims = {}) const;
  /// The client's public keys.
  std::string key_set() const;

  /// The text of a POST of JSON, with a good token unless another Authorization (or none: empty) is given.
  std::string request(std::string_view path, std::string_view body,
                      std::optional<std::string> authorization = {}) const;
  /// Sends that on a connection of its own.
  http_answer post(std::string_view path, std::string_view body, std::optional<std::string> authorization = {}) const;
  /// Sends a request as it stands on a connection of its own; throws when there is no answer.
  http_answer send(const std::string& request, const client_wish& wish = {}) const;

 private:
  temporary_directory directory_;
  certificate_files files_;
  signing_key key_;
  std::string public_url_;
  bool no_auth_;
  std::unique_ptr<server::service_setup> setup_;
  server::tls_context tls_;
  std::unique_ptr<server::listener> listener_;
};

} // namespace server_tests
