#include "server/outbound/connection.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <utility>

namespace server {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

// A TLS record holds up to 16 KiB.
constexpr std::size_t read_size = std::size_t{16} << 10;
constexpr std::chrono::milliseconds address_patience{150};

std::string_view text_of(const boost::beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

} // namespace

outbound_connection::outbound_connection(asio::io_context& context, asio::ssl::context& tls, const outbound_origin& to,
                                         outbound_counts& counts)
    : stream_(socket_type(context), tls), patience_(context), hurry_(context), to_(to), counts_(counts),
      open_(counts.connections) {}

void outbound_connection::open(addresses to, tls_session resume, std::chrono::milliseconds at_most,
                               std::function<void(outbound_fault)> opened) {
  opened_ = std::move(opened);
  addresses_ = std::move(to);
  patience_.expires_after(at_most);
  patience_.async_wait([self = shared_from_this()](error_code stopped) {
    if (!stopped && self->phase_ == phase::opening) self->on_opened(outbound_fault::timeout);
  });
  const auto before_each = [self = shared_from_this()](const error_code&, const tcp::endpoint& next) {
    self->hurry(next);
    return true;
  };
  asio::async_connect(
      stream_.next_layer(), addresses_, before_each,
      [self = shared_from_this(), resume = std::move(resume)](error_code fault, const tcp::endpoint& peer) {
        self->hurry_.cancel();
        self->connecting_ = false;
        self->peer_ = peer;
        self->on_connected(fault, resume);
      });
}

void outbound_connection::hurry(const tcp::endpoint& next) {
  peer_ = next;
  hurry_.cancel();
  if (next == addresses_.back()) return;
  hurry_.expires_after(address_patience);
  hurry_.async_wait([self = shared_from_this(), next](error_code stopped) {
    if (stopped || !self->connecting_ || self->peer_ != next) return;
    error_code ignored;
    self->stream_.next_layer().cancel(ignored); // async_connect goes on with the next address
  });
}

void outbound_connection::on_connected(error_code fault, const tls_session& resume) {
  if (phase_ != phase::opening) return;
  if (fault) return on_opened(outbound_fault::connect);
  error_code ignored;
  stream_.next_layer().set_option(tcp::no_delay(true), ignored);
  if (!to_.tls) return on_opened(outbound_fault::none);
  if (!prepare_tls(resume)) return on_opened(outbound_fault::tls);
  stream_.async_handshake(asio::ssl::stream_base::client, [self = shared_from_this()](error_code wrong) {
    if (self->phase_ == phase::opening) self->on_opened(wrong ? outbound_fault::tls : outbound_fault::none);
  });
}

bool outbound_connection::prepare_tls(const tls_session& resume) {
  auto* ssl = stream_.native_handle();
  if (resume) SSL_set_session(ssl, resume.get());
  SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  if (to_.is_address) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), to_.host.c_str()) == 1;
  // What SSL_set_tlsext_host_name does, without its cast.
  return SSL_set1_host(ssl, to_.host.c_str()) == 1 &&
         SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, to_.host.data()) == 1;
}

void outbound_connection::on_opened(outbound_fault fault) {
  const auto opened = std::exchange(opened_, nullptr);
  if (fault != outbound_fault::none) {
    close();
  } else {
    patience_.cancel();
    phase_ = phase::ready;
    ++counts_.opened;
    if (to_.tls && SSL_session_reused(stream_.native_handle()) == 1) ++counts_.resumed;
    read();
  }
  opened(fault);
}

void outbound_connection::exchange(secret request, std::size_t most_bytes, std::function<void(ending)> ended) {
  phase_ = phase::busy;
  ++exchanges_;
  ended_ = std::move(ended);
  reader_.emplace(most_bytes);
  outgoing_ = std::move(request);
  writing_ = true;
  // A fault in writing is not looked at: the answer may have come before it, and if not, reading meets the same.
  const auto on_written = [self = shared_from_this()](error_code, std::size_t) {
    self->writing_ = false;
    self->outgoing_.wipe();
  };
  const auto bytes = asio::buffer(outgoing_.view());
  if (to_.tls)
    asio::async_write(stream_, bytes, on_written);
  else
    asio::async_write(stream_.next_layer(), bytes, on_written);
}

void outbound_connection::read() {
  const auto room = arrived_.prepare(read_size);
  const auto on_some = [self = shared_from_this()](error_code fault, std::size_t count) {
    self->on_read(fault, count);
  };
  if (to_.tls)
    stream_.async_read_some(room, on_some);
  else
    stream_.next_layer().async_read_some(room, on_some);
}

void outbound_connection::on_read(error_code fault, std::size_t count) {
  if (phase_ == phase::closed) return;
  if (phase_ == phase::ready) return on_idle_read();
  if (count == 0) return on_end(fault);
  // Of a first exchange they can be its answer: one read that takes the end of the handshake may take that too, before
  // we are told that the request was written.
  if (writing_ && exchanges_ > 1) return on_answer_before_request();
  arrived_.commit(count);
  on_bytes();
}

void outbound_connection::on_idle_read() {
  const auto lost = std::exchange(lost_, nullptr);
  close();
  if (lost) lost();
}

// They were on their way before the request was: whatever they answer, it is not this one.
void outbound_connection::on_answer_before_request() {
  const auto ended = std::exchange(ended_, nullptr);
  close();
  ending how;
  how.answer.fault = outbound_fault::malformed;
  how.unanswered = true;
  ended(std::move(how));
}

bool outbound_connection::was_spoken_to() const {
  error_code unreadable;
  return exchanges_ > 0 && stream_.next_layer().available(unreadable) > 0;
}

void outbound_connection::on_bytes() {
  std::size_t used = 0;
  const auto progress = reader_->take(text_of(arrived_), used);
  arrived_.consume(used);
  if (progress == answer_reader::progress::more) return read();
  finish();
}

// Over TLS the end of the stream is only believed when the other side signed it.
void outbound_connection::on_end(error_code fault) {
  reader_->ended(fault == asio::error::eof);
  finish();
}

void outbound_connection::finish() {
  const auto ended = std::exchange(ended_, nullptr);
  ending how{reader_->answer(), !reader_->begun()};
  const bool stays = reader_->stays() && !writing_;
  reader_.reset();
  if (stays) {
    phase_ = phase::ready;
    read();
  } else {
    close();
  }
  ended(std::move(how));
}

void outbound_connection::close() {
  // OpenSSL would not resume the session of a connection that seems to have broken off, but many just end that way.
  if (to_.tls && (phase_ == phase::ready || phase_ == phase::busy))
    SSL_set_shutdown(stream_.native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  phase_ = phase::closed;
  connecting_ = false;
  opened_ = nullptr;
  ended_ = nullptr;
  lost_ = nullptr;
  patience_.cancel();
  hurry_.cancel();
  error_code ignored;
  stream_.next_layer().close(ignored);
  open_.leave();
}

tls_session outbound_connection::session() {
  if (!to_.tls) return nullptr;
  auto* current = SSL_get0_session(stream_.native_handle());
  if (current == nullptr || SSL_SESSION_is_resumable(current) != 1) return nullptr;
  SSL_SESSION_up_ref(current);
  return {current, SSL_SESSION_free};
}

} // namespace server
