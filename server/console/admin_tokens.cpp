#include "server/console/admin_tokens.hpp"

#include <sys/stat.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <spdlog/spdlog.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

#include "hooks/base64url.hpp"
#include "server/console/time_text.hpp"
#include "server/private_file.hpp"
#include "server/rfc3339.hpp"
#include "server/text_file.hpp"
#include "server/toml_section.hpp"

namespace server {
namespace {

using faults = std::vector<config_fault>;

constexpr std::array<std::string_view, 3> role_names{"tester", "reviewer", "admin"};
constexpr std::size_t digest_digits = 64;
constexpr std::size_t longest_name = 64;

std::string hex(std::span<const unsigned char> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const auto one : bytes) {
    text += digits[one >> 4U];
    text += digits[one & 15U];
  }
  return text;
}

void read_time(toml_section& table, std::string_view name, std::chrono::sys_seconds& into) {
  std::string text;
  table.text(name, text);
  const auto time = read_rfc3339(text);
  if (time)
    into = *time;
  else
    table.add("`token." + std::string(name) + "` must be a time such as `2026-01-05T10:00:00Z`");
}

admin_token read_token(const toml::table& of, std::string_view file, faults& found) {
  toml_section table(of, "token.", file, found);
  admin_token read;
  std::string role;
  table.text("name", read.name);
  table.text("role", role);
  table.text("sha256", read.sha256);
  read_time(table, "made", read.made);
  read_time(table, "expires", read.expires);
  if (const auto wrong = fault_in_token_name(read.name); !wrong.empty()) table.add("`token.name` " + wrong);
  if (const auto named = admin_role_named(role))
    read.role = *named;
  else
    table.add("`token.role` must be one of `tester`, `reviewer`, `admin`");
  if (read.sha256.size() != digest_digits || read.sha256.find_first_not_of("0123456789abcdef") != std::string::npos)
    table.add("`token.sha256` must be 64 hexadecimal digits");
  table.refuse_unknown();
  return read;
}

std::vector<admin_token> read_table(const toml::table& top, std::string_view file, faults& found) {
  std::vector<admin_token> all;
  toml_section section(top, "", file, found);
  const auto* list = section.take("token");
  const auto* tables = list == nullptr ? nullptr : list->as_array();
  if (list != nullptr && tables == nullptr) section.add(*list, "must be a list of tables, `[[token]]`");
  if (tables != nullptr)
    for (const auto& one : *tables) {
      if (const auto* table = one.as_table())
        all.push_back(read_token(*table, file, found));
      else
        section.add(one, "must hold tables");
    }
  section.refuse_unknown();
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (all[i].name == all[k].name) section.add("two tokens have the name `" + all[i].name + "`");
  return all;
}

} // namespace

std::string_view name_of(admin_role r) { return role_names.at(static_cast<std::size_t>(r)); }

std::optional<admin_role> admin_role_named(std::string_view name) {
  const auto* found = std::ranges::find(role_names, name);
  if (found == role_names.end()) return std::nullopt;
  return static_cast<admin_role>(found - role_names.begin());
}

std::string fault_in_token_name(std::string_view name) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  if (name.empty() || name.size() > longest_name || name.find_first_not_of(allowed) != std::string_view::npos)
    return "must be 1 to 64 letters, digits, `-`, `_` or `.`";
  return {};
}

tl::expected<std::vector<admin_token>, faults> read_admin_tokens(std::string_view text, std::string_view file) {
  return read_toml<std::vector<admin_token>>(text, file, read_table);
}

std::string to_text(const std::vector<admin_token>& tokens) {
  std::string text = "# Written by `vesicle admin`. No token can be made out of what is kept of it here.\n";
  for (const auto& one : tokens)
    text += "\n[[token]]\nname = \"" + one.name + "\"\nrole = \"" + std::string(name_of(one.role)) + "\"\nmade = \"" +
            time_text(one.made) + "\"\nexpires = \"" + time_text(one.expires) + "\"\nsha256 = \"" + one.sha256 + "\"\n";
  return text;
}

std::string new_secret() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("there is no randomness");
  return hooks::encode_base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string new_admin_token() { return "vat_" + new_secret(); }

std::string sha256_hex(std::string_view of) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(of.data(), of.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 failed");
  return hex(std::span(digest).first(length));
}

const admin_token* token_presented(const std::vector<admin_token>& among, std::string_view presented,
                                   std::chrono::sys_seconds now) {
  const auto digest = sha256_hex(presented);
  const admin_token* found = nullptr;
  for (const auto& one : among)
    if (CRYPTO_memcmp(one.sha256.data(), digest.data(), digest_digits) == 0) found = &one;
  return found != nullptr && now < found->expires ? found : nullptr;
}

token_file::seen token_file::look() const {
  struct ::stat found {};
  if (file_.empty() || ::stat(file_.c_str(), &found) != 0) return {};
  return {found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_size, found.st_ino};
}

std::vector<admin_token> token_file::read() const {
  const auto file = read_text_file(file_, longest_tokens_file);
  const auto complain = [&](std::string_view why) { spdlog::error("admin tokens `{}` {}", file_.string(), why); };
  if (!file) return complain(file.error()), std::vector<admin_token>{};
  if (const auto open = fault_in_privacy(*file); !open.empty()) return complain(open), std::vector<admin_token>{};
  auto tokens = read_admin_tokens(file->text, file_.string());
  if (tokens) return std::move(*tokens);
  for (const auto& fault : tokens.error()) spdlog::error("{}", to_text(fault));
  return {};
}

const std::vector<admin_token>& token_file::now() {
  const auto found = look();
  if (found == last_) return tokens_;
  last_ = found;
  tokens_ = found == seen{} ? std::vector<admin_token>{} : read();
  return tokens_;
}

} // namespace server
