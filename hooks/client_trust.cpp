#include "hooks/client_trust.hpp"

#include <algorithm>

namespace hooks {
namespace {

template<class T> bool holds(const std::vector<T>& list, const auto& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

/// A tenant is told apart or is not: one that nobody registered is as wrong as one that is missing.
bool is_tenant_of(const std::optional<std::string>& tenant, const client& by) {
  return tenant ? holds(by.tenants, *tenant) : by.tenants.empty();
}

} // namespace

trust_step client_trust::start() {
  if (asked_.authorization.empty() && asked_.peer != nullptr && asked_.peer->certificate_suffices) {
    by_ = asked_.peer;
    return permit();
  }
  const auto compact = bearer_token(asked_.authorization);
  if (!compact) return untrusted{compact.error()};
  compact_ = *compact;
  auto read = read_token(compact_);
  if (!read) return untrusted{read.error()};
  token_ = std::move(*read);
  return identify();
}

trust_step client_trust::identify() {
  by_ = known_->issued_by(token_.iss);
  if (by_ == nullptr) return untrusted{trust_fault::issuer};
  if (!holds(by_->algorithms, token_.alg)) return untrusted{trust_fault::algorithm};
  const bool shown = asked_.peer != nullptr;
  if (shown ? asked_.peer != by_ : by_->has_certificate()) return untrusted{trust_fault::certificate};
  if (token_.jku && *token_.jku != by_->jku) return untrusted{trust_fault::jku};
  return verify_signature();
}

trust_step client_trust::verify_signature() {
  const auto found = verify_({.by = *by_,
                              .alg = token_.alg,
                              .kid = token_.kid,
                              .compact = compact_,
                              .signature = token_.signature,
                              .now = asked_.now});
  if (found == verdict::bad) return untrusted{trust_fault::signature};
  if (found != verdict::good) {
    if (asked_for_keys_ || !by_->fetches_keys()) return untrusted{trust_fault::key};
    asked_for_keys_ = true;
    return needs_keys{by_};
  }
  if (const auto fault = fault_in_claims()) return untrusted{*fault};
  return claim{token_.iss, token_.jti, token_.exp + clock_skew};
}

trust_step client_trust::resume() { return verify_signature(); }

bool client_trust::is_for_us() const {
  if (holds(token_.audience, asked_.audience)) return true;
  return by_->feedback_to_service_url && !asked_.service_url.empty() && holds(token_.audience, asked_.service_url);
}

std::optional<trust_fault> client_trust::fault_in_claims() const {
  if (!is_for_us()) return trust_fault::audience;
  if (asked_.now >= token_.exp + clock_skew) return trust_fault::expired;
  if (token_.iat > asked_.now + clock_skew) return trust_fault::not_yet_valid;
  if (token_.nbf && *token_.nbf > asked_.now + clock_skew) return trust_fault::not_yet_valid;
  if (token_.exp <= token_.iat || token_.exp - token_.iat > by_->longest_life) return trust_fault::lifetime;
  if (!is_tenant_of(token_.tenant, *by_)) return trust_fault::tenant;
  return std::nullopt;
}

trust_step client_trust::resume(claimed what) {
  switch (what) {
  case claimed::fresh:
    return permit();
  case claimed::seen:
    return untrusted{trust_fault::replay};
  case claimed::full:
    break;
  }
  return busy{};
}

trust_step client_trust::permit() const {
  if (!asked_.service.empty() && !by_->may_call(asked_.service)) return forbidden{by_};
  return trusted{by_};
}

problem refusal_of(const untrusted&) {
  return {
      .status = 401,
      .issues = {{fhir::issue_code::login, "", "the client is not known, or its token does not hold for this call"}},
      .headers = {{"WWW-Authenticate", "Bearer"}}};
}

problem refusal_of(const forbidden&) {
  return {.status = 403,
          .issues = {{fhir::issue_code::forbidden, "", "the client is not registered for this service"}},
          .headers = {}};
}

problem refusal_of(const busy&) {
  return {.status = 503,
          .issues = {{fhir::issue_code::throttled, "", "too many tokens are in use, try again"}},
          .headers = {{"Retry-After", "5"}}};
}

} // namespace hooks
