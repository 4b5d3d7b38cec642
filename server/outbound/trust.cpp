#include "server/outbound/trust.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace server {
namespace {

constexpr unsigned char alpn[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

bool restrict_protocol(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF); // sessions are kept with their origin
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_cipher_list(context, tls12_ciphers) == 1 &&
         SSL_CTX_set_alpn_protos(context, alpn, sizeof alpn) == 0;
}

/// A directory in which a certificate is found by a hash of its subject, as `openssl rehash` and Debian lay it out.
bool finds_by_hash(const std::filesystem::path& directory) {
  std::error_code unreadable;
  const std::filesystem::directory_iterator files(directory, unreadable);
  return std::any_of(begin(files), end(files), [](const auto& one) { return one.path().extension() == ".0"; });
}

/// Those of a directory are looked up when a server is asked: to read all of them took more than half of a start.
bool load_system_authorities(SSL_CTX* into) {
  const char* directory = std::getenv(X509_get_default_cert_dir_env());
  if (directory == nullptr) directory = X509_get_default_cert_dir();
  const bool wants_file = std::getenv(X509_get_default_cert_file_env()) != nullptr;
  if (!wants_file && finds_by_hash(directory)) return SSL_CTX_set_default_verify_dir(into) == 1;
  return SSL_CTX_set_default_verify_paths(into) == 1;
}

} // namespace

tl::expected<tls_context, std::string> load_trust(const std::filesystem::path& authorities) {
  tls_context context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  const bool made = context && restrict_protocol(context.get());
  const bool loaded = made && (authorities.empty() ? load_system_authorities(context.get())
                                                   : SSL_CTX_load_verify_file(context.get(), authorities.c_str()) == 1);
  ERR_clear_error();
  if (!made) return tl::unexpected(std::string("OpenSSL refuses to speak TLS to other servers"));
  if (!loaded)
    return tl::unexpected(authorities.empty()
                              ? std::string("the certificate authorities of the system cannot be loaded")
                              : "`" + authorities.string() + "` cannot be read as certificates in PEM form");
  return context;
}

} // namespace server
