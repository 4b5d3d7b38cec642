// An answer as the bytes that go out, written by Boost.Beast: the only place where header text is handed to it.
#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include "hooks/call.hpp"

namespace server {

struct wire_form {
  bool keep_alive = true;
  bool version_1_1 = true;   // as the request; an HTTP/1.0 client must be told that the connection stays open
  bool without_body = false; // the answer to HEAD: all headers, no body
};

/// Throws std::logic_error when a header would hold a line break or another byte that is not visible, when an answer
/// brings a header that is the transport's to write, or when its status is not that of a final answer.
std::string to_wire(hooks::reply answer, const wire_form& form, std::string_view date);

/// `Sun, 06 Nov 1994 08:49:37 GMT`
std::string http_date(std::time_t at);
/// http_date of this second.
const std::string& http_date_now();

} // namespace server
