#include "server/registered_url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

namespace server {
namespace {

bool is_loopback(const boost::urls::url_view& url) {
  switch (url.host_type()) {
  case boost::urls::host_type::ipv4:
    return url.host_ipv4_address().is_loopback();
  case boost::urls::host_type::ipv6:
    return url.host_ipv6_address().is_loopback();
  default:
    return url.encoded_host() == "localhost";
  }
}

} // namespace

std::string fault_in_url(std::string_view text, bool http_on_loopback) {
  const auto url = boost::urls::parse_uri({text.data(), text.size()});
  if (!url || !url->has_authority() || url->encoded_host().empty()) return "is not absolute";
  if (url->has_userinfo()) return "must not name a user";
  if (url->has_fragment()) return "must not have a fragment";
  const auto host = url->encoded_host();
  if (std::any_of(host.begin(), host.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '%'; }))
    return "needs its host in lower case";
  if (url->has_port() && (url->port_number() == 0 || url->port() != std::to_string(url->port_number())))
    return "needs a port from 1 to 65535, or none";
  const auto path = url->encoded_path();
  // Boost 1.81 reads `https://127.0.0.1.example/` as the host 127.0.0.1 and a path `.example/`
  if (!path.empty() && path.front() != '/') return "needs `/` after its host";
  if (path.find("/../") != path.npos || path.find("/./") != path.npos || path.ends_with("/..") || path.ends_with("/."))
    return "must not have `.` or `..` in its path";
  if (text.starts_with("https://")) return {};
  if (text.starts_with("http://") && http_on_loopback && is_loopback(*url)) return {};
  return "must begin with `https://`";
}

} // namespace server
