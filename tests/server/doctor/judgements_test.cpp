// Worlds in which one thing is wrong, and the words for it.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "server/doctor/findings.hpp"
#include "server/doctor/machine.hpp"
#include "server/doctor/store_place.hpp"

namespace {

using namespace server;
constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;

machine good_machine() {
  machine seen;
  seen.now = std::chrono::sys_seconds{std::chrono::seconds{1'770'000'000}};
  seen.config_written = seen.now - std::chrono::hours{1};
  seen.files_allowed = 65'536;
  seen.memory_available = 4 * gibibyte;
  seen.processors = 4;
  seen.openssl_built = seen.openssl_running = "OpenSSL 3.0.11";
  return seen;
}

store_place good_place() {
  store_place seen;
  seen.exists = seen.is_directory = true;
  seen.owner = seen.asker = 998;
  seen.mode = 0040700;
  seen.free_bytes = 20 * gibibyte;
  return seen;
}

/// What is not well, as printed.
std::string unwell(const findings& of) {
  findings bad;
  for (const auto& one : of.all())
    if (one.how == health::warning)
      bad.warn(one.about, one.says, one.advice);
    else if (one.how == health::fault)
      bad.fault(one.about, one.says, one.advice);
  return as_text(bad);
}

struct machine_row {
  std::function<void(machine&, settings&)> change;
  std::string text;
};

TEST(Doctor, JudgesTheMachine) {
  for (
      const auto& [change, text] : std::vector<machine_row>{
          {[](machine&, settings&) {}, ""},
          {[](machine&of, settings&) { of.clock_synchronised = false; },
           "warning  clock        is not known to be synchronised\n                     -> run chrony or "
           "systemd-timesyncd: "
           "a clock that is minutes off refuses every token\n"},
          {[](machine&of, settings&) { of.now = of.config_written - std::chrono::seconds{1}; },
           "fault    clock        is before the time when the configuration was written\n                     -> set "
           "the "
           "clock: tokens are held against it\n"},
          {[](machine&of, settings&) { of.now = of.config_written; }, ""},
          {[](machine&of, settings&) { of.files_allowed = 4351; },
           "fault    files        4351 may be open, 4096 connections need 4352\n                     -> "
           "LimitNOFILE=4352 "
           "in the unit, or a lower `limits.connections`\n"},
          {[](machine&of, settings&) { of.files_allowed = 4352; }, ""},
          {[](machine&of, settings&chosen) { of.files_allowed = 1024, chosen.limits.connections = 768; }, ""},
          {[](machine&of, settings&) { of.memory_available = 383 << 20; },
           "warning  memory       383 MiB are free, 4096 idle connections take up to 384\n                     -> more "
           "memory, or a lower `limits.connections`\n"},
          {[](machine&of, settings&) { of.memory_available = 384 << 20; }, ""},
          {[](machine&of, settings&) { of.memory_available = 0; },
           "warning  memory       how much is free is not known\n                     -> look whether /proc is "
           "mounted\n"},
          {[](machine&, settings&chosen) { chosen.threads = 8; }, ""},
          {[](machine&, settings&chosen) { chosen.threads = 9; },
           "warning  threads      9 for 4 processors\n                     -> leave out `threads`: one for each "
           "processor "
           "serves best\n"},
          {[](machine&of, settings&) { of.openssl_running = "OpenSSL 3.0.19"; },
           "warning  openssl      built with OpenSSL 3.0.11, running with OpenSSL 3.0.19\n                     -> fine "
           "within one minor version of Debian; otherwise build again\n"},
      }) {
    auto seen = good_machine();
    settings chosen;
    change(seen, chosen);
    findings told;
    judge(seen, chosen, told);
    EXPECT_EQ(unwell(told), text);
    EXPECT_EQ(told.all().size(), 5U);
  }
}

struct place_row {
  std::function<void(store_place&)> change;
  std::string text;
};

TEST(Doctor, JudgesWhereTheStoreLies) {
  for (const auto& [change, text] : std::vector<place_row>{
           {[](store_place&) {}, ""},
           {[](store_place& of) { of.exists = false; }, ""},
           {[](store_place& of) { of.is_directory = false; }, "fault    store        `/data` is no directory\n         "
                                                              "            -> give `data` a directory of its own\n"},
           {[](store_place& of) { of.owner = 1000; }, "fault    store        `/data` belongs to another user\n         "
                                                      "            -> chown it to the user that the "
                                                      "server runs as\n"},
           {[](store_place& of) { of.owner = 1000, of.asker = 0; }, ""}, // root may look at it for another user
           {[](store_place& of) { of.mode = 0040770; },
            "fault    store        `/data` can be written by others\n                     -> chmod 700: it holds what "
            "clinicians wrote\n"},
           {[](store_place& of) { of.mode = 0040750; },
            "warning  store        `/data` can be read by others\n                     -> chmod 700: it holds what "
            "clinicians wrote\n"},
           {[](store_place& of) { of.free_bytes = gibibyte - 1; },
            "warning  disk         1023 MiB are free\n                     -> make room before it is needed\n"},
           {[](store_place& of) { of.free_bytes = gibibyte; }, ""},
           {[](store_place& of) { of.free_bytes = (100 << 20) - 1; },
            "fault    disk         99 MiB are free\n                     -> make room: with a full disk feedback is "
            "refused "
            "with 503\n"},
           {[](store_place& of) { of.far_away = "nfs"; }, "warning  disk         is of the kind `nfs`, not of this "
                                                          "machine\n                     -> put `data` on a local "
                                                          "disk: what is said to be stored must be on it\n"},
           {[](store_place& of) { of.damage = "database disk image is malformed"; },
            "fault    database     vesicle.db: database disk image is malformed\n                     -> stop the "
            "server "
            "and go back to the last copy, see the README\n"},
       }) {
    auto seen = good_place();
    change(seen);
    findings told;
    judge(seen, "/data", told);
    EXPECT_EQ(unwell(told), text);
    EXPECT_EQ(told.has_fault(), text.starts_with("fault")) << text;
  }
}

TEST(Doctor, WritesItsFindingsAsJson) {
  findings told;
  told.ok("clock", "is synchronised");
  told.warn("disk", "10 MiB \"left\"", "make room");
  EXPECT_EQ(as_json(told), R"({"findings":[{"state":"ok","about":"clock","says":"is synchronised"},)"
                           R"({"state":"warning","about":"disk","says":"10 MiB \"left\"","advice":"make room"}]})"
                           "\n");
}

} // namespace
