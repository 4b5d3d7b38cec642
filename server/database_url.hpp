// Where a PostgreSQL database is, as libpq spells it: a URL or `keyword=value` pairs, never with a password in it.
#pragma once

#include <filesystem>
#include <string>

#include <tl/expected.hpp>

namespace server {

/// How to reach a database. Neither part is ever logged.
struct database_address {
  std::string url;
  std::string password; // empty: libpq's own ways, such as PGPASSFILE or a certificate
};

/// Why it must not be used, continuing a sentence that began with its name; empty when nothing is wrong. Says nothing
/// of the text, which may hold a password.
std::string fault_in_database_url(const std::string& url);

/// What must be said at every start; empty when the connection stays on this machine, or proves who the server is.
std::string warning_about_database_url(const std::string& url);

/// The first line of a file that only its owner may read.
tl::expected<std::string, std::string> read_password_file(const std::filesystem::path& file);

/// Both, checked; or why the database must not be used. No file: no password.
tl::expected<database_address, std::string> address_of(const std::string& url, const std::string& password_file);

} // namespace server
