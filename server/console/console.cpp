#include "server/console/console.hpp"

#include <boost/core/demangle.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <typeinfo>
#include <utility>

#include "server/console/desk.hpp"
#include "server/console/embedded_texts.hpp"
#include "server/console/guard.hpp"
#include "server/console/pages.hpp"
#include "server/console/replies.hpp"
#include "server/console/sign_in.hpp"
#include "server/console/static_pages.hpp"

namespace server {
namespace {

constexpr std::string_view api = "/console/api/";

hooks::reply busy() {
  auto answer = refused_answer(503, "too much is asked for at once: ask again");
  answer.headers.emplace_back("Retry-After", "1");
  return answer;
}

hooks::reply not_allowed(const std::string& methods) {
  auto answer = refused_answer(405, "this method is not allowed here");
  answer.headers.emplace_back("Allow", methods);
  return answer;
}

/// A fault of the program is told by its type alone: its text could hold what was sent.
hooks::reply answer_of(const console_route& route, const console_call& call) {
  try {
    return route.answer(call);
  } catch (const std::exception& fault) {
    spdlog::error("the console failed with {}", boost::core::demangle(typeid(fault).name()));
    return refused_answer(500, "the request could not be answered");
  }
}

/// The configured names, and that of the public url, for which there is a certificate.
std::vector<std::string> names_of(const settings& chosen) {
  auto names = chosen.admin.hosts;
  const auto at = chosen.public_url.find("://");
  if (at != std::string::npos) {
    const auto host = chosen.public_url.substr(at + 3);
    names.push_back(host.substr(0, host.find_first_of(":/")));
  }
  return names;
}

class console final : public answerer {
 public:
  console(boost::asio::io_context& context, const console_world& world)
      : world_(world), names_(names_of(world.chosen)), routes_(console_routes(world)), door_(world), desk_(context) {}

  void answer(const hooks::call& asked, done whole) override;
  hooks::reply refuse(const refusal& why, std::string_view) override { return refused_answer(why.status, why.message); }

 private:
  void answer_api(const hooks::call& asked, std::string_view path, done whole);
  void serve(const hooks::call& asked, const console_route& route, std::string part, done whole);
  void tell(const console_route& route, const admitted& by, const std::string& what, int status);

  const console_world& world_;
  const std::vector<std::string> names_; // that it is called by
  const std::vector<console_route> routes_;
  sign_in door_;
  desk desk_; // last: what it still does looks at the others
};

void console::answer(const hooks::call& asked, done whole) {
  const auto path = asked.target.substr(0, asked.target.find('?'));
  if (!path.starts_with(api)) {
    whole(static_page(asked));
    return;
  }
  if (const auto wrong = fault_in_sender(asked, names_); !wrong.empty()) {
    whole(refused_answer(403, wrong));
    return;
  }
  answer_api(asked, path, std::move(whole));
}

void console::answer_api(const hooks::call& asked, std::string_view path, done whole) {
  const auto method = asked.method == "HEAD" ? std::string_view("GET") : asked.method;
  if (path == "/console/api/openapi.json") {
    whole(method == "GET" ? json_answer(std::string(embedded_text("openapi.json"))) : not_allowed("GET, HEAD"));
    return;
  }
  if (path == "/console/api/session") {
    whole(door_.answer(asked, method));
    return;
  }
  std::string allowed;
  for (const auto& route : routes_) {
    auto part = part_of(route.pattern, path);
    if (!part) continue;
    if (route.method == method) return serve(asked, route, std::move(*part), std::move(whole));
    allowed.append(allowed.empty() ? "" : ", ").append(route.method == "GET" ? "GET, HEAD" : route.method);
  }
  whole(allowed.empty() ? refused_answer(404, "there is nothing here") : not_allowed(allowed));
}

void console::serve(const hooks::call& asked, const console_route& route, std::string part, done whole) {
  auto by = door_.admit(asked, route.role);
  if (!by) {
    whole(std::move(by.error()));
    return;
  }
  auto query = query_of(asked.target, route.may_ask);
  if (!query) {
    whole(refused_answer(400, "the query holds a name twice, or one that is not known here"));
    return;
  }
  auto what = part;
  auto call = std::make_shared<console_call>(console_call{asked.body, std::move(part), std::move(*query)});
  const auto finish = [this, &route, by = *by, what, whole = std::move(whole)](hooks::reply reply) {
    tell(route, by, what, reply.status);
    return whole(std::move(reply));
  };
  if (!route.slow) {
    finish(answer_of(route, *call));
    return;
  }
  if (!desk_.take([&route, call] { return answer_of(route, *call); }, finish)) finish(busy());
}

void console::tell(const console_route& route, const admitted& by, const std::string& what, int status) {
  if (route.deed.empty()) return;
  // What does not exist was named by whoever asked, and could be anything.
  if (!door_.is_worth_telling(by, std::string(route.deed) + " " + what)) return;
  world_.trail.add({world_.clock(), by.name, std::string(name_of(by.role)), by.from, std::string(route.deed),
                    status < 400 ? what : std::string(), status});
}

} // namespace

std::vector<console_route> console_routes(const console_world& world) {
  std::vector<console_route> all;
  for (auto part :
       {trial_routes(world), reception_routes(world), rule_routes(world), client_routes(world), health_routes(world)})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::filesystem::path tokens_file_of(const settings& chosen) {
  if (!chosen.admin.tokens.empty() || chosen.data.empty()) return chosen.admin.tokens;
  return std::filesystem::path(chosen.data) / "admin-tokens.toml";
}

std::filesystem::path trail_file_of(const settings& chosen) {
  if (!chosen.admin.audit.empty() || chosen.data.empty()) return chosen.admin.audit;
  return std::filesystem::path(chosen.data) / "admin-audit.ndjson";
}

std::unique_ptr<answerer> make_console(boost::asio::io_context& context, const console_world& world) {
  return std::make_unique<console>(context, world);
}

} // namespace server
