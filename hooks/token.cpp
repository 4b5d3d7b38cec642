#include "hooks/token.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "fhir/json/document.hpp"
#include "hooks/base64url.hpp"

namespace hooks {
namespace {

using fhir::json::kind;
using fhir::json::value;

constexpr fhir::json::limits of_a_part{.depth = 8, .key_bytes = 64, .memory_bytes = std::size_t{64} << 10};
constexpr std::size_t longest_name = 256;     // of kid, jti, tenant
constexpr double last_second = 253402300799.; // of the year 9999

bool equal_but_for_case(std::string_view a, std::string_view lower) {
  return std::equal(a.begin(), a.end(), lower.begin(), lower.end(),
                    [](char x, char y) { return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + 32) : x) == y; });
}

/// Takes members out of a part and remembers whether all were as they must be.
class members_of {
 public:
  explicit members_of(const value& part) : part_(part), sound_(part.is(kind::object)) {}

  bool sound() const { return sound_; }
  void fail() { sound_ = false; }
  void refuse(std::string_view name) {
    if (part_[name].exists()) fail();
  }

  std::string text(std::string_view name, std::size_t longest) { return text_of(part_[name], longest); }
  std::optional<std::string> optional_text(std::string_view name, std::size_t longest) {
    if (!part_[name].exists()) return std::nullopt;
    return text(name, longest);
  }
  std::vector<std::string> texts(std::string_view name) {
    const auto found = part_[name];
    if (!found.is(kind::array)) return {text_of(found, longest_token)};
    std::vector<std::string> all;
    for (const auto& one : found) all.push_back(text_of(one, longest_token));
    if (all.empty()) fail();
    return all;
  }

  template<class Rounding> std::chrono::sys_seconds second(std::string_view name, Rounding round) {
    const auto number = part_[name].number();
    if (number && *number >= 0 && *number <= last_second)
      return std::chrono::sys_seconds{std::chrono::seconds{static_cast<std::int64_t>(round(*number))}};
    fail();
    return {};
  }
  bool has(std::string_view name) const { return part_[name].exists(); }

 private:
  std::string text_of(const value& v, std::size_t longest) {
    const auto found = v.string();
    if (found && !found->empty() && found->size() <= longest) return std::string(*found);
    fail();
    return {};
  }

  value part_;
  bool sound_;
};

double down(double v) { return std::floor(v); }
double up(double v) { return std::ceil(v); }

std::optional<trust_fault> read_header(std::string_view text, token& into) {
  fhir::json::document document;
  const auto root = document.read(text, of_a_part);
  if (!root) return trust_fault::malformed;
  members_of header(*root);
  const auto alg = header.text("alg", longest_name);
  for (const auto* name : {"crit", "b64", "cty", "enc", "zip"}) header.refuse(name);
  if (!equal_but_for_case(header.text("typ", longest_name), "jwt")) header.fail();
  into.kid = header.text("kid", longest_name);
  into.jku = header.optional_text("jku", longest_token);
  if (!header.sound()) return trust_fault::malformed;
  const auto known = algorithm_named(alg);
  if (!known) return trust_fault::algorithm;
  into.alg = *known;
  return std::nullopt;
}

std::optional<trust_fault> read_claims(std::string_view text, token& into) {
  fhir::json::document document;
  const auto root = document.read(text, of_a_part);
  if (!root) return trust_fault::malformed;
  members_of claims(*root);
  into.iss = claims.text("iss", longest_token);
  into.audience = claims.texts("aud");
  into.exp = claims.second("exp", down);
  into.iat = claims.second("iat", down);
  if (claims.has("nbf")) into.nbf = claims.second("nbf", up);
  into.jti = claims.text("jti", longest_name);
  into.tenant = claims.optional_text("tenant", longest_name);
  if (!claims.sound()) return trust_fault::malformed;
  return std::nullopt;
}

constexpr std::array<const char*, trust_faults> fault_names{
    "no_token", "too_long", "malformed",     "algorithm", "issuer", "jku",    "key",        "signature",
    "audience", "expired",  "not_yet_valid", "lifetime",  "tenant", "replay", "certificate"};

} // namespace

const char* name_of(trust_fault f) { return fault_names.at(static_cast<std::size_t>(f)); }

tl::expected<token, trust_fault> read_token(std::string_view compact) {
  const auto refused = [](trust_fault why) { return tl::unexpected(why); };
  if (compact.size() > longest_token) return refused(trust_fault::too_long);
  const auto first = compact.find('.');
  const auto last = compact.rfind('.');
  if (first == last || compact.find('.', first + 1) != last) return refused(trust_fault::malformed);
  const auto header = decode_base64url(compact.substr(0, first));
  const auto claims = decode_base64url(compact.substr(first + 1, last - first - 1));
  auto signature = decode_base64url(compact.substr(last + 1));
  if (!header || !claims || !signature) return refused(trust_fault::malformed);

  token read;
  read.signature = std::move(*signature);
  if (const auto fault = read_header(*header, read)) return refused(*fault);
  if (const auto fault = read_claims(*claims, read)) return refused(*fault);
  return read;
}

tl::expected<std::string_view, trust_fault> bearer_token(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (!equal_but_for_case(authorization.substr(0, scheme.size()), scheme)) return tl::unexpected(trust_fault::no_token);
  authorization.remove_prefix(scheme.size());
  while (authorization.starts_with(' ')) authorization.remove_prefix(1);
  if (authorization.empty()) return tl::unexpected(trust_fault::no_token);
  return authorization;
}

} // namespace hooks
