#include "server/peer_certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace server {
namespace {

std::string subject_of(const X509& certificate) {
  const std::unique_ptr<BIO, int (*)(BIO*)> text(BIO_new(BIO_s_mem()), BIO_free);
  if (!text || X509_NAME_print_ex(text.get(), X509_get_subject_name(&certificate), 0, XN_FLAG_RFC2253) < 0)
    throw std::runtime_error("a certificate's subject cannot be written");
  char* start = nullptr;
  const auto length = BIO_get_mem_data(text.get(), &start);
  return {start, static_cast<std::size_t>(length)};
}

std::string sha256_of(const X509& certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned length = 0;
  if (X509_digest(&certificate, EVP_sha256(), digest.data(), &length) != 1)
    throw std::runtime_error("a certificate's digest cannot be made");
  constexpr std::string_view hex = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < length; ++i) {
    text += hex[digest[i] >> 4];
    text += hex[digest[i] & 15];
  }
  return text;
}

} // namespace

peer_identity identity_of(const x509_st& certificate) { return {sha256_of(certificate), subject_of(certificate)}; }

std::optional<peer_identity> verified_peer(const ssl_st& connection) {
  const auto* shown = SSL_get0_peer_certificate(&connection);
  if (shown == nullptr || SSL_get_verify_result(&connection) != X509_V_OK) return std::nullopt;
  return identity_of(*shown);
}

std::optional<peer_identity> identity_of_der(std::string_view der) {
  const auto* start = reinterpret_cast<const unsigned char*>(der.data());
  const auto* at = start;
  const std::unique_ptr<X509, void (*)(X509*)> read(d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free);
  ERR_clear_error();
  if (!read || at != start + der.size()) return std::nullopt;
  return identity_of(*read);
}

} // namespace server
