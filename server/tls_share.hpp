// Asio's view of a TLS context that others hold too.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <openssl/ssl.h>

#include "server/tls.hpp"

namespace server {

inline boost::asio::ssl::context share(const tls_context& tls) {
  SSL_CTX_up_ref(tls.get());
  return boost::asio::ssl::context(tls.get());
}

} // namespace server
