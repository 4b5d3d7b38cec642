#include "server/admin/admin_answerer.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <utility>

namespace server {
namespace {

hooks::reply error_reply(int status, std::string_view message) {
  return {status,
          "application/json",
          {{"Cache-Control", "no-store"}},
          boost::json::serialize(boost::json::value{{"error", message}}) + "\n"};
}

} // namespace

std::vector<admin_route> admin_routes(const admin_world& world) {
  return {
      {"GET", "/livez", [](const hooks::call&) { return livez_page(); }},
      {"GET", "/readyz", [&world](const hooks::call&) { return readyz_page(world); }},
      {"GET", "/metrics", [&world](const hooks::call&) { return metrics_page(world); }},
  };
}

void admin_answerer::answer(const hooks::call& asked, done whole) {
  const auto path = asked.target.substr(0, asked.target.find('?'));
  if (console_ && (path == "/console" || path.starts_with("/console/")))
    console_->answer(asked, std::move(whole));
  else
    whole(reply_to(asked));
}

hooks::reply admin_answerer::reply_to(const hooks::call& asked) const {
  const auto path = asked.target.substr(0, asked.target.find('?'));
  const auto method = asked.method == "HEAD" ? std::string_view("GET") : asked.method;
  std::string allowed;
  for (const auto& one : routes_) {
    if (one.path != path) continue;
    if (one.method == method) return one.answer(asked);
    allowed.append(allowed.empty() ? "" : ", ").append(one.method == "GET" ? "GET, HEAD" : one.method);
  }
  if (allowed.empty()) return error_reply(404, "there is nothing here");
  auto refused = error_reply(405, "this method is not allowed here");
  refused.headers.emplace_back("Allow", allowed);
  return refused;
}

hooks::reply admin_answerer::refuse(const refusal& why, std::string_view) {
  return error_reply(why.status, why.message);
}

} // namespace server
