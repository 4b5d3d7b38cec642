#include "hooks/base64url.hpp"
#include "hooks/token.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {
namespace {

void check(std::string_view compact) {
  const auto read = hooks::read_token(compact);
  if (!read) return promise(*hooks::name_of(read.error()) != '\0', "a token that is not read says why");
  promise(compact.size() <= hooks::longest_token, "a token is not longer than the limit");
  promise(!read->kid.empty() && !read->iss.empty() && !read->jti.empty() && !read->audience.empty(),
          "nothing needed is missing");
  promise(read->exp.time_since_epoch().count() >= 0 && read->iat.time_since_epoch().count() >= 0,
          "no time lies before 1970");
  const auto last = compact.substr(compact.rfind('.') + 1);
  promise(hooks::encode_base64url(read->signature) == last, "a signature has one text");
}

} // namespace

void token(std::string_view bytes) {
  check(bytes);
  if (const auto decoded = hooks::decode_base64url(bytes))
    promise(hooks::encode_base64url(*decoded) == bytes, "bytes have one text");
  const auto end = bytes.find('\n'); // a header in JSON, then the claims
  if (end == std::string_view::npos) return;
  check(hooks::encode_base64url(bytes.substr(0, end)) + "." + hooks::encode_base64url(bytes.substr(end + 1)) + ".AAAA");
}

} // namespace fuzz
