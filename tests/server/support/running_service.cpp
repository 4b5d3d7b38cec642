#include "tests/server/support/running_service.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "tests/server/support/stopwatch.hpp"
#include "tests/support/chart.hpp"

namespace server_tests {
namespace {

constexpr const char* issuer = "https://ehr.example";
constexpr const char* kid = "key-1";

std::string clients_file(const service_wish& wish, const hostile_server* fhir) {
  std::string text = "[[client]]\nname = \"ehr\"\niss = \"" + std::string(issuer) + "\"\nalgorithms = [\"ES256\"]\n";
  if (fhir != nullptr) text += "fhir_servers = [\"" + fhir->url("/fhir") + "\"]\n";
  if (wish.keys_url.empty())
    text += "keys = \"keys.json\"\n";
  else
    text += "jku = \"" + wish.keys_url + "\"\n";
  return text + wish.client_rules + wish.more_clients;
}

/// Read once for all services of a program.
std::shared_ptr<const cds::knowledge> everlasting_knowledge() {
  return {std::shared_ptr<void>(), &support::embedded_knowledge()};
}

} // namespace

running_service::running_service(const service_wish& wish, const hostile_server* fhir)
    : files_(make_certificate(directory_)), key_(signing_key::ec("P-256")), public_url_("https://cds.example.org"),
      no_auth_(wish.no_auth) {
  server::settings chosen;
  chosen.threads = 2;
  chosen.public_url = public_url_;
  if (wish.keeps) chosen.data = (directory_.path() / "data").string();
  if (fhir != nullptr) chosen.fetching.authorities = fhir->authorities().string();
  if (wish.no_auth) {
    if (fhir != nullptr) chosen.fetching.servers = {fhir->url("/fhir")};
  } else {
    directory_.write("keys.json", key_set());
    for (const auto& [name, text] : wish.files) directory_.write(name, text);
    chosen.clients = directory_.write("clients.toml", clients_file(wish, fhir)).string();
  }
  // A busy machine gets as much longer for its work as a test waits longer for it.
  chosen.timeouts.fetch = bound(chosen.timeouts.fetch);
  chosen.timeouts.answer = bound(chosen.timeouts.answer);
  if (wish.change) wish.change(chosen);
  auto first = server::publish(chosen, everlasting_knowledge());
  if (!first) throw std::runtime_error(first.error().front());
  auto made = server::set_up_service(chosen, std::move(*first));
  if (!made) throw std::runtime_error(made.error().front());
  setup_ = std::move(*made);
  setup_->log = wish.log;
  auto tls = server::load_tls(files_.certificate, files_.key);
  if (!tls) throw std::runtime_error(tls.error().front());
  if (const auto& asks = chosen.mutual_tls; !asks.authorities.empty())
    if (const auto done = server::ask_for_certificates(*tls, asks.authorities, asks.required); !done)
      throw std::runtime_error(done.error());
  tls_ = *tls;
  listener_ = std::make_unique<server::listener>(*server::read_listen_address("127.0.0.1:0"), *tls, chosen,
                                                 setup_->answerers(chosen));
  listener_->start();
}

running_service::~running_service() {
  listener_->stop();
  listener_->wait();
  setup_->close();
}

std::string running_service::key_set() const {
  auto public_key = with(with(key_.jwk(), "kid", in_quotes(kid)), "use", in_quotes("sig"));
  return R"({"keys":[)" + object_of(public_key) + "]}";
}

std::string running_service::token(std::string_view path, const json_members& claims) const {
  static std::atomic<unsigned> count{0};
  const auto now = std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds{1};
  json_members body{{"iss", in_quotes(issuer)},
                    {"aud", in_quotes(public_url_ + std::string(path))},
                    {"exp", std::to_string(now + 120)},
                    {"iat", std::to_string(now)},
                    {"jti", in_quotes("jti-" + std::to_string(++count))}};
  for (const auto& [name, value] : claims) body = with(std::move(body), name, value);
  const json_members head{{"alg", in_quotes("ES256")}, {"kid", in_quotes(kid)}, {"typ", in_quotes("JWT")}};
  return signed_token(key_, "SHA256", head, body);
}

std::string running_service::request(std::string_view path, std::string_view body,
                                     std::optional<std::string> authorization) const {
  if (!authorization && !no_auth_) authorization = "Bearer " + token(path);
  std::string text = "POST " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  if (authorization && !authorization->empty()) text += "Authorization: " + *authorization + "\r\n";
  return text + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

http_answer running_service::post(std::string_view path, std::string_view body,
                                  std::optional<std::string> authorization) const {
  return send(request(path, body, std::move(authorization)));
}

http_answer running_service::send(const std::string& request, const client_wish& wish) const {
  tls_client client(port(), wish);
  if (!client.connected() || !client.send(request)) throw std::runtime_error("the service took no request");
  auto answer = client.receive();
  if (!answer) throw std::runtime_error("the service gave no answer");
  return std::move(*answer);
}

} // namespace server_tests
