#include "server/response_text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace server {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 22> reasons{{
    {200, "OK"},
    {204, "No Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
}};

std::string_view reason_of(int status) {
  const auto found = std::find_if(reasons.begin(), reasons.end(), [&](const auto& r) { return r.first == status; });
  return found == reasons.end() ? std::string_view{} : found->second;
}

bool is_printable(char c) { return c >= ' ' && c <= '~'; }
bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; }

// The choke-point: a line break that came this far would let its sender write headers of its own.
void append_header(std::string& out, std::string_view name, std::string_view value) {
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_name) ||
      !std::all_of(value.begin(), value.end(), is_printable))
    throw std::logic_error("a header of an answer holds a character that must not be sent");
  out.append(name).append(": ").append(value).append("\r\n");
}

} // namespace

std::string to_wire(const hooks::reply& answer, const wire_form& form, std::string_view date) {
  const bool never_a_body = answer.status == 204 || answer.status == 304;
  std::string out;
  out.reserve(512 + answer.body.size());
  out.append("HTTP/1.1 ")
      .append(std::to_string(answer.status))
      .append(" ")
      .append(reason_of(answer.status))
      .append("\r\n");
  append_header(out, "Date", date);
  if (!answer.content_type.empty()) append_header(out, "Content-Type", answer.content_type);
  if (!never_a_body) append_header(out, "Content-Length", std::to_string(answer.body.size()));
  for (const auto& [name, value] : answer.headers) append_header(out, name, value);
  if (!form.keep_alive) append_header(out, "Connection", "close");
  if (form.keep_alive && !form.version_1_1) append_header(out, "Connection", "keep-alive");
  out.append("\r\n");
  if (!never_a_body && !form.without_body) out.append(answer.body);
  return out;
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
