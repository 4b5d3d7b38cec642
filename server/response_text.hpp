// An answer as the bytes that go out: the only place where header text is written.
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

/// Throws std::logic_error when a header would hold a line break or another control character.
std::string to_wire(const hooks::reply& answer, const wire_form& form, std::string_view date);

/// `Sun, 06 Nov 1994 08:49:37 GMT`
std::string http_date(std::time_t at);
/// http_date of this second.
const std::string& http_date_now();

} // namespace server
