// What the console shows and works with.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "server/admin/admin_pages.hpp"
#include "server/console/audit.hpp"
#include "server/settings.hpp"
#include "server/store/reports.hpp"

namespace server {

/// All of it must outlive the console and is safe from any thread.
struct console_world {
  const admin_world& shown;
  const settings& chosen;
  audit_trail& trail;
  report_source reports; // empty functions: nothing is kept
  std::function<std::chrono::sys_seconds()> clock;
  std::chrono::sys_seconds started;
};

/// Where tokens and the trail are kept, as it is configured or beside the store's data; empty: nowhere.
std::filesystem::path tokens_file_of(const settings& chosen);
std::filesystem::path trail_file_of(const settings& chosen);

} // namespace server
