#include "server/store/postgres_tokens.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "server/store/postgres_schema.hpp"

namespace server {
namespace {

using instant = std::chrono::steady_clock::time_point;

// A row whose time was over counts as absent. Rows are inserted in the order of the group.
constexpr const char* put_tokens =
    "INSERT INTO used_token(digest, ends) SELECT t.digest, to_timestamp(t.ends)"
    " FROM unnest($1::bytea[], $2::bigint[]) AS t(digest, ends)"
    " ON CONFLICT (digest) DO UPDATE SET ends = excluded.ends WHERE used_token.ends <= to_timestamp($3::bigint)"
    " RETURNING encode(digest, 'hex')";
constexpr int most_forgotten = 500;               // at once
constexpr std::chrono::seconds after_the_end{60}; // nodes' clocks differ
constexpr const char* forget_tokens =
    "DELETE FROM used_token WHERE digest IN (SELECT digest FROM used_token WHERE ends <= to_timestamp($1::bigint)"
    " LIMIT $2::bigint FOR UPDATE SKIP LOCKED) RETURNING 1";

using octets = std::array<unsigned char, sizeof(digest)>;

std::string in_hex(const digest& which) {
  octets bytes;
  std::memcpy(bytes.data(), which.data(), sizeof bytes);
  std::string text;
  for (const auto byte : bytes) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 0x0f];
  }
  return text;
}

unsigned char value_of(char digit) { return static_cast<unsigned char>(digit <= '9' ? digit - '0' : digit - 'a' + 10); }

digest read_hex(std::string_view text) {
  octets bytes{};
  for (std::size_t i = 0; i < bytes.size() && 2 * i + 1 < text.size(); ++i)
    bytes[i] = static_cast<unsigned char>(value_of(text[2 * i]) << 4 | value_of(text[2 * i + 1]));
  digest read;
  std::memcpy(read.data(), bytes.data(), sizeof read);
  return read;
}

class postgres_tokens final : public token_table {
 public:
  postgres_tokens(database_address at, const postgres::patience& how) : at_(std::move(at)), how_(how) {}

  /// The last claims before a crash of the database may be lost, and their tokens then be taken once more while they
  /// last: less than a wait for the disk with every card would cost.
  void open() override {
    open_.emplace(at_, how_);
    open_->run("SET synchronous_commit = off");
    postgres::require_current(*open_);
    open_->prepare("put_tokens", put_tokens);
    open_->prepare("forget_tokens", forget_tokens);
  }

  std::vector<digest> put(const std::vector<used_token>& group, std::chrono::sys_seconds now, instant by) override {
    std::vector<std::string> digests;
    std::vector<std::optional<std::int64_t>> ends;
    for (const auto& one : group) {
      digests.push_back("\\x" + in_hex(one.which));
      ends.emplace_back(one.ends.time_since_epoch().count());
    }
    postgres::values with;
    with.add(digests).add(ends).add(std::int64_t{now.time_since_epoch().count()});
    const auto found = open_.value().ask_prepared("put_tokens", with, by);
    std::vector<digest> absent;
    for (int row = 0; row < found.size(); ++row) absent.push_back(read_hex(found.text(row, 0)));
    return absent;
  }

  bool forget(std::chrono::sys_seconds now, instant by) override {
    postgres::values with;
    with.add(std::int64_t{(now - after_the_end).time_since_epoch().count()}).add(std::int64_t{most_forgotten});
    return open_.value().ask_prepared("forget_tokens", with, by).size() == most_forgotten;
  }

  void close() noexcept override { open_.reset(); }

 private:
  const database_address at_;
  const postgres::patience how_;
  std::optional<postgres::connection> open_;
};

} // namespace

std::unique_ptr<token_table> make_postgres_tokens(database_address at, const postgres::patience& how) {
  return std::make_unique<postgres_tokens>(std::move(at), how);
}

} // namespace server
