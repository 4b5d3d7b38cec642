// Registered clients with their keys, and calls of theirs that run through the whole of client trust: the strict
// reading, the key ring, the signature, the registry of used tokens.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hooks/client_trust.hpp"
#include "server/trust/jti_registry.hpp"
#include "server/trust/key_ring.hpp"
#include "tests/server/support/jwt_signer.hpp"

namespace server_tests {

/// The clock stands still here.
inline constexpr std::chrono::sys_seconds trust_now{std::chrono::seconds{1'770'000'000}};
inline const std::string service_url = "https://cds.example/base/cds-services/antiviral-order-sign";
inline const std::string feedback_url = service_url + "/feedback";

/// A token in parts, before it is signed.
struct token_shape {
  json_members header, claims;

  token_shape head(std::string_view name, std::string value) const {
    return {with(header, name, std::move(value)), claims};
  }
  token_shape body(std::string_view name, std::string value) const {
    return {header, with(claims, name, std::move(value))};
  }
  token_shape no_head(std::string_view name) const { return {without(header, name), claims}; }
  token_shape no_body(std::string_view name) const { return {header, without(claims, name)}; }
};

std::string digest_of(std::string_view alg); // `SHA384` of `ES384`
/// A number of seconds after trust_now, as JSON.
std::string at(long seconds);

/// A client with a key of its own, and how it signs.
struct party {
  std::string alg; // `ES384`
  std::string kid, iss, jku;
  signing_key key;
  long life = 300; // seconds its tokens may live

  /// Good in every way; the jti is new each time.
  token_shape shape() const;
  std::string sign(const token_shape& shape) const {
    return sign_text(object_of(shape.header), object_of(shape.claims));
  }
  std::string sign_text(std::string_view header, std::string_view claims) const;
};

struct asked {
  std::string audience = service_url;
  std::string service_url_of_feedback;
  std::string service = "antiviral-order-sign";
  std::chrono::sys_seconds now = trust_now;
};

struct trust_result {
  int status = 0;     // 200 when trusted
  std::string cause;  // of 401
  std::string client; // name, when known
  bool asked_for_keys = false;
  bool claimed = false; // the registry was asked
};

/// es256, es384, rs256, rs384: a client each, whose keys are fetched. epic: RS384, tokens of 900 s, a kid in base64.
/// mixed: all algorithms, several keys. tenants, one_service, lenient_feedback: ES256 with that rule.
class trust_world {
 public:
  trust_world();
  const party& of(std::string_view name) const;
  const std::vector<std::string>& names() const { return names_; }

  /// Without the scheme.
  trust_result ask(std::string_view compact, const asked& how = {}) {
    return ask_field("Bearer " + std::string(compact), how);
  }
  trust_result ask_field(const std::string& authorization, const asked& how = {});
  std::size_t used_tokens() const { return registry_.size(); }
  const server::key_ring& keys() const { return register_->keys; }

 private:
  void add(const std::string& name, party p, hooks::client rules, const std::string& keys = {});

  std::vector<std::string> names_;
  std::vector<std::unique_ptr<party>> parties_;
  std::vector<hooks::client> rules_;
  std::vector<std::string> key_sets_;
  std::unique_ptr<server::client_register> register_;
  server::jti_registry registry_;
};

/// Made once for a test program: keys are slow to make.
trust_world& the_trust_world();

} // namespace server_tests
