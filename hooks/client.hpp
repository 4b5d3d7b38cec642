// Who may ask: what an administrator has registered about each client, and how its tokens are signed.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hooks {

/// The only ones there are: `none` and HS* have no value to be mistaken for.
enum class algorithm : unsigned char { es256, es384, rs256, rs384 };
const char* name_of(algorithm a); // `ES384`
std::optional<algorithm> algorithm_named(std::string_view name);
const char* key_type_of(algorithm a); // `EC` or `RSA`, a key's kty

struct client {
  std::string name; // for logs and counters
  std::string iss;
  std::string jku;    // where its keys are published; empty: the keys are pinned
  std::string pinned; // a JWK set, JSON; empty: the keys are fetched from jku
  std::vector<std::string> tenants;
  std::vector<algorithm> algorithms{algorithm::es384, algorithm::rs384};
  std::optional<std::vector<std::string>> services; // ids; absent: every one
  std::vector<std::string> fhir_servers;            // base URLs without a trailing slash
  bool any_https_fhir_server = false;               // a sandbox's client, whose base is not known beforehand
  std::vector<std::string> origins;                 // of browsers, for CORS
  std::chrono::seconds longest_life{300};           // of a token, from iat to exp
  bool feedback_to_service_url = false;             // a feedback call's token may name the service's URL instead
  bool action_selection_behavior = false;           // it understands that member
  bool answer_extension = true;                     // it is sent members that are our own
  bool demo = false;                                // anybody can sign as this client; never in a hospital
  std::string certificate_sha256;                   // of its TLS certificate, 64 hex digits, lower case
  std::string certificate_subject;                  // RFC 2253; looked at when there is no fingerprint
  bool certificate_suffices = false;                // the certificate alone, no token

  bool has_certificate() const { return !certificate_sha256.empty() || !certificate_subject.empty(); }
  bool fetches_keys() const { return pinned.empty() && !jku.empty(); }
  bool may_call(std::string_view service) const;
  /// With or without a trailing slash, otherwise exact.
  bool has_fhir_server(std::string_view base) const;

  friend bool operator==(const client&, const client&) = default;
};

/// The registered clients. Does not change; a reload makes another one.
class clients {
 public:
  clients() = default;
  /// Throws std::logic_error when two have the same name or issuer: whoever reads them from a file says so before.
  explicit clients(std::vector<client> registered);

  const std::vector<client>& all() const { return all_; }
  const client* issued_by(std::string_view iss) const; // null when none
  /// By the certificate of a TLS connection that was verified; null when none.
  const client* with_certificate(std::string_view sha256, std::string_view subject) const;

 private:
  std::vector<client> all_;
  std::map<std::string, std::size_t, std::less<>> by_issuer_;
};

} // namespace hooks
