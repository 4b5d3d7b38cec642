#include "server/tls.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <ctime>
#include <stdexcept>

#include "server/peer_certificate.hpp"
#include "server/private_file.hpp"
#include "server/text_file.hpp"

namespace server {
namespace {

namespace fs = std::filesystem;
using faults = std::vector<std::string>;

constexpr std::size_t largest_pem_file = std::size_t{1} << 20;

template<auto free_it> struct releases {
  template<class T> void operator()(T* what) const { free_it(what); }
};
using bio = std::unique_ptr<BIO, releases<BIO_free>>;
using certificate_ptr = std::unique_ptr<X509, releases<X509_free>>;
using key_ptr = std::unique_ptr<EVP_PKEY, releases<EVP_PKEY_free>>;

tl::expected<text_file, std::string> read_file(const fs::path& path, const char* what) {
  return read_text_file(path, largest_pem_file).map_error([&](const std::string& why) {
    return std::string(what) + " `" + path.string() + "` " + why;
  });
}

bio memory(const std::string& text) { return bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

std::vector<certificate_ptr> read_chain(const std::string& text) {
  std::vector<certificate_ptr> chain;
  const auto source = memory(text);
  while (X509* next = PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr)) chain.emplace_back(next);
  ERR_clear_error();
  return chain;
}

void judge_validity(const X509& leaf, const std::string& name, faults& found) {
  if (X509_cmp_current_time(X509_get0_notBefore(&leaf)) > 0)
    found.push_back("certificate `" + name + "` is not valid yet");
  if (X509_cmp_current_time(X509_get0_notAfter(&leaf)) < 0) found.push_back("certificate `" + name + "` has expired");
}

std::vector<certificate_ptr> load_chain(const fs::path& path, faults& found) {
  const auto file = read_file(path, "certificate");
  if (!file) {
    found.push_back(file.error());
    return {};
  }
  auto chain = read_chain(file->text);
  if (chain.empty())
    found.push_back("certificate `" + path.string() + "` holds no certificate in PEM form");
  else
    judge_validity(*chain.front(), path.string(), found);
  return chain;
}

tl::expected<std::vector<certificate_ptr>, std::string> read_authorities(const fs::path& path) {
  const auto file = read_file(path, "authorities");
  if (!file) return tl::unexpected(file.error());
  auto believed = read_chain(file->text);
  if (believed.empty()) return tl::unexpected("authorities `" + path.string() + "` holds no certificate in PEM form");
  return believed;
}

// Without this OpenSSL would ask for a passphrase at the terminal.
int no_passphrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

key_ptr load_key(const fs::path& path, faults& found) {
  const auto file = read_file(path, "key");
  if (!file) {
    found.push_back(file.error());
    return nullptr;
  }
  if (const auto open = fault_in_privacy(*file); !open.empty()) found.push_back("key `" + path.string() + "` " + open);
  bool asked = false;
  key_ptr key(PEM_read_bio_PrivateKey(memory(file->text).get(), nullptr, no_passphrase, &asked));
  ERR_clear_error();
  if (!key)
    found.push_back("key `" + path.string() + "` " +
                    (asked ? "has a passphrase, remove it" : "holds no private key in PEM form"));
  return key;
}

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                    unsigned int offered_length, void*) {
  static constexpr unsigned char ours[] = "\x08http/1.1";
  unsigned char* match = nullptr;
  const int verdict = SSL_select_next_proto(&match, length, ours, sizeof ours - 1, offered, offered_length);
  *chosen = match;
  return verdict == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool restrict_protocol(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 && SSL_CTX_set_num_tickets(context, 0) == 1 &&
         SSL_CTX_set_max_early_data(context, 0) == 1 && SSL_CTX_set_cipher_list(context, tls12_ciphers) == 1 &&
         SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1;
}

bool install(SSL_CTX* context, const std::vector<certificate_ptr>& chain, const key_ptr& key) {
  if (SSL_CTX_use_certificate(context, chain.front().get()) != 1) return false;
  const bool chained = std::all_of(chain.begin() + 1, chain.end(), [&](const certificate_ptr& issuer) {
    return SSL_CTX_add1_chain_cert(context, issuer.get()) == 1;
  });
  return chained && SSL_CTX_use_PrivateKey(context, key.get()) == 1;
}

} // namespace

tl::expected<tls_context, std::vector<std::string>> load_tls(const fs::path& certificate, const fs::path& key) {
  faults found;
  const auto chain = load_chain(certificate, found);
  const auto secret = load_key(key, found);
  if (!chain.empty() && secret && X509_check_private_key(chain.front().get(), secret.get()) != 1)
    found.push_back("key `" + key.string() + "` does not belong to certificate `" + certificate.string() + "`");
  ERR_clear_error();
  if (!found.empty()) return tl::unexpected(std::move(found));

  tls_context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context || !restrict_protocol(context.get()) || !install(context.get(), chain, secret)) {
    ERR_clear_error();
    return tl::unexpected(faults{"OpenSSL refuses certificate `" + certificate.string() + "` or its key"});
  }
  return context;
}

tl::expected<void, std::string> ask_for_certificates(const tls_context& tls, const fs::path& authorities,
                                                     bool required) {
  const auto read = read_authorities(authorities);
  if (!read) return tl::unexpected(read.error());
  auto* store = SSL_CTX_get_cert_store(tls.get());
  for (const auto& one : *read) {
    X509_STORE_add_cert(store, one.get());
    SSL_CTX_add_client_CA(tls.get(), one.get()); // tells clients whose certificates are meant
  }
  ERR_clear_error();
  SSL_CTX_set_verify(tls.get(), SSL_VERIFY_PEER | (required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nullptr);
  return {};
}

tl::expected<void, std::string> check_authorities(const fs::path& authorities) {
  if (const auto read = read_authorities(authorities); !read) return tl::unexpected(read.error());
  return {};
}

shown_certificate certificate_of(const tls_context& tls) {
  const auto* shown = SSL_CTX_get0_certificate(tls.get());
  std::tm until{};
  if (shown == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(shown), &until) != 1)
    throw std::logic_error("a context without a certificate");
  return {identity_of(*shown).sha256, std::chrono::sys_seconds{std::chrono::seconds{::timegm(&until)}}};
}

} // namespace server
