// TLS on a socket of one thread. OpenSSL reads and writes the socket itself: asio::ssl::stream keeps four buffers of 17
// KB for each connection and copies every byte once more, which made an idle connection three times as large and an
// answer a tenth slower.
#pragma once

#include <memory>
#include <utility>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>

#include <openssl/ssl.h>

namespace server {

/// A socket bound to one thread's io_context, without the cost of a type-erased executor.
using thread_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

/// The server's side of a connection. One operation at a time; its handler is called from the io_context and never from
/// within the call that began it. Cancelling or closing the socket ends an operation that waits.
class tls_stream {
 public:
  using error_code = boost::system::error_code;

  tls_stream(thread_socket socket, boost::asio::ssl::context& tls);
  tls_stream(const tls_stream&) = delete; // OpenSSL knows where the socket is
  tls_stream& operator=(const tls_stream&) = delete;

  thread_socket& next_layer() { return socket_; }
  SSL* native_handle() { return ssl_.get(); }
  /// Bytes have arrived that were not read: here, or in the socket.
  bool has_arrived();

  /// handler(error_code)
  template<class handler> void async_handshake(handler then) {
    attempt([this] { return SSL_accept(ssl_.get()); },
            [then = std::move(then)](error_code fault, int) { then(fault); });
  }

  /// handler(error_code, bytes)
  template<class handler> void async_read_some(boost::asio::mutable_buffer room, handler then) {
    const auto read = [this, room] { return read_now(room); };
    auto told = [then = std::move(then)](error_code fault, int count) { then(fault, static_cast<std::size_t>(count)); };
    // Most often the next request is still on its way: asking for it first would be a system call for nothing.
    if (!broken_ && SSL_has_pending(ssl_.get()) == 0) return wait(SSL_ERROR_WANT_READ, read, std::move(told));
    attempt(read, std::move(told));
  }

  /// What has arrived already; would_block when nothing has. A fault that is none of waiting is met again by the next
  /// read.
  std::size_t read_some(boost::asio::mutable_buffer room, error_code& fault);

  /// All of it. handler(error_code)
  template<class handler> void async_write(boost::asio::const_buffer text, handler then) {
    attempt([this, text] { return write_now(text); },
            [this, text, then = std::move(then)](error_code fault, int count) mutable {
              const auto rest = text + static_cast<std::size_t>(count);
              if (fault || rest.size() == 0) return then(fault);
              async_write(rest, std::move(then));
            });
  }

  /// Says that nothing more comes and waits for the other side to say so. handler(error_code)
  template<class handler> void async_shutdown(handler then) {
    attempt([this] { return shut_down_now(); }, [then = std::move(then)](error_code fault, int) { then(fault); });
  }

 private:
  struct frees {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  int read_now(boost::asio::mutable_buffer room);
  int write_now(boost::asio::const_buffer text);
  int shut_down_now();
  /// What OpenSSL waits for (SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE), or nothing and the fault.
  int wish_after(int result, error_code& fault);

  /// Tries, and waits for the socket as often as OpenSSL wants it.
  template<class operation, class handler> void attempt(operation what, handler then) {
    error_code fault;
    const int result = what();
    const int wish = result > 0 ? SSL_ERROR_NONE : wish_after(result, fault);
    if (wish != SSL_ERROR_NONE) return wait(wish, std::move(what), std::move(then));
    boost::asio::post(socket_.get_executor(),
                      [then = std::move(then), fault, count = std::max(result, 0)]() mutable { then(fault, count); });
  }

  template<class operation, class handler> void wait(int wish, operation what, handler then) {
    const auto side = wish == SSL_ERROR_WANT_WRITE ? thread_socket::wait_write : thread_socket::wait_read;
    socket_.async_wait(side, [this, what = std::move(what), then = std::move(then)](error_code fault) mutable {
      if (fault) return then(fault, 0);
      const int result = what();
      const int wish_now = result > 0 ? SSL_ERROR_NONE : wish_after(result, fault);
      if (wish_now != SSL_ERROR_NONE) return wait(wish_now, std::move(what), std::move(then));
      then(fault, std::max(result, 0));
    });
  }

  thread_socket socket_;
  std::unique_ptr<SSL, frees> ssl_;
  bool broken_ = false; // reading ended, well or not
};

} // namespace server
