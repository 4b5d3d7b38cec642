// Whether the sender of a call is who it says, and may ask for that: a state machine that says what it needs next. The
// caller fetches keys and keeps the registry of used tokens; nothing here waits, and no key is seen here.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "hooks/client.hpp"
#include "hooks/problem.hpp"
#include "hooks/token.hpp"

namespace hooks {

/// What there is to verify.
struct signed_token {
  const client& by;
  algorithm alg;
  std::string_view kid;
  std::string_view compact;   // the whole token; what is signed ends before its last dot
  std::string_view signature; // its bytes
  std::chrono::sys_seconds now;
};

enum class verdict : unsigned char {
  good,
  bad,
  unknown_kid, // not exactly one key of that kid and of the algorithm's type
  no_keys      // none at hand that are fresh enough
};
/// Called from several threads at once.
using verify = std::function<verdict(const signed_token&)>;

/// One call. The texts outlive the state machine.
struct trust_question {
  std::string_view authorization; // the field's value; empty when there is none
  std::string_view audience;      // the public URL that was called
  std::string_view service_url;   // of a feedback call: the URL of its service; otherwise empty
  std::string_view service;       // id; empty when the call is for no service
  const client* peer = nullptr;   // whose certificate the connection showed, if any
  std::chrono::sys_seconds now;
};

struct trusted {
  const client* by;
};
/// 401
struct untrusted {
  trust_fault cause;
};
/// 403
struct forbidden {
  const client* by;
};
/// Fetch the keys at `of->jku`, or find that it is too early for that; then resume().
struct needs_keys {
  const client* of;
};
/// Put `jti` of `issuer` if it is absent, keep it until then; then resume(what happened).
struct claim {
  std::string issuer, jti;
  std::chrono::sys_seconds until;
};
/// 503: no room to remember the token, so it cannot be accepted.
struct busy {};
using trust_step = std::variant<trusted, untrusted, forbidden, needs_keys, claim, busy>;

enum class claimed : unsigned char { fresh, seen, full };

inline constexpr std::chrono::seconds clock_skew{60};

/// The checks in order: one bearer token, its size and form, the algorithm, the issuer, the TLS connection, jku, the
/// key, the signature, audience, times, lifetime, tenant; only then is the jti claimed, so that nothing unsigned can
/// use one up; last, whether the client may call the service.
class client_trust {
 public:
  /// `known`, and all that `asked` views, outlive this.
  client_trust(const clients& known, verify with, const trust_question& asked)
      : known_(&known), verify_(std::move(with)), asked_(asked) {}

  trust_step start();
  /// After needs_keys. Asks for them at most once.
  trust_step resume();
  /// After claim.
  trust_step resume(claimed what);

 private:
  trust_step identify();
  trust_step verify_signature();
  std::optional<trust_fault> fault_in_claims() const;
  bool is_for_us() const;
  trust_step permit() const;

  const clients* known_;
  verify verify_;
  trust_question asked_;
  std::string_view compact_;
  token token_;
  const client* by_ = nullptr;
  bool asked_for_keys_ = false;
};

/// What the answer says: the same for every cause.
problem refusal_of(const untrusted& why);
problem refusal_of(const forbidden& why);
problem refusal_of(const busy& why);

} // namespace hooks
