// The seam between the transport and whatever answers: the transport knows no service, the service no socket.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "hooks/call.hpp"

namespace server {

/// Why the transport itself turns a request away.
struct refusal {
  int status = 400;
  std::string message;

  friend bool operator==(const refusal&, const refusal&) = default;
};

/// Both are called from several threads at once.
struct handler {
  std::function<hooks::reply(const hooks::call&)> answer;
  /// `origin` is the request's Origin as far as it could be read.
  std::function<hooks::reply(const refusal&, std::string_view origin)> refuse;
};

} // namespace server
