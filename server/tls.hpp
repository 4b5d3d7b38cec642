// The TLS side of the server: what is spoken, and the certificate it is spoken with.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

struct ssl_ctx_st; // OpenSSL's SSL_CTX

namespace server {

using tls_context = std::shared_ptr<ssl_ctx_st>;

/// What TLS 1.2 may use: forward secrecy and authenticated encryption.
inline constexpr const char* tls12_ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

/// Adds that clients are asked for a certificate of these authorities, PEM. One that cannot be believed ends the
/// handshake; none does when it is `required`. Gives what is wrong with the file.
tl::expected<void, std::string> ask_for_certificates(const tls_context& tls, const std::filesystem::path& authorities,
                                                     bool required);

/// TLS 1.2 and 1.3 with forward secrecy and authenticated ciphers alone; no renegotiation, compression, tickets or
/// early data. Fails with every fault found: a file missing or not PEM, a key that others can read, that has a
/// passphrase or belongs to another certificate, a certificate outside its validity.
tl::expected<tls_context, std::vector<std::string>> load_tls(const std::filesystem::path& certificate,
                                                             const std::filesystem::path& key);

/// Whether the file holds authorities that could be believed, without a context to believe them.
tl::expected<void, std::string> check_authorities(const std::filesystem::path& authorities);

/// The certificate that a context shows.
struct shown_certificate {
  std::string sha256; // 64 hex digits
  std::chrono::sys_seconds until;

  friend bool operator==(const shown_certificate&, const shown_certificate&) = default;
};
shown_certificate certificate_of(const tls_context& tls);

} // namespace server
