#include "server/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <utility>

#include "server/chunk_framing.hpp"

namespace server {
namespace {

namespace http = boost::beast::http;

/// Beast's string_body, but for memory: it is taken as the bytes arrive, not all at once for a length that was
/// announced.
struct arriving_body {
  using value_type = std::string;

  class reader {
   public:
    template<bool IsRequest, class Fields> reader(http::header<IsRequest, Fields>&, value_type& into) : into_(into) {}
    void init(const boost::optional<std::uint64_t>& length, boost::beast::error_code& fault) {
      if (length) into_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, body_share::own_bytes)));
      fault = {};
    }
    template<class Buffers> std::size_t put(const Buffers& pieces, boost::beast::error_code& fault) {
      const auto before = into_.size();
      for (const auto piece : boost::beast::buffers_range_ref(pieces))
        into_.append(static_cast<const char*>(piece.data()), piece.size());
      fault = {};
      return into_.size() - before;
    }
    void finish(boost::beast::error_code& fault) { fault = {}; }

   private:
    value_type& into_;
  };
};
using parser_type = http::request_parser<arriving_body>;

// Thousands of connections may be idle.
constexpr std::size_t largest_kept_buffer = std::size_t{4} << 10;

// The gate has looked at everything before, so that little is left for Beast to refuse. It lets plain decimal lengths
// through alone: one that cannot be read is longer than any number.
refusal refusal_for(boost::beast::error_code fault, const limits& allowed, bool in_head) {
  if (fault == http::error::body_limit || fault == http::error::bad_content_length)
    return {413, "the body is larger than " + std::to_string(allowed.body_bytes) + " bytes"};
  return {400, in_head ? "the request head is malformed" : "the request body is malformed"};
}

// Beast lets `keep-alive` outweigh `close` in HTTP/1.0.
bool asks_to_stay(const parser_type& parser) {
  if (!parser.keep_alive()) return false;
  const auto [first, last] = parser.get().equal_range(http::field::connection);
  return std::none_of(first, last, [](const auto& field) { return http::token_list(field.value()).exists("close"); });
}

refusal no_room() { return {503, "the requests of all clients together are too large for now"}; }

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

} // namespace

struct request_reader::message final : hooks::other_fields {
  parser_type parser;
  chunk_framing chunks;

  std::string_view named(std::string_view field) const override {
    const auto& fields = parser.get();
    const auto [first, last] = fields.equal_range(boost::beast::string_view(field.data(), field.size()));
    return first != last && std::next(first) == last ? view(first->value()) : std::string_view{};
  }
};

request_reader::request_reader(const limits& allowed, std::atomic<std::size_t>* body_bytes)
    : allowed_(allowed), share_(body_bytes, allowed.bodies_bytes) {}
request_reader::~request_reader() = default;

request_reader::progress request_reader::advance(std::string_view arrived, std::size_t& used) {
  used = 0;
  return message_ ? read_body(arrived, used) : read_head(arrived, used);
}

request_reader::progress request_reader::read_head(std::string_view arrived, std::size_t& used) {
  scan_head(arrived.substr(0, allowed_.header_bytes), scan_);
  if (scan_.bad_byte) return refuse({400, "the request head holds a byte that is not allowed there"});
  if (scan_.end == 0) {
    if (arrived.size() < allowed_.header_bytes) return progress::more;
    return refuse({431, "the request head is larger than " + std::to_string(allowed_.header_bytes) + " bytes"});
  }
  const auto text = arrived.substr(0, scan_.end);
  auto verdict = judge_head(text, allowed_);
  head_.origin = verdict.origin;
  head_.is_head = verdict.method == "HEAD";
  if (verdict.refused) return refuse(std::move(*verdict.refused));

  message_ = std::make_unique<message>();
  auto& parser = message_->parser;
  parser.header_limit(static_cast<std::uint32_t>(allowed_.header_bytes));
  parser.body_limit(allowed_.body_bytes);
  parser.get().body() = std::move(spare_body_);
  if (auto fault = parse(text, used)) return refuse(std::move(*fault));
  const auto& request = parser.get();
  head_.version_1_1 = request.version() == 11;
  head_.keep_alive = asks_to_stay(parser);
  // HTTP/1.0 has no interim answers, and nobody waits to send nothing. The gate lets one expectation through alone.
  head_.expects_continue = head_.version_1_1 && request.count(http::field::expect) > 0 && !parser.is_done();
  if (const auto length = parser.content_length(); length && !share_.has_room_for(static_cast<std::size_t>(*length)))
    return refuse(no_room());
  return progress::head;
}

request_reader::progress request_reader::read_body(std::string_view arrived, std::size_t& used) {
  auto& parser = message_->parser;
  auto& chunks = message_->chunks;
  while (!parser.is_done()) {
    const auto rest = arrived.substr(used);
    // A body with a length needs no framing: the parser takes as much as belongs to it.
    const auto piece = parser.chunked() ? chunks.next_piece(rest) : rest.size();
    if (!piece) return refuse({400, "the chunked body is malformed"});
    if (*piece == 0) return progress::more;
    if (auto fault = parse(rest.substr(0, *piece), used)) return refuse(std::move(*fault));
    if (!share_.grow_to(parser.get().body().capacity())) return refuse(no_room());
  }
  return progress::complete;
}

std::optional<refusal> request_reader::parse(std::string_view piece, std::size_t& used) {
  auto& parser = message_->parser;
  const bool in_head = !parser.is_header_done();
  boost::beast::error_code fault;
  const auto taken = parser.put(boost::asio::buffer(piece.data(), piece.size()), fault);
  used += taken;
  // Only the request after this one may be left: a parser that waits for more reads something else than the gate did.
  if (!fault && (taken == piece.size() || parser.is_done())) return std::nullopt;
  return refusal_for(fault, allowed_, in_head);
}

request_reader::progress request_reader::refuse(refusal why) {
  why_ = std::move(why);
  let_go(); // the connection may still take a while to end
  return progress::refused;
}

hooks::call request_reader::call() const {
  const auto& request = message_->parser.get();
  hooks::call whole;
  whole.method = view(request.method_string());
  whole.target = view(request.target());
  whole.content_type = view(request[http::field::content_type]);
  whole.content_encoding = view(request[http::field::content_encoding]);
  whole.origin = view(request[http::field::origin]);
  whole.authorization = view(request[http::field::authorization]);
  whole.body = request.body();
  whole.others = message_.get();
  return whole;
}

void request_reader::reset() {
  let_go();
  head_ = {};
  scan_ = {};
}

/// The body alone: what the answer depends on is still needed.
void request_reader::let_go() {
  if (message_) spare_body_ = std::move(message_->parser.get().body());
  ::explicit_bzero(spare_body_.data(), spare_body_.size()); // it was about a patient, and may hold a token
  spare_body_.clear();
  if (spare_body_.capacity() > largest_kept_buffer) std::string().swap(spare_body_);
  share_.give_back();
  message_.reset();
}

} // namespace server
