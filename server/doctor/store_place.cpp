#include "server/doctor/store_place.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <memory>
#include <utility>

namespace server {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
constexpr std::uint64_t too_little = 100 * mebibyte;
constexpr std::uint64_t little = 1024 * mebibyte;

// The magic numbers of statfs(2).
constexpr std::array<std::pair<std::int64_t, const char*>, 6> far_away{{{0x6969, "nfs"},
                                                                        {0x517b, "smb"},
                                                                        {0xfe534d42, "smb"},
                                                                        {0xff534d42, "cifs"},
                                                                        {0x65735546, "fuse"},
                                                                        {0x00c36400, "ceph"}}};

std::string kind_if_far(std::int64_t magic) {
  for (const auto& [number, name] : far_away)
    if (number == magic) return name;
  return {};
}

/// SQLite's word on the file. With a server at work its log is read too; without one nothing else may be created.
std::string damage_of(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return {};
  const bool in_use = fs::exists(file.string() + "-wal", ignored);
  const auto address = "file:" + file.string() + (in_use ? "?mode=ro" : "?mode=ro&immutable=1");
  sqlite3* made = nullptr;
  const int opened = sqlite3_open_v2(address.c_str(), &made, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> closes(made, sqlite3_close);
  if (opened != SQLITE_OK) return sqlite3_errstr(opened);
  std::string found;
  const auto first_line = [](void* into, int, char** values, char**) {
    auto& text = *static_cast<std::string*>(into);
    if (text.empty() && values[0] != nullptr && std::string_view(values[0]) != "ok") text = values[0];
    return 0;
  };
  const int read = sqlite3_exec(made, "PRAGMA quick_check(1)", first_line, &found, nullptr);
  return read == SQLITE_OK ? found : sqlite3_errstr(read);
}

bool others_may_write(::mode_t mode) { return (mode & (S_IWGRP | S_IWOTH)) != 0; }

void judge_owner(const store_place& seen, const std::string& directory, findings& told) {
  const auto named = "`" + directory + "` ";
  if (seen.asker != 0 && seen.owner != seen.asker)
    return told.fault("store", named + "belongs to another user", "chown it to the user that the server runs as");
  if (others_may_write(seen.mode))
    return told.fault("store", named + "can be written by others", "chmod 700: it holds what clinicians wrote");
  if ((seen.mode & (S_IRWXG | S_IRWXO)) != 0)
    return told.warn("store", named + "can be read by others", "chmod 700: it holds what clinicians wrote");
  told.ok("store", named + "belongs to its owner alone");
}

void judge_room(const store_place& seen, findings& told) {
  const auto says = fmt::format("{} MiB are free", seen.free_bytes / mebibyte);
  if (seen.free_bytes < too_little)
    told.fault("disk", says, "make room: with a full disk feedback is refused with 503");
  else if (seen.free_bytes < little)
    told.warn("disk", says, "make room before it is needed");
  else
    told.ok("disk", says);
  if (!seen.far_away.empty())
    told.warn("disk", "is of the kind `" + seen.far_away + "`, not of this machine",
              "put `data` on a local disk: what is said to be stored must be on it");
}

} // namespace

store_place look_at_store(const std::string& directory) {
  store_place seen;
  struct stat found {};
  seen.asker = ::geteuid();
  seen.exists = ::stat(directory.c_str(), &found) == 0;
  if (!seen.exists) return seen;
  seen.is_directory = S_ISDIR(found.st_mode);
  seen.owner = found.st_uid;
  seen.mode = found.st_mode;
  struct statfs disk {};
  if (::statfs(directory.c_str(), &disk) == 0) {
    seen.free_bytes = static_cast<std::uint64_t>(disk.f_bavail) * static_cast<std::uint64_t>(disk.f_bsize);
    seen.far_away = kind_if_far(static_cast<std::int64_t>(disk.f_type));
  }
  if (seen.is_directory) seen.damage = damage_of(fs::path(directory) / "vesicle.db");
  return seen;
}

void judge(const store_place& seen, const std::string& directory, findings& told) {
  if (!seen.exists) return told.ok("store", "`" + directory + "` is made at the first start");
  if (!seen.is_directory)
    return told.fault("store", "`" + directory + "` is no directory", "give `data` a directory of its own");
  judge_owner(seen, directory, told);
  judge_room(seen, told);
  if (!seen.damage.empty())
    told.fault("database", "vesicle.db: " + seen.damage,
               "stop the server and go back to the last copy, see the README");
  else
    told.ok("database", "every page of vesicle.db can be read");
}

} // namespace server
