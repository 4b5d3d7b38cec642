#include "server/replay/report.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "server/replay/report_files.hpp"

namespace server {
namespace {

namespace fs = std::filesystem;
using outcome = tl::expected<void, std::string>;

tl::unexpected<std::string> fault(std::string_view what) {
  return tl::unexpected(std::string(what) + ": " + std::strerror(errno));
}

/// On disk before anybody finds it by its name. Open for the owner alone: it may hold ids.
outcome write_file(const fs::path& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (file < 0) return fault("cannot be written");
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      auto why = fault("cannot be written");
      ::close(file);
      return why;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  const bool synced = ::fsync(file) == 0;
  const bool closed = ::close(file) == 0;
  if (!synced || !closed) return fault("cannot be written");
  return {};
}

/// An earlier report may be replaced; anything else that has the name stays.
outcome check_place(const fs::path& directory) {
  std::error_code unknown;
  const auto there = fs::symlink_status(directory, unknown);
  if (!fs::exists(there)) return {};
  if (!fs::is_directory(there)) return tl::unexpected(std::string("is there and is no directory"));
  if (fs::is_empty(directory, unknown)) return {};
  if (fs::exists(directory / "report.json", unknown) && fs::exists(directory / "index.html", unknown)) return {};
  return tl::unexpected(std::string("is there and is no report; name a new directory"));
}

std::vector<std::pair<std::string_view, std::string>> files_of(const figures& counted, const report_options& options) {
  std::vector<std::pair<std::string_view, std::string>> files;
  files.emplace_back("index.html", report_page(counted, options));
  files.emplace_back("report.json", report_json(counted, options));
  files.emplace_back("cards.csv", cards_csv(counted));
  files.emplace_back("months.csv", months_csv(counted));
  files.emplace_back("not_evaluated.csv", not_evaluated_csv(counted));
  files.emplace_back("happened.csv", happened_csv(counted));
  files.emplace_back("burden.csv", burden_csv(counted, options));
  files.emplace_back("worklist.csv", worklist_csv(counted, options));
  if (!counted.groups.empty()) files.emplace_back("groups.csv", groups_csv(counted, options));
  if (counted.compared) files.emplace_back("compared.csv", compared_csv(counted));
  return files;
}

/// The new report takes the name of the old one, which is removed once it has lost it.
outcome take_name(const fs::path& made, const fs::path& directory) {
  std::error_code failed;
  const auto old = fs::path(made).concat("-old");
  const bool replaces = fs::exists(directory, failed);
  if (replaces && ::rename(directory.c_str(), old.c_str()) != 0) return fault("cannot be replaced");
  if (::rename(made.c_str(), directory.c_str()) != 0) {
    auto why = fault("cannot be put in place");
    if (replaces) fs::rename(old, directory, failed);
    return why;
  }
  if (replaces) fs::remove_all(old, failed);
  return {};
}

} // namespace

std::array<std::string, cds::rule_count> titles_of(const cds::knowledge& known) {
  std::array<std::string, cds::rule_count> titles;
  for (std::size_t i = 0; i < cds::rule_count; ++i) titles[i] = known.rule(static_cast<cds::rule_id>(i)).title;
  return titles;
}

tl::expected<void, std::string> write_report(const fs::path& directory, const figures& counted,
                                             const report_options& options) {
  auto place = directory.lexically_normal();
  if (!place.has_filename()) place = place.parent_path();
  if (auto good = check_place(place); !good) return good;
  auto made = fs::path(place).concat(".XXXXXX").string();
  if (::mkdtemp(made.data()) == nullptr) return fault("cannot be made");
  outcome done;
  for (const auto& [name, text] : files_of(counted, options))
    if (done) done = write_file(fs::path(made) / name, text);
  if (done && ::chmod(made.c_str(), 0750) != 0) done = fault("cannot be opened to its group");
  if (done) done = take_name(made, place);
  std::error_code ignored;
  if (!done) fs::remove_all(made, ignored);
  return done;
}

} // namespace server
