#include "server/session.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/core/demangle.hpp>

#include <openssl/ssl.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <string_view>
#include <typeinfo>
#include <utility>

#include "server/response_text.hpp"
#include "server/worker.hpp"

namespace server {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

// A head is small; a TLS record holds up to 16 KiB.
constexpr std::size_t head_read_size = std::size_t{4} << 10;
constexpr std::size_t body_read_size = std::size_t{16} << 10;
constexpr int reads_at_once = 64;
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

std::string_view text_of(const boost::beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

// By its type alone: the text of a fault may quote what a client sent.
void log_failure(std::string_view what, const std::exception& fault) {
  spdlog::error("{} failed with {}", what, boost::core::demangle(typeid(fault).name()));
}

// For when even the refusal cannot be built.
hooks::reply bare_failure() {
  hooks::reply reply;
  reply.status = 500;
  return reply;
}

// A 503 without it is asked again at once by many clients.
void say_when_again(hooks::reply& reply) {
  const auto says = [](const hooks::header& one) { return one.first == "Retry-After"; };
  if (std::none_of(reply.headers.begin(), reply.headers.end(), says)) reply.headers.emplace_back("Retry-After", "1");
}

} // namespace

session::session(arrival from, asio::ssl::context& tls, worker& owner)
    : owner_(owner), stream_(std::move(from.socket), tls),
      arrived_(std::max(body_read_size, owner.configured().limits.header_bytes)),
      reader_(owner.configured().limits, &owner.counts().body_bytes), connection_(std::move(from.connection)),
      handshake_(std::move(from.handshake)), opened_(clock::now()) {
  // A listener that asks nobody for a certificate may share its own with one that does.
  if (owner_.configured().mutual_tls.authorities.empty())
    SSL_set_verify(stream_.native_handle(), SSL_VERIFY_NONE, nullptr);
  owner_.add(*this);
}

session::~session() { owner_.remove(*this); }

void session::enter(phase next, std::chrono::milliseconds at_most) {
  phase_ = next;
  expired_ = false;
  deadline_ = clock::now() + at_most;
}

void session::start() {
  enter(phase::handshake, owner_.configured().timeouts.handshake);
  stream_.async_handshake([self = shared_from_this()](error_code fault) { self->on_handshake(fault); });
}

void session::on_handshake(error_code fault) {
  handshake_.leave();
  if (fault) return;
  peer_ = verified_peer(*stream_.native_handle());
  error_code unknown;
  address_ = stream_.next_layer().remote_endpoint(unknown).address().to_string();
  // A client that just connected is about to ask: the header deadline holds from here on, not the idle one.
  enter(phase::head, owner_.configured().timeouts.header);
  read();
}

void session::next_request() {
  reader_.reset();
  if (arrived_.size() == 0) forget_arrived();
  enter(phase::idle, owner_.configured().timeouts.idle);
  request_arrived_ = clock::now();
  if (arrived_.size() > 0) return advance();
  arrived_.shrink_to_fit();
  if (owner_.draining() && !stream_.has_arrived()) return shut();
  read();
}

/// What has been read was about a patient, and may hold a token.
void session::forget_arrived() {
  const auto room = arrived_.prepare(arrived_.capacity());
  ::explicit_bzero(room.data(), room.size()); // OpenSSL's way, eight bytes at a time, is a hundredth of an answer
}

/// The buffer never grows beyond its size; what waits in it is less than a head.
std::size_t session::room_to_read() const {
  return std::min(phase_ == phase::body ? body_read_size : head_read_size, arrived_.max_size() - arrived_.size());
}

void session::read() {
  const auto room = arrived_.prepare(room_to_read());
  stream_.async_read_some(
      room, [self = shared_from_this()](error_code fault, std::size_t count) { self->on_read(fault, count); });
}

/// Takes what has arrived already: a body would otherwise queue behind all others again for each of its pieces.
bool session::read_at_once() {
  error_code fault;
  const auto count = stream_.read_some(arrived_.prepare(room_to_read()), fault);
  if (!fault) arrived_.commit(count);
  return !fault; // a read that waits will meet the same fault
}

void session::on_read(error_code fault, std::size_t count) {
  if (expired_) return on_expired();
  if (fault) {
    // The client went away, or stopped in the middle of a request: half a request is never answered as a whole one.
    if (leaving_ && phase_ == phase::idle) shut();
    return;
  }
  arrived_.commit(count);
  owner_.look_at_the_time();
  if (arrived_.size() == count && phase_ != phase::body) request_arrived_ = owner_.arrival_of_now();
  advance();
}

void session::on_expired() {
  if (phase_ == phase::idle) return shut();
  refuse({408, phase_ == phase::head ? "the request head took too long" : "the request body took too long"});
}

void session::advance() {
  std::size_t used = 0;
  auto progress = reader_.advance(text_of(arrived_), used);
  arrived_.consume(used);
  for (int i = 0; i < reads_at_once && phase_ == phase::body && progress == request_reader::progress::more; ++i) {
    if (!read_at_once()) break;
    progress = reader_.advance(text_of(arrived_), used);
    arrived_.consume(used);
  }
  switch (progress) {
  case request_reader::progress::more:
    if (phase_ == phase::idle) enter(phase::head, owner_.configured().timeouts.header);
    return read();
  case request_reader::progress::head:
    return on_head();
  case request_reader::progress::complete:
    return answer();
  case request_reader::progress::refused:
    if (reader_.why().status == 503) log_shed(owner_.counts(), shed_cause::memory);
    return refuse(reader_.why());
  }
}

void session::on_head() {
  enter(phase::body, owner_.configured().timeouts.body);
  if (!reader_.head().expects_continue || arrived_.size() > 0) return advance();
  stream_.async_write(asio::buffer(go_on), [self = shared_from_this()](error_code fault) {
    if (self->expired_ || fault) return;
    self->advance();
  });
}

void session::answer() {
  ++served_;
  if (owner_.is_late(request_arrived_)) return shed();
  enter(phase::answering, owner_.configured().timeouts.answer);
  try {
    auto asked = reader_.call();
    asked.peer_address = address_;
    if (peer_) {
      asked.peer_sha256 = peer_->sha256;
      asked.peer_subject = peer_->subject;
    }
    asked_ = true;
    owner_.served().answer(
        asked, [self = shared_from_this()](hooks::reply reply) { return self->on_answered(std::move(reply)); });
  } catch (const std::exception& fault) {
    log_failure("a request", fault);
    asked_ = false;
    if (phase_ == phase::answering) refuse({500, "the request could not be answered", true});
  }
}

bool session::on_answered(hooks::reply reply) {
  asked_ = false;
  if (phase_ != phase::answering) return false; // too late: it was refused
  if (reply.status >= 400) log_refusal(owner_.counts(), reply.status);
  send(std::move(reply), may_stay());
  return true;
}

bool session::may_stay() const {
  return reader_.head().keep_alive && served_ < owner_.configured().limits.requests_per_connection &&
         !owner_.draining() && clock::now() - opened_ < owner_.configured().timeouts.connection;
}

/// The request is whole and the connection as good as before: a new one would only cost another handshake.
void session::shed() {
  log_shed(owner_.counts(), shed_cause::late);
  log_refusal(owner_.counts(), 503);
  send(told({503, "there is more to answer than can be answered in time"}), may_stay());
}

void session::refuse(const refusal& why) {
  log_refusal(owner_.counts(), why.status);
  send(told(why), false);
}

hooks::reply session::told(const refusal& why) {
  try {
    return owner_.served().refuse(why, reader_.head().origin);
  } catch (const std::exception& fault) {
    log_failure("a refusal", fault);
    return bare_failure();
  }
}

void session::send(hooks::reply reply, bool keep_alive) {
  keep_alive_ = keep_alive;
  if (reply.status == 503) say_when_again(reply);
  wire_form form{keep_alive, reader_.head().version_1_1, reader_.head().is_head};
  try {
    outgoing_ = to_wire(std::move(reply), form, http_date_now());
  } catch (const std::exception& fault) {
    log_failure("writing an answer", fault);
    keep_alive_ = form.keep_alive = false;
    outgoing_ = to_wire(bare_failure(), form, http_date_now());
  }
  enter(phase::writing, owner_.configured().timeouts.write);
  stream_.async_write(asio::buffer(outgoing_),
                      [self = shared_from_this()](error_code fault) { self->on_written(fault); });
}

void session::on_written(error_code fault) {
  std::string().swap(outgoing_); // an idle connection holds no answer
  if (fault) return;
  if (!keep_alive_) return shut();
  next_request();
}

void session::shut() {
  if (!asked_) reader_.reset();
  enter(phase::closing, owner_.configured().timeouts.linger);
  stream_.async_shutdown([self = shared_from_this()](error_code) {
    error_code ignored;
    self->stream_.next_layer().shutdown(tcp::socket::shutdown_send, ignored);
    self->arrived_.consume(self->arrived_.size());
    self->discard();
  });
}

// Closing a socket with unread bytes resets the connection, and the client may lose an answer it has not read yet.
void session::discard() {
  if (discarded_ > 4 * owner_.configured().limits.body_bytes) return;
  const auto room = arrived_.prepare(body_read_size);
  stream_.next_layer().async_read_some(room, [self = shared_from_this()](error_code fault, std::size_t count) {
    if (fault || self->phase_ != phase::closing) return;
    self->discarded_ += count;
    self->discard();
  });
}

/// Bytes that have arrived are a request that was sent in time.
void session::drain() {
  if (phase_ != phase::idle || leaving_ || stream_.has_arrived()) return;
  leaving_ = true;
  error_code ignored;
  stream_.next_layer().cancel(ignored);
}

void session::abandon() {
  if (phase_ == phase::answering) phase_ = phase::closing; // its answer would find no connection
  error_code ignored;
  stream_.next_layer().close(ignored);
}

void session::check_deadline(clock::time_point now) {
  if (now < deadline_ || expired_) return;
  if (phase_ == phase::answering) return refuse({503, "the answer took too long", true});
  expired_ = true;
  if (phase_ != phase::idle && phase_ != phase::head && phase_ != phase::body) return abandon();
  error_code ignored;
  stream_.next_layer().cancel(ignored);
}

} // namespace server
