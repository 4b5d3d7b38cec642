#include "server/database_url.hpp"

#include <libpq-fe.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include "server/private_file.hpp"
#include "server/text_file.hpp"

namespace server {
namespace {

constexpr std::size_t longest_password_file = 4096;

struct frees_options {
  void operator()(PQconninfoOption* all) const { PQconninfoFree(all); }
};
using options = std::unique_ptr<PQconninfoOption, frees_options>;

/// libpq's word for what is wrong would repeat parts of the text.
options read(const std::string& url) {
  char* said = nullptr;
  options made(PQconninfoParse(url.c_str(), &said));
  PQfreemem(said);
  return made;
}

std::string_view value_in(const options& all, std::string_view name) {
  for (const auto* one = all.get(); one != nullptr && one->keyword != nullptr; ++one)
    if (one->keyword == name && one->val != nullptr) return one->val;
  return {};
}

/// Of the url, else of the environment, else what libpq does by itself.
std::string effective(const options& said, const options& otherwise, std::string_view name) {
  const auto value = value_in(said, name);
  return std::string(value.empty() ? value_in(otherwise, name) : value);
}

/// An empty host is the socket of this machine.
bool is_local(std::string_view host) {
  return host.empty() || host.front() == '/' || host.front() == '@' || host == "localhost" || host == "::1" ||
         host.starts_with("127.");
}

bool all_local(std::string_view hosts) {
  while (true) {
    const auto end = std::min(hosts.find(','), hosts.size());
    if (!is_local(hosts.substr(0, end))) return false;
    if (end == hosts.size()) return true;
    hosts.remove_prefix(end + 1);
  }
}

} // namespace

std::string fault_in_database_url(const std::string& url) {
  if (url.empty() || url.find('\0') != url.npos) return "must not be empty";
  const auto read_options = read(url);
  if (!read_options)
    return "must be a URL such as `postgresql://vesicle@db.example/vesicle?sslmode=verify-full` or libpq's "
           "`keyword=value` "
           "pairs, and is neither";
  for (const auto* name : {"password", "sslpassword"})
    if (!value_in(read_options, name).empty())
      return "must hold no password: give `database.password_file`, or libpq's PGPASSFILE";
  return {};
}

std::string warning_about_database_url(const std::string& url) {
  const auto said = read(url);
  const options otherwise(PQconndefaults());
  const auto address = effective(said, otherwise, "hostaddr");
  if (all_local(address.empty() ? effective(said, otherwise, "host") : address)) return {};
  const auto mode = effective(said, otherwise, "sslmode");
  if (mode == "verify-full") return {};
  return "the database is on another machine and `sslmode` is `" + mode +
         "`: who listens on the way can pretend to be it, use `sslmode=verify-full` and `sslrootcert`";
}

tl::expected<std::string, std::string> read_password_file(const std::filesystem::path& file) {
  const auto name = "password file `" + file.string() + "` ";
  const auto read = read_text_file(file, longest_password_file);
  if (!read) return tl::unexpected(name + read.error());
  if (const auto open = fault_in_privacy(*read); !open.empty()) return tl::unexpected(name + open);
  auto password = read->text.substr(0, read->text.find_first_of("\r\n"));
  if (password.empty() || password.find('\0') != password.npos)
    return tl::unexpected(name + "must hold the password in its first line");
  return password;
}

tl::expected<database_address, std::string> address_of(const std::string& url, const std::string& password_file) {
  if (const auto wrong = fault_in_database_url(url); !wrong.empty())
    return tl::unexpected("the database's url " + wrong);
  database_address read{.url = url, .password = {}};
  if (password_file.empty()) return read;
  auto password = read_password_file(password_file);
  if (!password) return tl::unexpected(password.error());
  read.password = std::move(*password);
  return read;
}

} // namespace server
