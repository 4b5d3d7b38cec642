#include "tests/server/support/running_admin.hpp"

#include <stdexcept>

namespace server_tests {

running_admin::running_admin(running_service& of)
    : world_{.version = "1.2.3",
             .now = now,
             .serves = [&of] { return of.now(); },
             .arriving = of.listener().counts(),
             .protocol = of.setup().counts,
             .calls = of.setup().counted,
             .outbound = of.setup().outbound_counted,
             .tokens = *of.setup().tokens,
             .keeps = of.setup().keeps.get(),
             .log_dropped = [] { return std::uint64_t{0}; }} {
  server::settings chosen;
  chosen.admin.listen = "127.0.0.1:0";
  listener_ = server::open_admin_listener(chosen, of.tls(), world_);
  listener_->start();
}

running_admin::~running_admin() {
  listener_->stop();
  listener_->wait();
}

http_answer running_admin::get(const std::string& target, const std::string& method) const {
  tls_client client(port());
  const bool has_body = method == "POST";
  client.send(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" +
              (has_body ? "Content-Length: 3\r\n\r\nabc" : "\r\n"));
  auto answer = client.receive(method == "HEAD");
  if (!answer) throw std::runtime_error("the admin listener gave no answer");
  return std::move(*answer);
}

std::optional<double> running_admin::sample(const std::string& name) const {
  const auto text = "\n" + metrics();
  const auto line = "\n" + name + " ";
  const auto at = text.find(line);
  if (at == text.npos) return std::nullopt;
  return std::stod(text.substr(at + line.size()));
}

} // namespace server_tests
