#include "server/doctor/certificate.hpp"

#include <boost/url/parse.hpp>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>

#include "server/tls.hpp"

namespace server {
namespace {

constexpr std::chrono::days early_enough{30};

void judge_dates(const tls_context& tls, std::chrono::sys_seconds now, findings& told) {
  const auto left = std::chrono::floor<std::chrono::days>(certificate_of(tls).until - now).count();
  const auto says = fmt::format("is valid for {} more day{}", left, left == 1 ? "" : "s");
  if (left < early_enough.count())
    told.warn("certificate", says, "renew it, put the new one in its place, and send SIGHUP");
  else
    told.ok("certificate", says);
}

bool is_for(X509* leaf, const std::string& host) {
  if (X509_check_ip_asc(leaf, host.c_str(), 0) == 1) return true;
  return X509_check_host(leaf, host.data(), host.size(), 0, nullptr) == 1;
}

void judge_names(X509* leaf, const std::string& public_url, findings& told) {
  const auto url = boost::urls::parse_uri(public_url);
  if (!url) return told.warn("names", "there is no `public_url` to hold them against", "set `public_url`");
  const std::string host(url->host_address());
  if (is_for(leaf, host))
    told.ok("names", "the certificate is for `" + host + "`, as `public_url` says");
  else
    told.fault("names", "the certificate is not for `" + host + "` of `public_url`",
               "clients will refuse it: get one whose subjectAltName has that name");
}

void judge_key(X509* leaf, findings& told) {
  const auto* key = X509_get0_pubkey(leaf);
  const int bits = EVP_PKEY_get_bits(key);
  const int kind = EVP_PKEY_get_base_id(key);
  const bool curve = kind == EVP_PKEY_EC;
  const auto says = fmt::format("{} of {} bits", curve ? "EC" : kind == EVP_PKEY_RSA ? "RSA" : "another kind", bits);
  if (kind == EVP_PKEY_RSA && bits < 2048)
    told.fault("key", says, "too short to be believed: make one of P-256, or RSA of 2048 bits or more");
  else if (kind == EVP_PKEY_RSA && bits > 3072)
    told.warn("key", says, "slow: a handshake takes several times as long as with P-256");
  else if (!curve && kind != EVP_PKEY_RSA)
    told.warn("key", says, "not every client knows it: P-256 is understood by all");
  else
    told.ok("key", says);
}

/// Whether a client that knows the system's authorities, or a root in the file, could build the way to one.
void judge_chain(const tls_context& tls, X509* leaf, findings& told) {
  STACK_OF(X509)* chain = nullptr;
  SSL_CTX_get0_chain_certs(tls.get(), &chain);
  auto* below = leaf;
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    auto* issuer = sk_X509_value(chain, i);
    if (X509_check_issued(issuer, below) != X509_V_OK)
      return told.fault("chain", fmt::format("certificate {} of the file did not issue the one before it", i + 2),
                        "the server's own first, then each one's issuer");
    below = issuer;
  }
  if (X509_self_signed(below, 0) == 1)
    return below == leaf ? told.warn("chain", "the certificate is its own issuer", "for trying only")
                         : told.ok("chain", "complete up to its root");
  const std::unique_ptr<X509_STORE, void (*)(X509_STORE*)> system(X509_STORE_new(), X509_STORE_free);
  const std::unique_ptr<X509_STORE_CTX, void (*)(X509_STORE_CTX*)> check(X509_STORE_CTX_new(), X509_STORE_CTX_free);
  const bool known = system && check && X509_STORE_set_default_paths(system.get()) == 1 &&
                     X509_STORE_CTX_init(check.get(), system.get(), leaf, chain) == 1 &&
                     X509_verify_cert(check.get()) == 1;
  ERR_clear_error();
  if (known) return told.ok("chain", "complete up to an authority that this system knows");
  told.warn("chain", "ends at an authority that this system does not know",
            "clients must know it, or the file lacks an intermediate: append each issuer but the root");
}

} // namespace

void examine_certificate(const settings& chosen, std::chrono::sys_seconds now, findings& told) {
  if (chosen.certificate.empty() || chosen.key.empty())
    return told.fault("certificate", "the configuration names no certificate with its key",
                      "set `certificate` and `key`");
  const auto tls = load_tls(chosen.certificate, chosen.key);
  if (!tls) {
    for (const auto& fault : tls.error())
      told.fault("certificate", fault, "mend the file, then `vesicle check-config`");
    return;
  }
  auto* leaf = SSL_CTX_get0_certificate(tls->get());
  judge_dates(*tls, now, told);
  judge_names(leaf, chosen.public_url, told);
  judge_key(leaf, told);
  judge_chain(*tls, leaf, told);
}

} // namespace server
