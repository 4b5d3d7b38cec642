#include "tests/server/support/trust_world.hpp"

#include <algorithm>
#include <stdexcept>

namespace server_tests {
namespace {

std::string key_set_of(const std::vector<json_members>& keys) {
  std::string text;
  for (const auto& key : keys) text += (text.empty() ? "" : ",") + object_of(key);
  return "{\"keys\":[" + text + "]}";
}

json_members published(const party& p) { return with(p.key.jwk(), "kid", in_quotes(p.kid)); }

party made(const std::string& name, const std::string& alg, signing_key key) {
  const auto iss = "https://" + name + ".ehr.example";
  return {alg, "key-of-" + name, iss, iss + "/jwks", std::move(key)};
}

hooks::client only(std::initializer_list<hooks::algorithm> allowed) {
  hooks::client rules;
  rules.algorithms = allowed;
  return rules;
}

} // namespace

std::string digest_of(std::string_view alg) { return alg.ends_with("256") ? "SHA256" : "SHA384"; }
std::string at(long seconds) { return std::to_string(trust_now.time_since_epoch().count() + seconds); }

token_shape party::shape() const {
  static long count = 0;
  return {{{"alg", in_quotes(alg)}, {"kid", in_quotes(kid)}, {"typ", "\"JWT\""}, {"jku", in_quotes(jku)}},
          {{"iss", in_quotes(iss)},
           {"aud", in_quotes(service_url)},
           {"exp", at(life - 10)},
           {"iat", at(-10)},
           {"jti", in_quotes("token-" + std::to_string(++count))}}};
}

std::string party::sign_text(std::string_view header, std::string_view claims) const {
  const auto input = base64url(header) + "." + base64url(claims);
  return input + "." + base64url(key.sign(input, digest_of(alg).c_str()));
}

void trust_world::add(const std::string& name, party p, hooks::client rules, const std::string& keys) {
  rules.name = name;
  rules.iss = p.iss;
  rules.jku = p.jku;
  names_.push_back(name);
  key_sets_.push_back(keys.empty() ? key_set_of({published(p)}) : keys);
  parties_.push_back(std::make_unique<party>(std::move(p)));
  rules_.push_back(std::move(rules));
}

trust_world::trust_world() {
  using enum hooks::algorithm;
  const auto p256 = [] { return signing_key::ec("P-256"); };
  add("es256", made("es256", "ES256", p256()), only({es256}));
  add("es384", made("es384", "ES384", signing_key::ec("P-384")), only({es384, rs384}));
  add("rs256", made("rs256", "RS256", signing_key::rsa(2048)), only({rs256}));
  add("rs384", made("rs384", "RS384", signing_key::rsa(3072)), hooks::client{});

  auto epic = made("epic", "RS384", signing_key::rsa(2048));
  epic.kid = "kQ5+6S9x/7oQ2Yb1vA4t0w==";
  epic.life = 900;
  auto of_epic = only({rs384});
  of_epic.longest_life = std::chrono::seconds{900};
  add("epic", std::move(epic), of_epic);

  // one kid for a key of each type, and two keys that cannot be told apart
  auto mixed = made("mixed", "ES256", p256());
  const auto twin = with(p256().jwk(), "kid", "\"twin\"");
  const auto other_twin = with(p256().jwk(), "kid", "\"twin\"");
  const auto rsa = with(of("rs384").key.jwk(), "kid", in_quotes(mixed.kid));
  const auto p384 = with(of("es384").key.jwk(), "kid", "\"p-384\"");
  const auto keys = key_set_of({published(mixed), twin, other_twin, rsa, p384});
  add("mixed", std::move(mixed), only({es256, es384, rs256, rs384}), keys);

  auto tenants = only({es256});
  tenants.tenants = {"north", "south"};
  add("tenants", made("tenants", "ES256", p256()), tenants);
  auto one_service = only({es256});
  one_service.services = std::vector<std::string>{"antiviral-patient-view"};
  add("one_service", made("one-service", "ES256", p256()), one_service);
  auto lenient = only({es256});
  lenient.feedback_to_service_url = true;
  add("lenient_feedback", made("lenient-feedback", "ES256", p256()), lenient);

  register_ = std::make_unique<server::client_register>(rules_);
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const auto source = register_->keys.source_of(rules_[i]);
    if (!source->fetched(key_sets_[i], "max-age=86400", trust_now)) throw std::logic_error("keys of " + names_[i]);
  }
}

const party& trust_world::of(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) throw std::logic_error("no party " + std::string(name));
  return *parties_[static_cast<std::size_t>(found - names_.begin())];
}

trust_result trust_world::ask_field(const std::string& authorization, const asked& how) {
  hooks::client_trust machine(register_->clients,
                              [&](const hooks::signed_token& what) { return register_->keys.verify(what); },
                              {.authorization = authorization,
                               .audience = how.audience,
                               .service_url = how.service_url_of_feedback,
                               .service = how.service,
                               .peer = nullptr,
                               .now = how.now});
  trust_result result;
  auto step = machine.start();
  for (;;) {
    if (const auto* end = std::get_if<hooks::trusted>(&step)) {
      result.client = end->by->name;
      result.status = 200;
    } else if (const auto* refused = std::get_if<hooks::untrusted>(&step)) {
      result.cause = name_of(refused->cause);
      result.status = 401;
    } else if (const auto* known = std::get_if<hooks::forbidden>(&step)) {
      result.client = known->by->name;
      result.status = 403;
    } else if (std::holds_alternative<hooks::busy>(step)) {
      result.status = 503;
    } else if (const auto* wanted = std::get_if<hooks::claim>(&step)) {
      result.claimed = true;
      step = machine.resume(registry_.claim(*wanted, how.now));
      continue;
    } else {
      result.asked_for_keys = true;
      step = machine.resume();
      continue;
    }
    return result;
  }
}

trust_world& the_trust_world() {
  static trust_world made;
  return made;
}

} // namespace server_tests
