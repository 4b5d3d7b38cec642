// Who may use the console: admin tokens, of which the server keeps no more than it needs to recognise one.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/toml_fault.hpp"

namespace server {

/// Each may do what the one before may.
enum class admin_role : unsigned char {
  tester,   // try orders, read the knowledge
  reviewer, // how cards are received, comments included
  admin,    // clients, health, the audit trail
};
std::string_view name_of(admin_role r);
std::optional<admin_role> admin_role_named(std::string_view name);

struct admin_token {
  std::string name; // letters, digits, `-`, `_` and `.`, at most 64
  admin_role role = admin_role::tester;
  std::chrono::sys_seconds made;
  std::chrono::sys_seconds expires;
  std::string sha256; // of the whole token, 64 hex digits: 256 random bits need no slower hash

  friend bool operator==(const admin_token&, const admin_token&) = default;
};

/// Why a text is no name; empty when it is one.
std::string fault_in_token_name(std::string_view name);

inline constexpr std::size_t longest_tokens_file = std::size_t{256} << 10;

/// The file's text, TOML; or every fault.
tl::expected<std::vector<admin_token>, std::vector<config_fault>> read_admin_tokens(std::string_view text,
                                                                                    std::string_view file);
std::string to_text(const std::vector<admin_token>& tokens);

/// `vat_` and 256 random bits. Throws std::runtime_error when there is no randomness.
std::string new_admin_token();
/// 256 random bits as base64url.
std::string new_secret();
std::string sha256_hex(std::string_view of);

/// The one that was presented, unless it has expired; null when there is none. Every token is compared in full,
/// whatever is presented.
const admin_token* token_presented(const std::vector<admin_token>& among, std::string_view presented,
                                   std::chrono::sys_seconds now);

/// The file while the server runs: read again whenever it is another one, so that a token that was revoked ends at
/// once. A file that is not there holds no token; one that is open to others or has a fault neither, and that is
/// logged once.
class token_file {
 public:
  explicit token_file(std::filesystem::path file) : file_(std::move(file)) {}

  const std::vector<admin_token>& now();

 private:
  struct seen {
    std::int64_t seconds = 0, nanoseconds = 0, size = -1;
    std::uint64_t inode = 0;
    friend bool operator==(const seen&, const seen&) = default;
  };
  seen look() const;
  std::vector<admin_token> read() const;

  std::filesystem::path file_; // empty: there is none
  seen last_;
  std::vector<admin_token> tokens_;
};

} // namespace server
