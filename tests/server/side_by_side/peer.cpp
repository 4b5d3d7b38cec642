// What Vesicle is held against, on the same machine with the same flags: an idiomatic Beast server over TLS with one
// thread. It reads the whole request and answers with as many bytes as it is told to.
//   bench_peer echo|dom CERTIFICATE KEY ANSWER_BYTES      prints `listening on 127.0.0.1:PORT`, ends on SIGTERM
// echo: nothing is looked at. dom: the body is parsed into a Boost.JSON DOM in a buffer that is used again, one trivial
// rule walks it, and a card is built as a DOM and serialized.
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/json.hpp>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;
using tcp = asio::ip::tcp;
using beast::error_code;

struct wish {
  bool dom = false;
  std::string certificate;
  std::string key;
  std::size_t answer_bytes = 0;
};

/// Whether a draft order names a drug, and how many resources were prefetched.
json::object card_for(const json::value& asked, std::size_t bytes) {
  std::size_t resources = 0;
  for (const auto& [key, set] : asked.at("prefetch").as_object())
    if (const auto* whole = set.if_object(); whole != nullptr)
      if (const auto* entries = whole->if_contains("entry")) resources += entries->as_array().size();
  json::object card;
  card["summary"] = "Trivial rule: " + std::to_string(resources) + " resources";
  card["indicator"] = "info";
  card["detail"] = std::string(bytes > 200 ? bytes - 200 : 0, 'x');
  return card;
}

std::string answer_by_dom(const std::string& body, std::size_t bytes) {
  static std::vector<unsigned char> room(std::size_t{4} << 20);
  json::monotonic_resource held(room.data(), room.size());
  const auto asked = json::parse(body, &held);
  json::object answer(&held);
  answer["cards"] = json::array{card_for(asked, bytes)};
  return json::serialize(answer);
}

class session : public std::enable_shared_from_this<session> {
 public:
  session(tcp::socket socket, asio::ssl::context& tls, const wish& asked)
      : stream_(std::move(socket), tls), wish_(asked) {}

  void start() {
    stream_.async_handshake(asio::ssl::stream_base::server, [self = shared_from_this()](error_code fault) {
      if (!fault) self->read();
    });
  }

 private:
  void read() {
    parser_.emplace();
    parser_->body_limit(std::size_t{8} << 20);
    http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](error_code fault, std::size_t) {
      if (!fault) self->answer();
    });
  }

  void answer() {
    response_ = {http::status::ok, 11};
    response_.set(http::field::content_type, "application/json");
    response_.body() =
        wish_.dom ? answer_by_dom(parser_->get().body(), wish_.answer_bytes) : std::string(wish_.answer_bytes, 'x');
    response_.prepare_payload();
    http::async_write(stream_, response_, [self = shared_from_this()](error_code fault, std::size_t) {
      if (!fault) self->read();
    });
  }

  beast::ssl_stream<tcp::socket> stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  http::response<http::string_body> response_;
  const wish& wish_;
};

class peer {
 public:
  peer(asio::io_context& context, const wish& asked)
      : wish_(asked), tls_(asio::ssl::context::tls_server), acceptor_(context, {asio::ip::address_v4::loopback(), 0}) {
    tls_.use_certificate_chain_file(asked.certificate);
    tls_.use_private_key_file(asked.key, asio::ssl::context::pem);
    std::printf("listening on 127.0.0.1:%u\n", static_cast<unsigned>(acceptor_.local_endpoint().port()));
    std::fflush(stdout);
    accept();
  }

 private:
  void accept() {
    acceptor_.async_accept([this](error_code fault, tcp::socket socket) {
      if (fault) return;
      error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      std::make_shared<session>(std::move(socket), tls_, wish_)->start();
      accept();
    });
  }

  const wish& wish_;
  asio::ssl::context tls_;
  tcp::acceptor acceptor_;
};

} // namespace

int main(int count, char** words) {
  if (count != 5) {
    std::fprintf(stderr, "usage: bench_peer echo|dom CERTIFICATE KEY ANSWER_BYTES\n");
    return 2;
  }
  const wish asked{std::string(words[1]) == "dom", words[2], words[3], std::stoul(words[4])};
  asio::io_context context(1);
  const peer serving(context, asked);
  asio::signal_set stops(context, SIGTERM, SIGINT);
  stops.async_wait([&](error_code, int) { context.stop(); });
  context.run();
}
