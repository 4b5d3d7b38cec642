#include "server/commands/admin.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include <tl/expected.hpp>

#include "server/config.hpp"
#include "server/console/admin_tokens.hpp"
#include "server/console/console_world.hpp"
#include "server/console/time_text.hpp"
#include "server/environment.hpp"
#include "server/text_file.hpp"

namespace server {
namespace {

namespace fs = std::filesystem;
using tokens = std::vector<admin_token>;

constexpr ::mode_t private_mode = S_IRUSR | S_IWUSR;

int complain(const std::string& what, int status) {
  std::fprintf(stderr, "vesicle: %s\n", what.c_str());
  return status;
}

tl::expected<fs::path, std::string> file_of(const admin_wish& wish) {
  if (wish.config.empty() == wish.tokens.empty())
    return tl::unexpected(std::string("give one of --config FILE, --tokens FILE"));
  if (!wish.tokens.empty()) return fs::path(wish.tokens);
  const auto chosen = read_config_file(wish.config);
  if (!chosen) return tl::unexpected(to_text(chosen.error().front()));
  auto file = tokens_file_of(*chosen);
  if (file.empty())
    return tl::unexpected("`" + wish.config + "` names no place for tokens: neither `data` nor `admin.tokens`");
  return file;
}

tl::expected<tokens, std::string> read(const fs::path& file) {
  if (!fs::exists(file)) return tokens{};
  const auto text = read_text_file(file, longest_tokens_file);
  if (!text) return tl::unexpected("admin tokens `" + file.string() + "` " + text.error());
  auto all = read_admin_tokens(text->text, file.string());
  if (!all) return tl::unexpected(to_text(all.error().front()));
  return std::move(*all);
}

int write(const fs::path& file, const tokens& all) {
  const auto wrong = replace_text_file(file, to_text(all), private_mode);
  return wrong.empty() ? 0 : complain("admin tokens `" + file.string() + "`: " + wrong, 1);
}

int make(const admin_wish& wish, const fs::path& file, tokens all) {
  const auto role = admin_role_named(wish.role);
  if (!role) return complain("--role `" + wish.role + "` is none of `tester`, `reviewer`, `admin`", 2);
  if (const auto wrong = fault_in_token_name(wish.name); !wrong.empty()) return complain("--name " + wrong, 2);
  if (std::ranges::find(all, wish.name, &admin_token::name) != all.end())
    return complain("there is a token `" + wish.name + "` already: revoke it, or choose another name", 1);
  const auto now = world_now().now;
  const auto token = new_admin_token();
  all.push_back({wish.name, *role, now, now + std::chrono::days{wish.days}, sha256_hex(token)});
  if (const auto status = write(file, all); status != 0) return status;
  std::printf("%s\n", token.c_str());
  std::fprintf(stderr, "for `%s` as %s until %s; it is shown this once\n", wish.name.c_str(), wish.role.c_str(),
               time_text(all.back().expires).c_str());
  return 0;
}

int revoke(const admin_wish& wish, const fs::path& file, tokens all) {
  if (std::erase_if(all, [&](const admin_token& one) { return one.name == wish.name; }) == 0)
    return complain("there is no token `" + wish.name + "`", 1);
  return write(file, all);
}

int list(const tokens& all) {
  for (const auto& one : all)
    std::printf("%-24s %-9s until %s\n", one.name.c_str(), std::string(name_of(one.role)).c_str(),
                time_text(one.expires).c_str());
  if (all.empty()) std::printf("no token\n");
  return 0;
}

} // namespace

int administer(const admin_wish& wish) {
  const auto file = file_of(wish);
  if (!file) return complain(file.error(), 2);
  auto all = read(*file);
  if (!all) return complain(all.error(), 1);
  if (wish.asked == admin_wish::what::token) return make(wish, *file, std::move(*all));
  if (wish.asked == admin_wish::what::revoke) return revoke(wish, *file, std::move(*all));
  return list(*all);
}

} // namespace server
