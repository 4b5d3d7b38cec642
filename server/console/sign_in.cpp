#include "server/console/sign_in.hpp"

#include <openssl/crypto.h>

#include <algorithm>

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "server/console/console.hpp"
#include "server/console/guard.hpp"
#include "server/console/replies.hpp"
#include "server/console/time_text.hpp"

namespace server {
namespace {

constexpr std::string_view bearer = "Bearer ";
constexpr std::chrono::minutes one_line{1};
constexpr std::size_t longest_presented = 256;

std::string_view field(const hooks::call& asked, std::string_view name) {
  return asked.others == nullptr ? std::string_view{} : asked.others->named(name);
}

std::string_view cookie_of(const hooks::call& asked) { return cookie_named(session_cookie, field(asked, "Cookie")); }

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD"; }

hooks::header cookie_header(std::string_view value, std::string_view more = {}) {
  return {"Set-Cookie", std::string(session_cookie) + "=" + std::string(value) +
                            "; Path=/; Secure; HttpOnly; SameSite=Strict" + std::string(more)};
}

hooks::reply not_signed_in() {
  auto answer = refused_answer(401, "sign in first");
  answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  return answer;
}

/// JSON alone: a form of another site cannot send it without being asked for by the browser first.
bool is_json(std::string_view type) { return type.substr(0, type.find(';')) == "application/json"; }

} // namespace

sign_in::sign_in(const console_world& world) : world_(world), tokens_(tokens_file_of(world.chosen)) {}

hooks::reply sign_in::answer(const hooks::call& asked, std::string_view method) {
  if (method == "POST") return open(asked);
  if (method == "DELETE") return close(asked);
  if (method == "GET") {
    const auto* session = session_of(asked);
    return session == nullptr ? not_signed_in() : tell(*session);
  }
  auto refused = refused_answer(405, "this method is not allowed here");
  refused.headers.emplace_back("Allow", "GET, HEAD, POST, DELETE");
  return refused;
}

hooks::reply sign_in::tell(const admin_session& session) const {
  std::string body;
  fhir::json::writer out(body);
  out.begin_object().member("name", session.name).member("role", name_of(session.role)).member("csrf", session.csrf);
  out.member("idle_seconds", std::chrono::seconds{admin_sessions::idle}.count());
  out.member("expires", time_text(session.ends)).member("version", world_.shown.version).end_object();
  return json_answer(std::move(body));
}

hooks::reply sign_in::open(const hooks::call& asked) {
  fhir::json::document document;
  const auto root = document.read(asked.body);
  const auto presented = root ? (*root)["token"].string() : std::nullopt;
  if (!is_json(asked.content_type) || !presented)
    return refused_answer(400, "the body must be JSON with the `token` that `vesicle admin token` made");
  auto token = token_of(*presented, asked.peer_address);
  if (!token) return std::move(token.error());
  if (const auto before = cookie_of(asked); !before.empty()) sessions_.end(before);
  const auto opened = sessions_.open(**token, world_.clock());
  note((*token)->name, name_of((*token)->role), asked.peer_address, "sign-in", 200);
  auto answer = tell(*opened.session);
  answer.headers.push_back(cookie_header(opened.cookie));
  return answer;
}

hooks::reply sign_in::close(const hooks::call& asked) {
  const auto by = admit_session(asked);
  if (!by) return by.error();
  sessions_.end(cookie_of(asked));
  note(by->name, name_of(by->role), asked.peer_address, "sign-out", 204);
  auto answer = json_answer({}, 204);
  answer.content_type.clear();
  answer.headers.push_back(cookie_header("", "; Max-Age=0"));
  return answer;
}

admin_session* sign_in::session_of(const hooks::call& asked) {
  return sessions_.find(cookie_of(asked), tokens_.now(), world_.clock());
}

/// A wrong token costs its source a pause, and what is presented during one is not looked at.
tl::expected<const admin_token*, hooks::reply> sign_in::token_of(std::string_view presented, std::string_view from) {
  const auto now = world_.clock();
  if (const auto wait = pauses_.wait(from, now); wait.count() > 0) {
    auto answer = refused_answer(429, "too many wrong tokens: wait " + std::to_string(wait.count()) + " seconds");
    answer.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return tl::unexpected(std::move(answer));
  }
  const auto* token = token_presented(tokens_.now(), presented.substr(0, longest_presented), now);
  if (token != nullptr) {
    pauses_.right(from);
    return token;
  }
  pauses_.wrong(from, now);
  note({}, {}, from, "sign-in-refused", 401);
  return tl::unexpected(refused_answer(401, "this token is not known here, or has expired"));
}

tl::expected<admitted, hooks::reply> sign_in::admit_bearer(const hooks::call& asked) {
  const auto token = token_of(asked.authorization.substr(bearer.size()), asked.peer_address);
  if (!token) return tl::unexpected(token.error());
  return admitted{(*token)->name, (*token)->role, std::string(asked.peer_address)};
}

tl::expected<admitted, hooks::reply> sign_in::admit_session(const hooks::call& asked) {
  auto* session = session_of(asked);
  if (session == nullptr) return tl::unexpected(not_signed_in());
  if (!is_safe(asked.method) && !same(field(asked, "X-CSRF-Token"), session->csrf))
    return tl::unexpected(refused_answer(403, "the CSRF token is missing or wrong"));
  session->active = world_.clock();
  return admitted{session->name, session->role, std::string(asked.peer_address)};
}

tl::expected<admitted, hooks::reply> sign_in::admit(const hooks::call& asked, admin_role least) {
  const bool by_token = asked.authorization.starts_with(bearer);
  auto by = by_token ? admit_bearer(asked) : admit_session(asked);
  if (!by) return by;
  if (by->role < least)
    return tl::unexpected(refused_answer(403, "this needs the role `" + std::string(name_of(least)) + "`"));
  if (!is_safe(asked.method) && !is_json(asked.content_type))
    return tl::unexpected(refused_answer(400, "the body must be JSON"));
  return by;
}

bool sign_in::is_worth_telling(const admitted& by, std::string_view deed) {
  const auto now = world_.clock();
  std::erase_if(told_, [now](const auto& one) { return now - one.second >= one_line; });
  return told_.emplace(by.name + " " + by.from + " " + std::string(deed), now).second;
}

void sign_in::note(std::string_view who, std::string_view role, std::string_view from, std::string_view action,
                   int status) {
  world_.trail.add(
      {world_.clock(), std::string(who), std::string(role), std::string(from), std::string(action), {}, status});
}

} // namespace server
