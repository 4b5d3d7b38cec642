// `vesicle serve`: answers over TLS until it is told to stop.
#pragma once

#include <optional>
#include <string>

namespace server {

/// What the command line says; it wins over the configuration file.
struct serve_wish {
  std::optional<std::string> config;
  std::optional<std::string> listen;
  std::optional<std::string> admin;
  std::optional<std::string> certificate;
  std::optional<std::string> key;
  std::optional<std::string> data;
  std::optional<std::string> knowledge;
  std::optional<std::string> overlay;
  std::optional<std::string> clients;
  std::optional<std::string> public_url;
  bool no_auth = false;
};

/// Prints `listening on https://ADDR:PORT` when clients can connect. Returns the exit status: 0 after SIGTERM or SIGINT
/// and a drain, 1 when it could not start, 2 when the wish makes no sense.
int serve(const serve_wish& wish);

} // namespace server
