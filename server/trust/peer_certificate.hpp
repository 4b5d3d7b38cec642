// Which client a TLS connection belongs to, by the certificate it showed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hooks/client.hpp"

struct x509_st; // OpenSSL's X509

namespace server {

struct peer_identity {
  std::string sha256;  // of the certificate, 64 hex digits, lower case
  std::string subject; // RFC 2253

  friend bool operator==(const peer_identity&, const peer_identity&) = default;
};

peer_identity identity_of(const x509_st& certificate);
/// Nothing when it is no certificate.
std::optional<peer_identity> identity_of_der(std::string_view der);

/// Null when no client has this certificate. Only for one that the TLS context has verified: a subject alone proves
/// nothing.
const hooks::client* client_of(const peer_identity& peer, const hooks::clients& registered);

} // namespace server
