// Who a TLS connection says it is, by the certificate it showed. Believed only where the TLS context has verified it: a
// subject alone proves nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

struct x509_st; // OpenSSL's X509
struct ssl_st;  // OpenSSL's SSL

namespace server {

struct peer_identity {
  std::string sha256;  // of the certificate, 64 hex digits, lower case
  std::string subject; // RFC 2253

  friend bool operator==(const peer_identity&, const peer_identity&) = default;
};

peer_identity identity_of(const x509_st& certificate);
/// Of a finished handshake; nothing when the client showed none.
std::optional<peer_identity> verified_peer(const ssl_st& connection);
/// Nothing when it is no certificate.
std::optional<peer_identity> identity_of_der(std::string_view der);

} // namespace server
