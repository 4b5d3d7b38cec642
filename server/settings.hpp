// What can be configured, with the values that hold when nothing is said.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace server {

/// Most that one client may use. Beyond: an answer that says so, then the connection ends.
struct limits {
  std::size_t body_bytes = std::size_t{1} << 20;
  std::size_t header_bytes = std::size_t{8} << 10; // request line and fields together
  std::size_t target_bytes = std::size_t{2} << 10;
  std::size_t fields = 64;
  std::size_t connections = 4096;
  std::size_t handshakes = 256; // unfinished at one time
  std::size_t requests_per_connection = 1000;
  std::size_t bodies_bytes = std::size_t{128} << 20; // of all requests together, beyond the first 64 KiB of each

  friend bool operator==(const limits&, const limits&) = default;
};

/// Longest waits. `header` runs from a request's first byte, `body` from the end of its head.
struct timeouts {
  std::chrono::milliseconds handshake{5'000};
  std::chrono::milliseconds header{5'000};
  std::chrono::milliseconds body{10'000};
  std::chrono::milliseconds answer{500}; // from the whole request to its answer; 503 where it cannot be kept
  std::chrono::milliseconds fetch{400};  // of it, for the client's FHIR server
  std::chrono::milliseconds write{10'000};
  std::chrono::milliseconds idle{30'000};
  std::chrono::milliseconds linger{2'000};       // for the client to read a last answer
  std::chrono::milliseconds connection{600'000}; // then its next answer is its last
  std::chrono::milliseconds unready{0};          // from stop, seen as not ready, to closing the door
  std::chrono::milliseconds drain{25'000};       // from stop to cutting what is still open

  friend bool operator==(const timeouts&, const timeouts&) = default;
};

/// Certificates that clients show. No file: none is asked for.
struct mutual_tls {
  std::string authorities; // PEM, whose certificates are believed
  bool required = false;   // no connection without one

  friend bool operator==(const mutual_tls&, const mutual_tls&) = default;
};

/// Reading from FHIR servers and key servers.
struct fetching {
  std::string authorities;          // PEM, the only ones believed; empty = the system's
  std::vector<std::string> servers; // bases, when clients are not told apart
  bool any_https_server = false;    // the same, for trying with public servers

  friend bool operator==(const fetching&, const fetching&) = default;
};

/// The listener for operators.
struct admin {
  std::string listen;             // empty = there is none
  bool console = true;            // with pages for people
  std::string tokens;             // file of who may use them; empty = beside the store's data
  std::string audit;              // file of what they did; empty = beside the store's data
  std::vector<std::string> hosts; // names it is called by, beside `localhost` and addresses

  friend bool operator==(const admin&, const admin&) = default;
};

/// The store of several nodes, in place of the data directory. No url: none.
struct database {
  std::string url;           // libpq's, without a password
  std::string password_file; // empty = libpq's own ways

  friend bool operator==(const database&, const database&) = default;
};

struct logging {
  std::string format;         // `text` or `json`; empty = text on a terminal, otherwise json
  std::string level = "info"; // `debug`, `info`, `warning` or `error`

  friend bool operator==(const logging&, const logging&) = default;
};

struct settings {
  std::string listen = "127.0.0.1:8443";
  std::string certificate;      // PEM, leaf first
  std::string key;              // PEM
  std::string data;             // directory; empty, and no database: nothing is kept
  std::string knowledge;        // directory; empty = what is compiled in
  std::string overlay;          // directory laid over it; empty = none
  unsigned threads = 0;         // 0 = one for each processor
  std::string clients;          // file; empty = nobody is told apart
  std::string public_url;       // what clients call the server by, up to `/cds-services`
  bool same_id = false;         // one id for all services
  bool extension = true;        // the decision beside the cards
  bool knowledge_pages = false; // the rules at /knowledge, for everybody
  std::vector<std::string> origins;
  std::vector<std::string> keys_off; // prefetch keys that are not asked for
  server::fetching fetching;
  server::mutual_tls mutual_tls;
  server::admin admin;
  server::database database;
  server::logging logging;
  server::limits limits;
  server::timeouts timeouts;

  bool keeps_records() const { return !data.empty() || !database.url.empty(); }

  friend bool operator==(const settings&, const settings&) = default;
};

} // namespace server
