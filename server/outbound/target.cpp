#include "server/outbound/target.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

namespace server {
namespace {

namespace urls = boost::urls;

constexpr std::size_t longest_url = std::size_t{8} << 10;
constexpr std::size_t longest_host = 253;

constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

bool is_name(std::string_view host) {
  const bool plain = std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
  return plain && !host.empty() && host.size() <= longest_host && host.front() != '.' && host.back() != '.';
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

// What a program on the way may decode, and then take for another path.
bool is_plain_path(const urls::url_view& url) {
  // Boost 1.81 reads `https://127.0.0.1.example/` as the host 127.0.0.1 and the path `.example/`.
  if (!url.encoded_path().empty() && url.encoded_path().front() != '/') return false;
  for (const std::string segment : url.segments()) {
    if (segment == "." || segment == "..") return false;
    if (std::any_of(segment.begin(), segment.end(), [](char c) { return is_control(c) || c == '/' || c == '\\'; }))
      return false;
  }
  return true;
}

bool is_plain_query(const urls::url_view& url) {
  const std::string query = url.query();
  return std::none_of(query.begin(), query.end(), is_control);
}

std::optional<outbound_origin> read_origin(const urls::url_view& url, bool plain) {
  outbound_origin origin;
  origin.tls = url.scheme_id() == urls::scheme::https;
  if (!origin.tls && !(plain && url.scheme_id() == urls::scheme::http)) return std::nullopt;
  origin.port = url.has_port() ? url.port_number() : origin.tls ? 443 : 80;
  if (origin.port == 0) return std::nullopt;
  switch (url.host_type()) {
  case urls::host_type::ipv4:
  case urls::host_type::ipv6:
    origin.is_address = true;
    origin.host = lower(url.host_address());
    return origin;
  case urls::host_type::name:
    origin.host = lower(std::string(url.encoded_host()));
    return is_name(origin.host) ? std::optional(origin) : std::nullopt;
  default:
    return std::nullopt;
  }
}

std::string bracketed(const outbound_origin& where) {
  return where.host.find(':') == std::string::npos ? where.host : "[" + where.host + "]";
}

} // namespace

std::string to_text(const outbound_origin& where) { return bracketed(where) + ":" + std::to_string(where.port); }

std::optional<outbound_target> read_target(std::string_view text, bool plain) {
  if (text.size() > longest_url || !is_header_value(text)) return std::nullopt;
  const auto read = urls::parse_uri({text.data(), text.size()});
  if (!read || read->has_userinfo() || read->has_fragment()) return std::nullopt;
  const urls::url_view& url = *read;
  auto origin = read_origin(url, plain);
  if (!origin || !is_plain_path(url) || !is_plain_query(url)) return std::nullopt;

  outbound_target target;
  target.host = bracketed(*origin);
  if (origin->port != (origin->tls ? 443 : 80)) target.host += ":" + std::to_string(origin->port);
  target.path_and_query = std::string(url.encoded_path());
  if (target.path_and_query.empty()) target.path_and_query = "/";
  if (url.has_query()) target.path_and_query += "?" + std::string(url.encoded_query());
  target.origin = std::move(*origin);
  return target;
}

bool is_below(const outbound_target& base, const outbound_target& url) {
  if (base.origin != url.origin || base.path_and_query.find('?') != std::string::npos) return false;
  std::string_view stem = base.path_and_query;
  if (stem.ends_with('/')) stem.remove_suffix(1);
  const std::string_view path = url.path_and_query;
  if (!path.starts_with(stem)) return false;
  const auto rest = path.substr(stem.size());
  return rest.empty() || rest.front() == '/' || rest.front() == '?';
}

bool is_header_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

} // namespace server
