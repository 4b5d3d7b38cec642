#include "tests/server/console/running_console.hpp"

#include <stdexcept>

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "server/text_file.hpp"

namespace server_tests {
namespace {

server::settings settings_for(running_service& of, const std::function<void(server::settings&)>& change) {
  server::settings chosen;
  chosen.admin.listen = "127.0.0.1:0";
  chosen.data = of.directory() / "data";
  chosen.public_url = of.public_url();
  if (change) change(chosen);
  return chosen;
}

std::string text_in(const std::string& body, std::string_view member) {
  fhir::json::document document;
  const auto root = document.read(body);
  return root ? std::string((*root)[member].string().value_or("")) : std::string();
}

} // namespace

running_console::running_console(running_service& of, const std::function<void(server::settings&)>& change)
    : chosen_(settings_for(of, change)), shown_{.version = "1.2.3",
                                                .now = condition,
                                                .serves = [&of] { return of.now(); },
                                                .arriving = of.listener().counts(),
                                                .protocol = of.setup().counts,
                                                .calls = of.setup().counted,
                                                .outbound = of.setup().outbound_counted,
                                                .tokens = *of.setup().tokens,
                                                .keeps = of.setup().keeps.get(),
                                                .log_dropped = [] { return std::uint64_t{0}; }},
      trail_(std::make_unique<server::audit_trail>(server::trail_file_of(chosen_))),
      world_{shown_,
             chosen_,
             *trail_,
             of.setup().keeps ? server::embedded_reports(of.directory() / "data", server::report_patience::seconds)
                              : server::report_source{},
             [this] { return std::chrono::sys_seconds{std::chrono::seconds{now}}; },
             std::chrono::sys_seconds{std::chrono::seconds{now}}} {
  std::filesystem::create_directories(of.directory() / "data");
  listener_ = server::open_admin_listener(chosen_, of.tls(), shown_, [this](boost::asio::io_context& context) {
    return server::make_console(context, world_);
  });
  listener_->start();
}

running_console::~running_console() {
  listener_->stop();
  listener_->wait();
}

void running_console::write() {
  const auto wrong = server::replace_text_file(tokens_file(), server::to_text(tokens_), 0600);
  if (!wrong.empty()) throw std::runtime_error(wrong);
}

std::string running_console::make_token(const std::string& name, server::admin_role role) {
  const auto token = server::new_admin_token();
  const std::chrono::sys_seconds made{std::chrono::seconds{now}};
  tokens_.push_back({name, role, made, made + std::chrono::days{30}, server::sha256_hex(token)});
  write();
  return token;
}

void running_console::revoke(const std::string& name) {
  std::erase_if(tokens_, [&](const auto& one) { return one.name == name; });
  write();
}

http_answer running_console::ask(const std::string& method, const std::string& target, const header_lines& headers,
                                 const std::string& body) const {
  auto text = method + " " + target + " HTTP/1.1\r\n";
  bool has_host = false;
  for (const auto& [name, value] : headers) {
    has_host = has_host || name == "Host";
    text += name + ": " + value + "\r\n";
  }
  if (!has_host) text += "Host: localhost\r\n";
  if (!body.empty() || method == "POST") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  tls_client client(port());
  client.send(text + "\r\n" + body);
  auto answer = client.receive(method == "HEAD");
  if (!answer) throw std::runtime_error("the console gave no answer");
  return std::move(*answer);
}

http_answer running_console::sign_in(const std::string& token, const header_lines& more) const {
  header_lines headers{{"Content-Type", "application/json"}};
  headers.insert(headers.end(), more.begin(), more.end());
  return ask("POST", "/console/api/session", headers, R"({"token":")" + token + R"("})");
}

signed_in running_console::session_for(const std::string& token) const {
  const auto answer = sign_in(token);
  if (answer.status != 200) throw std::runtime_error("not signed in: " + answer.body);
  const auto cookie = answer.header("set-cookie");
  return {cookie.substr(0, cookie.find(';')), text_in(answer.body, "csrf")};
}

http_answer running_console::get(const std::string& target, const signed_in& by) const {
  return ask("GET", target, {{"Cookie", by.cookie}});
}

http_answer running_console::post(const std::string& target, const signed_in& by, const std::string& body) const {
  return ask("POST", target, {{"Cookie", by.cookie}, {"X-CSRF-Token", by.csrf}, {"Content-Type", "application/json"}},
             body);
}

http_answer running_console::get_as(const std::string& token, const std::string& target) const {
  return ask("GET", target, {{"Authorization", "Bearer " + token}});
}

http_answer running_console::post_as(const std::string& token, const std::string& target,
                                     const std::string& body) const {
  return ask("POST", target, {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}}, body);
}

std::string running_console::trial_of(const std::string& request, const std::string& more) {
  std::string text;
  fhir::json::writer out(text);
  out.begin_object().member("request", request).members(more).end_object();
  return text;
}

} // namespace server_tests
