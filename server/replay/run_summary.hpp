// What a run read, with what, and what it had to leave out. The first line of a shard's file; merging adds them up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "cds/rule_id.hpp"
#include "cds/time.hpp"

namespace server {

/// One file of the export. Every shard reads all of them, so that these are the same in each.
struct input_file {
  std::string name;        // within the directory of the export
  std::string type;        // `Observation`
  std::uint64_t bytes = 0; // as stored
  std::uint64_t resources = 0;
  std::uint64_t skipped = 0; // of another type, or of no patient
  std::uint64_t broken = 0;

  friend bool operator==(const input_file&, const input_file&) = default;
};

struct broken_line {
  std::string file;
  std::uint64_t line = 0; // from 1
  std::string why;        // without anything of its content

  friend bool operator==(const broken_line&, const broken_line&) = default;
};

/// A type of which the export has no file.
struct missing_type {
  std::string type;
  std::vector<cds::rule_id> blinds; // rules that cannot be evaluated without it, or not whole

  friend bool operator==(const missing_type&, const missing_type&) = default;
};

struct edition {
  std::string version;
  std::string hash;

  friend bool operator==(const edition&, const edition&) = default;
};

/// Counts that differ from shard to shard; those of the whole are their sums.
struct tallies {
  std::uint64_t patients = 0; // with an antiviral order that was evaluated or refused
  std::uint64_t orders = 0;   // evaluated or refused
  std::uint64_t refused = 0;
  std::uint64_t orders_undated = 0;       // antiviral orders that say no time, not replayed
  std::uint64_t orders_unsigned = 0;      // drafts, proposals, entered in error, not to be performed
  std::uint64_t orders_day_only = 0;      // dated to the day: evaluated as of its first moment
  std::uint64_t statuses_as_exported = 0; // orders whose chart has a resource with an unknown status of then
  std::uint64_t left_out_undated = 0;     // orders whose chart lacks a resource because it says no date
  std::uint64_t patients_missing = 0;     // with an order and without a Patient

  friend bool operator==(const tallies&, const tallies&) = default;
  tallies& operator+=(const tallies& other);
};

struct run_summary {
  std::uint32_t shard = 1; // from 1
  std::uint32_t shards = 1;
  edition knowledge;
  std::optional<edition> compared;
  std::vector<input_file> files; // by name
  std::vector<broken_line> broken;
  std::vector<missing_type> missing;
  std::optional<cds::day> last_seen; // the newest day of a signed medication order: follow-up is known until then
  tallies counts;

  friend bool operator==(const run_summary&, const run_summary&) = default;
};

/// One line of JSON with its line end.
void append_line(std::string& to, const run_summary& of);
tl::expected<run_summary, std::string> read_run_summary(std::string_view line);

/// The whole that these shards make, as shard 1 of 1. The error names what does not fit: another edition or input, a
/// shard that is missing or there twice.
tl::expected<run_summary, std::string> merged(const std::vector<run_summary>& shards);

} // namespace server
