#include "server/doctor/examine.hpp"

#include <sys/stat.h>

#include "server/config.hpp"
#include "server/doctor/certificate.hpp"
#include "server/doctor/content.hpp"
#include "server/doctor/database.hpp"
#include "server/doctor/doors.hpp"
#include "server/doctor/machine.hpp"
#include "server/doctor/store_place.hpp"

namespace server {
namespace {

/// Who can change this file decides who may ask, or what is served.
void examine_permissions(const std::string& file, findings& told) {
  struct stat seen {};
  if (file.empty() || ::stat(file.c_str(), &seen) != 0) return;
  if ((seen.st_mode & S_IWOTH) != 0)
    told.fault("permissions", "`" + file + "` can be changed by everybody", "chmod 640");
  else if ((seen.st_mode & S_IWGRP) != 0)
    told.warn("permissions", "`" + file + "` can be changed by its group", "chmod 640");
  else
    told.ok("permissions", "`" + file + "` can be changed by its owner alone");
}

void examine_store(const settings& chosen, findings& told) {
  if (!chosen.database.url.empty()) return examine_database(chosen, told);
  if (chosen.data.empty())
    return told.warn("store", "nothing is kept, feedback is not taken", "set `data` or `database.url`");
  judge(look_at_store(chosen.data), chosen.data, told);
}

} // namespace

findings examine(const std::string& config_file, bool fetch) {
  findings told;
  const auto chosen = read_config_file(config_file);
  if (!chosen) {
    for (const auto& fault : chosen.error()) told.fault("config", to_text(fault), "`vesicle check-config FILE`");
    return told;
  }
  told.ok("config", "`" + config_file + "` is read");
  for (const auto& file : {config_file, chosen->clients, chosen->certificate}) examine_permissions(file, told);
  const auto seen = look_at_machine(config_file);
  examine_certificate(*chosen, seen.now, told);
  examine_clients(*chosen, fetch, told);
  examine_knowledge(*chosen, told);
  examine_store(*chosen, told);
  examine_doors(*chosen, told);
  judge(seen, *chosen, told);
  return told;
}

} // namespace server
