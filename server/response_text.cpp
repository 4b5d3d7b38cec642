#include "server/response_text.hpp"

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace server {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using message_type = http::response<http::string_body>;

// A second one of these would let an answer say where it ends, and another begins.
constexpr std::array<std::string_view, 5> written_here{"Connection", "Content-Length", "Content-Type", "Date",
                                                       "Transfer-Encoding"};

bool is_visible(char c) { return c >= ' ' && c <= '~'; }
bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; }

// The choke-point: Beast writes what it is given, and a line break would let its sender write headers of its own.
void add(message_type& to, std::string_view name, std::string_view value) {
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_name) ||
      !std::all_of(value.begin(), value.end(), is_visible))
    throw std::logic_error("a header of an answer holds a character that must not be sent");
  to.insert(beast::string_view(name.data(), name.size()), beast::string_view(value.data(), value.size()));
}

void add_from_answer(message_type& to, std::string_view name, std::string_view value) {
  const bool taken = std::any_of(written_here.begin(), written_here.end(), [&](std::string_view own) {
    return beast::iequals({own.data(), own.size()}, {name.data(), name.size()});
  });
  if (taken) throw std::logic_error("a header of an answer is the transport's to write");
  add(to, name, value);
}

// One buffer: TLS would make a record and a system call of each of Beast's.
std::string serialized(const message_type& message, bool head_alone) {
  http::response_serializer<http::string_body> from(message);
  from.split(head_alone);
  std::string out;
  out.reserve(512 + (head_alone ? 0 : message.body().size()));
  beast::error_code fault;
  while (!from.is_done() && !(head_alone && from.is_header_done())) {
    from.next(fault, [&](beast::error_code&, const auto& buffers) {
      const auto before = out.size();
      for (const auto buffer : beast::buffers_range_ref(buffers))
        out.append(static_cast<const char*>(buffer.data()), buffer.size());
      from.consume(out.size() - before);
    });
    if (fault) throw boost::system::system_error(fault);
  }
  return out;
}

} // namespace

std::string to_wire(hooks::reply answer, const wire_form& form, std::string_view date) {
  const bool never_a_body = answer.status == 204 || answer.status == 304;
  if (answer.status < 200 || answer.status > 999) throw std::logic_error("an answer has no final status");
  message_type message;
  message.version(11);
  message.result(static_cast<unsigned>(answer.status));
  if (!never_a_body) message.body() = std::move(answer.body);
  add(message, "Date", date);
  if (!answer.content_type.empty()) add(message, "Content-Type", answer.content_type);
  if (!never_a_body) add(message, "Content-Length", std::to_string(message.body().size()));
  for (const auto& [name, value] : answer.headers) add_from_answer(message, name, value);
  if (!form.keep_alive) add(message, "Connection", "close");
  if (form.keep_alive && !form.version_1_1) add(message, "Connection", "keep-alive");
  return serialized(message, form.without_body);
}

std::string http_date(std::time_t at) {
  // Not strftime: its names follow the locale.
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = std::chrono::sys_seconds{std::chrono::seconds{at}};
  const auto midnight = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date{midnight};
  const std::chrono::hh_mm_ss time{seconds - midnight};
  const auto padded = [](auto number, std::size_t width) {
    auto text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
  };
  std::string out = days.at(std::chrono::weekday{midnight}.c_encoding());
  out += ", " + padded(unsigned{date.day()}, 2) + " " + months.at(unsigned{date.month()} - 1) + " ";
  out += padded(int{date.year()}, 4) + " " + padded(time.hours().count(), 2) + ":";
  out += padded(time.minutes().count(), 2) + ":" + padded(time.seconds().count(), 2) + " GMT";
  return out;
}

const std::string& http_date_now() {
  thread_local std::time_t second = -1;
  thread_local std::string text;
  if (const auto now = std::time(nullptr); now != second) {
    second = now;
    text = http_date(now);
  }
  return text;
}

} // namespace server
