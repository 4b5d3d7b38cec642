#include "tests/server/support/running_server.hpp"

#include <stdexcept>
#include <thread>
#include <utility>

#include "server/tls.hpp"

namespace server_tests {
namespace {

hooks::reply text_reply(int status, std::string body) {
  hooks::reply reply;
  reply.status = status;
  reply.content_type = "text/plain";
  reply.body = std::move(body);
  return reply;
}

} // namespace

class running_server::told : public server::answerer {
 public:
  explicit told(running_server& whole) : whole_(whole) {}

  void answer(const hooks::call& asked, done whole) override {
    if (asked.target == "/never") return kept_.push_back(std::move(whole));
    whole(whole_.answer(asked));
  }

  hooks::reply refuse(const server::refusal& why, std::string_view origin) override {
    auto reply = text_reply(why.status, why.message);
    if (!origin.empty()) reply.headers.emplace_back("Access-Control-Allow-Origin", origin);
    return reply;
  }

 private:
  running_server& whole_;
  std::vector<done> kept_; // each holds its connection
};

running_server::running_server(server::settings configured) {
  if (configured.threads == 0) configured.threads = 2;
  const auto files = make_certificate(directory_);
  auto tls = server::load_tls(files.certificate, files.key);
  if (!tls) throw std::runtime_error(tls.error().front());
  listener_ =
      std::make_unique<server::listener>(*server::read_listen_address("127.0.0.1:0"), *tls, std::move(configured),
                                         [this](boost::asio::io_context&) { return std::make_unique<told>(*this); });
  listener_->start();
}

running_server::~running_server() { listener_.reset(); }

hooks::reply running_server::answer(const hooks::call& asked) {
  ++answered_;
  if (look) look(asked);
  if (asked.target == "/throws") throw std::runtime_error("on purpose");
  if (asked.target == "/waits") {
    reached_waits.set_value();
    let_go.get_future().wait();
  }
  if (asked.target == "/works") std::this_thread::sleep_for(work); // the thread's time, not the processor's
  if (asked.target == "/big") return text_reply(200, std::string(std::size_t{1} << 20, 'x'));
  if (asked.target == "/none") return {204, "", {}, ""};
  auto reply =
      text_reply(200, std::string(asked.method) + " " + std::string(asked.target) + " " + std::string(asked.body));
  if (asked.target == "/bad-header") reply.headers.emplace_back("X-Echo", "a\r\nX-Injected: b");
  return reply;
}

} // namespace server_tests
