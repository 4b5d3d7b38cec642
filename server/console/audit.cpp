#include "server/console/audit.hpp"

#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "fhir/json/document.hpp"
#include "fhir/json/writer.hpp"
#include "server/console/time_text.hpp"

namespace server {
namespace {

/// A line that was cut when the power went is left out.
bool is_whole(const std::string& line) {
  fhir::json::document read;
  const auto root = read.read(line);
  return root && root->is(fhir::json::kind::object);
}

} // namespace

std::string to_json(const deed& one) {
  std::string text;
  fhir::json::writer out(text);
  out.begin_object().member("time", time_text(one.time)).member("who", one.who).member("role", one.role);
  out.member("from", one.from).member("action", one.action).member("what", one.what).member("status", one.status);
  out.end_object();
  return text;
}

audit_trail::audit_trail(std::filesystem::path file) : file_(std::move(file)) {
  if (file_.empty()) return;
  std::ifstream earlier(file_, std::ios::binary);
  for (std::string line; std::getline(earlier, line);) remember(std::move(line));
  std::erase_if(lines_, [](const std::string& line) { return !is_whole(line); });
}

void audit_trail::remember(std::string line) {
  lines_.push_back(std::move(line));
  if (lines_.size() > most_shown) lines_.pop_front();
}

void audit_trail::add(const deed& done) {
  spdlog::info("console: {} {}{}{} from {}, {}", done.who.empty() ? "nobody" : done.who, done.action,
               done.what.empty() ? "" : " ", done.what, done.from, done.status);
  auto line = to_json(done);
  const std::lock_guard held(one_);
  if (!file_.empty()) keep(line);
  remember(std::move(line));
}

/// A trail that cannot be written must not lock out whoever has to find out why.
void audit_trail::keep(const std::string& line) {
  std::error_code ignored;
  if (const auto size = std::filesystem::file_size(file_, ignored); !ignored && size > largest_file)
    std::filesystem::rename(file_, file_.string() + ".1", ignored);
  const int open = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  const auto text = line + "\n";
  const bool kept = open >= 0 && ::write(open, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (!kept && !std::exchange(complained_, true))
    spdlog::error("audit trail `{}` cannot be written: {}", file_.string(), std::strerror(errno));
  if (kept) complained_ = false;
  if (open >= 0) ::close(open);
}

std::vector<std::string> audit_trail::newest(std::size_t most) const {
  const std::lock_guard held(one_);
  const auto count = static_cast<std::ptrdiff_t>(std::min(most, lines_.size()));
  return {lines_.rbegin(), lines_.rbegin() + count};
}

} // namespace server
