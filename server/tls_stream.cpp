#include "server/tls_stream.hpp"

#include <boost/asio/ssl/error.hpp>

#include <openssl/bio.h>
#include <openssl/err.h>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <new>

namespace server {
namespace {

int length_of(std::size_t size) { return static_cast<int>(std::min<std::size_t>(size, INT_MAX)); }

bool must_wait() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

// The descriptor is asked of the socket each time: once it is closed its number may be another connection's.
int descriptor_of(BIO* of) { return static_cast<thread_socket*>(BIO_get_data(of))->native_handle(); }

int receive(BIO* from, char* room, int size) {
  BIO_clear_retry_flags(from);
  const auto count = ::recv(descriptor_of(from), room, static_cast<std::size_t>(size), 0);
  if (count < 0 && must_wait()) BIO_set_retry_read(from);
  if (count == 0) BIO_set_flags(from, BIO_FLAGS_IN_EOF);
  return static_cast<int>(count);
}

int send(BIO* into, const char* text, int size) {
  BIO_clear_retry_flags(into);
  const auto count = ::send(descriptor_of(into), text, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (count < 0 && must_wait()) BIO_set_retry_write(into);
  return static_cast<int>(count);
}

long control(BIO* of, int what, long, void*) {
  if (what == BIO_CTRL_EOF) return BIO_test_flags(of, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
  return what == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* make_method() {
  auto* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "a socket of Asio");
  if (made == nullptr) throw std::bad_alloc();
  BIO_meth_set_read(made, receive);
  BIO_meth_set_write(made, send);
  BIO_meth_set_ctrl(made, control);
  return made;
}

const BIO_METHOD* socket_method() {
  static const std::unique_ptr<BIO_METHOD, void (*)(BIO_METHOD*)> made(make_method(), BIO_meth_free);
  return made.get();
}

} // namespace

tls_stream::tls_stream(thread_socket socket, boost::asio::ssl::context& tls)
    : socket_(std::move(socket)), ssl_(SSL_new(tls.native_handle())) {
  auto* bytes = BIO_new(socket_method());
  if (!ssl_ || bytes == nullptr) throw std::bad_alloc();
  BIO_set_data(bytes, &socket_);
  BIO_set_init(bytes, 1);
  SSL_set_bio(ssl_.get(), bytes, bytes);
  error_code ignored;
  socket_.non_blocking(true, ignored);
  SSL_set_read_ahead(ssl_.get(), 1); // one system call for a record instead of two
  SSL_set_mode(ssl_.get(),
               SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
}

bool tls_stream::has_arrived() {
  error_code unreadable;
  return SSL_has_pending(ssl_.get()) != 0 || (socket_.available(unreadable) > 0 && !unreadable);
}

std::size_t tls_stream::read_some(boost::asio::mutable_buffer room, error_code& fault) {
  fault = {};
  const int count = read_now(room);
  if (count > 0) return static_cast<std::size_t>(count);
  if (wish_after(count, fault) != SSL_ERROR_NONE) fault = boost::asio::error::would_block;
  return 0;
}

int tls_stream::read_now(boost::asio::mutable_buffer room) {
  ERR_clear_error();
  const int count = SSL_read(ssl_.get(), room.data(), length_of(room.size()));
  if (count <= 0) {
    const int why = SSL_get_error(ssl_.get(), count);
    broken_ = why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE;
  }
  return count;
}

int tls_stream::write_now(boost::asio::const_buffer text) {
  ERR_clear_error();
  return SSL_write(ssl_.get(), text.data(), length_of(text.size()));
}

int tls_stream::shut_down_now() {
  ERR_clear_error();
  const int sent = SSL_shutdown(ssl_.get());
  return sent == 0 ? SSL_shutdown(ssl_.get()) : sent; // 0: said, but not heard yet
}

int tls_stream::wish_after(int result, error_code& fault) {
  const int system = errno;
  const int why = SSL_get_error(ssl_.get(), result);
  if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return why;
  const auto first = ERR_peek_error();
  if (why == SSL_ERROR_ZERO_RETURN)
    fault = boost::asio::error::eof;
  else if (why == SSL_ERROR_SYSCALL && first == 0 && system != 0)
    fault = error_code(system, boost::system::system_category());
  else if (first != 0)
    fault = error_code(static_cast<int>(first), boost::asio::error::get_ssl_category());
  else
    fault = boost::asio::ssl::error::stream_truncated;
  return SSL_ERROR_NONE;
}

} // namespace server
