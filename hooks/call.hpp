// One HTTP exchange without HTTP: what the server hands in, and what it writes back.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hooks {

/// The header fields that a call does not name: for whoever serves browsers, the protocol needs none.
class other_fields {
 public:
  /// Empty when the field is absent or there more than once.
  virtual std::string_view named(std::string_view field) const = 0;

 protected:
  ~other_fields() = default;
};

/// A complete request. Views live as long as the call is being answered. An absent header is empty.
struct call {
  std::string_view method; // `POST`
  std::string_view target; // origin form, as sent: `/cds-services/antiviral-order-sign`
  std::string_view content_type;
  std::string_view content_encoding;
  std::string_view origin; // CORS
  std::string_view body;
  std::string_view authorization = {}; // the one field, whole
  std::string_view peer_sha256 = {};   // of the TLS certificate the client showed, verified: 64 hex digits
  std::string_view peer_subject = {};  // of the same
  std::string_view peer_address = {};  // of the other end of the connection
  const other_fields* others = nullptr;
};

using header = std::pair<std::string, std::string>;

/// A complete answer. `content_type` is empty when there is no body (204).
struct reply {
  int status = 200;
  std::string content_type;
  std::vector<header> headers; // beside Content-Type, Content-Length, Connection, Date
  std::string body;
};

} // namespace hooks
