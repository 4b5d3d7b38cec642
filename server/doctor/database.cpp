#include "server/doctor/database.hpp"

#include "server/database_url.hpp"
#include "server/store/postgres.hpp"

namespace server {
namespace {

/// A server with one of these off says that it has stored what a loss of power takes away.
void judge_durability(postgres::connection& open, findings& told) {
  for (const char* name : {"fsync", "full_page_writes", "synchronous_commit"}) {
    const auto value = open.text((std::string("SHOW ") + name).c_str());
    if (value == "off")
      told.fault("database", std::string("`") + name + "` is off",
                 std::string("set `") + name + "` on: the server refuses to store without it");
    else
      told.ok("database", std::string("`") + name + "` is " + value);
  }
  if (open.text("SELECT pg_is_in_recovery()::int::text") != "0")
    told.fault("database", "is a standby that takes no writes", "give the address of the primary");
}

} // namespace

void examine_database(const settings& chosen, findings& told) {
  const auto address = address_of(chosen.database.url, chosen.database.password_file);
  if (!address) return told.fault("database", address.error(), "mend `[database]`");
  if (const auto warning = warning_about_database_url(chosen.database.url); !warning.empty())
    told.warn("database", warning, "see `database.url` in the README");
  try {
    postgres::connection open(*address, {});
    told.ok("database", "answers");
    judge_durability(open, told);
  } catch (const ledger_fault& fault) {
    told.fault("database", std::string("cannot be used: ") + fault.what(),
               "try the same address with psql, as the user that the server runs as");
  }
}

} // namespace server
