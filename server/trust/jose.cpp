#include "server/trust/jose.hpp"

#include <cjose/cjose.h>

#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "hooks/base64url.hpp"

namespace server {

using fhir::json::kind;
using fhir::json::value;

namespace {

constexpr std::size_t longest_kid = 256;
constexpr std::string_view exponent{"\x01\x00\x01", 3}; // a huge one would make a verification cost 12 ms

std::uint8_t* bytes_of(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }

} // namespace

/// Reads one JWK; the first thing wrong stays.
struct key_reader {
  const value& jwk;
  std::string fault;

  void refuse(std::string why) {
    if (fault.empty()) fault = std::move(why);
  }

  std::string bytes(const char* name) {
    const auto text = jwk[name].string();
    auto read = text ? hooks::decode_base64url(*text) : std::nullopt;
    if (read && !read->empty()) return std::move(*read);
    refuse(std::string("needs `") + name + "` as base64url without padding");
    return {};
  }

  void check_purpose() {
    for (const auto* name : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
      if (jwk[name].exists())
        refuse("holds a private part: whoever has read it can sign, so its owner must replace it");
    if (const auto use = jwk["use"]; use.exists() && use.string() != "sig")
      refuse("is not for signatures by its `use`");
    const auto ops = jwk["key_ops"];
    if (ops.exists() && std::none_of(ops.begin(), ops.end(), [](const value& o) { return o.string() == "verify"; }))
      refuse("is not for verifying by its `key_ops`");
  }

  std::string read_kid() {
    const auto kid = jwk["kid"].string();
    if (kid && !kid->empty() && kid->size() <= longest_kid) return std::string(*kid);
    refuse("needs a `kid` of 1 to 256 bytes");
    return {};
  }

  void read_rsa(public_key& into) {
    into.kty_ = "RSA";
    auto n = bytes("n");
    auto e = bytes("e");
    const bool has_a_length = n.size() == 256 || n.size() == 384 || n.size() == 512;
    if (!has_a_length || (bytes_of(n)[0] & 0x80) == 0 || (bytes_of(n)[n.size() - 1] & 1) == 0)
      return refuse("needs a modulus of 2048, 3072 or 4096 bits");
    if (e != exponent) return refuse("needs the exponent 65537");
    into.signature_bytes_ = n.size();
    cjose_jwk_rsa_keyspec made{};
    made.n = bytes_of(n);
    made.nlen = n.size();
    made.e = bytes_of(e);
    made.elen = e.size();
    into.key_.reset(cjose_jwk_create_RSA_spec(&made, nullptr));
  }

  void read_ec(public_key& into) {
    into.kty_ = "EC";
    const auto curve = jwk["crv"].string();
    const bool is_256 = curve == "P-256";
    if (!is_256 && curve != "P-384") return refuse("needs a `crv` of P-256 or P-384");
    auto x = bytes("x");
    auto y = bytes("y");
    const std::size_t length = is_256 ? 32 : 48;
    if (x.size() != length || y.size() != length) return refuse("needs `x` and `y` of the curve's length");
    into.only_ = is_256 ? hooks::algorithm::es256 : hooks::algorithm::es384;
    into.signature_bytes_ = 2 * length;
    cjose_jwk_ec_keyspec made{};
    made.crv = is_256 ? CJOSE_JWK_EC_P_256 : CJOSE_JWK_EC_P_384;
    made.x = bytes_of(x);
    made.xlen = x.size();
    made.y = bytes_of(y);
    made.ylen = y.size();
    into.key_.reset(cjose_jwk_create_EC_spec(&made, nullptr)); // none for a point that is not on the curve
  }

  void read_alg(public_key& into) {
    const auto alg = jwk["alg"];
    if (!alg.exists()) return;
    const auto named = hooks::algorithm_named(alg.string().value_or(""));
    if (!named || hooks::key_type_of(*named) != into.kty_ || (into.only_ && into.only_ != named))
      return refuse("names in `alg` an algorithm that it cannot be used with here");
    into.only_ = named;
  }

  tl::expected<public_key, std::string> read() {
    if (!jwk.is(kind::object)) return tl::unexpected(std::string("is not an object"));
    public_key made;
    check_purpose();
    made.kid_ = read_kid();
    const auto kty = jwk["kty"].string();
    if (fault.empty() && kty == "RSA")
      read_rsa(made);
    else if (fault.empty() && kty == "EC")
      read_ec(made);
    else
      refuse("needs a `kty` of EC or RSA");
    ERR_clear_error();
    if (fault.empty() && !made.key_) refuse("is no point of its curve");
    if (fault.empty()) read_alg(made);
    if (!fault.empty()) return tl::unexpected(std::move(fault));
    return made;
  }
};

tl::expected<public_key, std::string> public_key::from_jwk(const value& jwk) { return key_reader{jwk, {}}.read(); }

void public_key::releases::operator()(_cjose_jwk_int* key) const { cjose_jwk_release(key); }

bool public_key::suits(hooks::algorithm alg) const { return only_ ? alg == *only_ : kty_ == hooks::key_type_of(alg); }

bool public_key::verifies(hooks::algorithm alg, std::string_view compact, std::string_view signature) const {
  if (!suits(alg) || signature.size() != signature_bytes_) return false;
  const auto release = [](cjose_jws_t* jws) { cjose_jws_release(jws); };
  const std::unique_ptr<cjose_jws_t, decltype(release)> jws(cjose_jws_import(compact.data(), compact.size(), nullptr),
                                                            release);
  const bool good = jws && cjose_jws_verify(jws.get(), key_.get(), nullptr);
  if (!good) ERR_clear_error();
  return good;
}

} // namespace server
