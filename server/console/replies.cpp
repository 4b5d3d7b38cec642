#include "server/console/replies.hpp"

#include "fhir/json/writer.hpp"

namespace server {

void add_protection(hooks::reply& of) {
  of.headers.emplace_back("X-Content-Type-Options", "nosniff");
  of.headers.emplace_back("Referrer-Policy", "no-referrer");
  of.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  of.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  of.headers.emplace_back("X-Frame-Options", "DENY");
}

hooks::reply json_answer(std::string body, int status) {
  hooks::reply made{.status = status,
                    .content_type = "application/json",
                    .headers = {{"Cache-Control", "no-store"},
                                {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"}},
                    .body = std::move(body)};
  add_protection(made);
  return made;
}

hooks::reply refused_answer(int status, std::string_view message) {
  std::string body;
  fhir::json::writer(body).begin_object().member("error", message).end_object();
  return json_answer(body + "\n", status);
}

} // namespace server
