#include "server/console/guard.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace server {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// Without its port and brackets.
std::string name_in(std::string_view host) {
  if (host.starts_with('[')) return std::string(host.substr(1, host.find(']') - 1));
  return lower(host.substr(0, host.find(':')));
}

bool is_address(const std::string& name) {
  boost::system::error_code wrong;
  boost::asio::ip::make_address(name, wrong);
  return !wrong;
}

} // namespace

bool is_own_host(std::string_view host, const std::vector<std::string>& names) {
  const auto name = name_in(host);
  return name == "localhost" || is_address(name) || std::ranges::find(names, name) != names.end();
}

std::string fault_in_sender(const hooks::call& asked, const std::vector<std::string>& names) {
  const auto field = [&](std::string_view name) {
    return asked.others == nullptr ? std::string_view{} : asked.others->named(name);
  };
  const auto host = field("Host");
  if (!is_own_host(host, names)) return "the console is not known by this Host: name it in `admin.hosts`";
  const auto site = field("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none")
    return "this is answered to the console's own pages alone";
  if (!asked.origin.empty() && asked.origin != "https://" + lower(host))
    return "this is answered to the console's own pages alone";
  return {};
}

std::string_view cookie_named(std::string_view name, std::string_view cookies) {
  std::string_view found;
  bool seen = false;
  while (!cookies.empty()) {
    auto one = cookies.substr(0, cookies.find(';'));
    cookies.remove_prefix(std::min(cookies.size(), one.size() + 1));
    one.remove_prefix(std::min(one.size(), one.find_first_not_of(' ')));
    if (!one.starts_with(name) || one.substr(name.size(), 1) != "=") continue;
    if (seen) return {};
    seen = true;
    found = one.substr(name.size() + 1);
  }
  return found;
}

} // namespace server
