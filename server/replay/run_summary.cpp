#include "server/replay/run_summary.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "fhir/json/writer.hpp"
#include "server/replay/instant_text.hpp"
#include "server/replay/line_reading.hpp"

namespace server {
namespace {

using fhir::json::value;
using fhir::json::writer;

/// Marks the first line of a file, and the form of all that follow.
constexpr int line_form = 1;

struct named_tally {
  std::string_view name;
  std::uint64_t tallies::*count;
};
constexpr std::array<named_tally, 9> all_tallies = {{
    {"patients", &tallies::patients},
    {"orders", &tallies::orders},
    {"refused", &tallies::refused},
    {"ordersUndated", &tallies::orders_undated},
    {"ordersUnsigned", &tallies::orders_unsigned},
    {"ordersDayOnly", &tallies::orders_day_only},
    {"statusesAsExported", &tallies::statuses_as_exported},
    {"leftOutUndated", &tallies::left_out_undated},
    {"patientsMissing", &tallies::patients_missing},
}};

void write(writer& out, std::string_view name, const edition& of) {
  out.name(name).begin_object().member("version", of.version).member("hash", of.hash).end_object();
}

edition read_edition(const value& from, line_reader& reader) {
  return {reader.text(from, "version"), reader.text(from, "hash")};
}

void write(writer& out, const input_file& f) {
  out.begin_object().member("name", f.name).member("type", f.type).member("bytes", f.bytes);
  out.member("resources", f.resources).member("skipped", f.skipped).member("broken", f.broken).end_object();
}

input_file read_file(const value& from, line_reader& reader) {
  return {.name = reader.text(from, "name"),
          .type = reader.text(from, "type"),
          .bytes = reader.count<std::uint64_t>(from, "bytes"),
          .resources = reader.count<std::uint64_t>(from, "resources"),
          .skipped = reader.count<std::uint64_t>(from, "skipped"),
          .broken = reader.count<std::uint64_t>(from, "broken")};
}

void write(writer& out, const missing_type& m) {
  out.begin_object().member("type", m.type).name("blinds").begin_array();
  for (const auto rule : m.blinds) out.string(cds::name_of(rule));
  out.end_array().end_object();
}

missing_type read_missing(const value& from, line_reader& reader) {
  return {reader.text(from, "type"), reader.list(from, "blinds", [&](const value& one) {
            return reader.taken(cds::rule_named(one.string().value_or("")));
          })};
}

broken_line read_broken(const value& from, line_reader& reader) {
  return {reader.text(from, "file"), reader.count<std::uint64_t>(from, "line"), reader.text(from, "why")};
}

void write(writer& out, const broken_line& b) {
  out.begin_object().member("file", b.file).member("line", b.line).member("why", b.why).end_object();
}

template<class Items> void write_list(writer& out, std::string_view name, const Items& items) {
  out.name(name).begin_array();
  for (const auto& one : items) write(out, one);
  out.end_array();
}

/// Whether two shards are of one run.
std::optional<std::string> difference(const run_summary& a, const run_summary& b) {
  if (a.shards != b.shards) return "the shards are of runs that were cut into different numbers";
  if (a.knowledge != b.knowledge) return "the shards were made with different knowledge";
  if (a.compared != b.compared) return "the shards were compared with different knowledge";
  if (a.files != b.files || a.broken != b.broken || a.missing != b.missing || a.last_seen != b.last_seen)
    return "the shards read different input";
  return std::nullopt;
}

} // namespace

tallies& tallies::operator+=(const tallies& other) {
  for (const auto& one : all_tallies) this->*one.count += other.*one.count;
  return *this;
}

void append_line(std::string& to, const run_summary& of) {
  writer out(to);
  out.begin_object().member("replay", line_form).member("shard", of.shard).member("shards", of.shards);
  write(out, "knowledge", of.knowledge);
  if (of.compared) write(out, "compared", *of.compared);
  write_list(out, "files", of.files);
  write_list(out, "broken", of.broken);
  write_list(out, "missing", of.missing);
  if (of.last_seen) out.member("lastSeen", cds::to_text(*of.last_seen));
  out.name("counts").begin_object();
  for (const auto& one : all_tallies) out.member(one.name, of.counts.*one.count);
  out.end_object().end_object();
  to.push_back('\n');
}

tl::expected<run_summary, std::string> read_run_summary(std::string_view line) {
  fhir::json::document document;
  const auto root = document.read(line);
  if (!root) return tl::unexpected(std::string("is not JSON"));
  if ((*root)["replay"].integer() != line_form)
    return tl::unexpected(std::string("is not the first line of a shard of this version"));
  line_reader reader;
  run_summary read;
  read.shard = reader.count<std::uint32_t>(*root, "shard");
  read.shards = reader.count<std::uint32_t>(*root, "shards");
  read.knowledge = read_edition((*root)["knowledge"], reader);
  if ((*root)["compared"]) read.compared = read_edition((*root)["compared"], reader);
  read.files = reader.list(*root, "files", [&](const value& one) { return read_file(one, reader); });
  read.broken = reader.list(*root, "broken", [&](const value& one) { return read_broken(one, reader); });
  read.missing = reader.list(*root, "missing", [&](const value& one) { return read_missing(one, reader); });
  if ((*root)["lastSeen"]) read.last_seen = reader.one_of(*root, "lastSeen", read_day);
  const auto counts = (*root)["counts"];
  for (const auto& one : all_tallies) read.counts.*one.count = reader.count<std::uint64_t>(counts, one.name);
  if (!reader.good()) return tl::unexpected(std::string("is not the first line of a shard"));
  return read;
}

tl::expected<run_summary, std::string> merged(const std::vector<run_summary>& shards) {
  if (shards.empty()) return tl::unexpected(std::string("there are no shards"));
  run_summary whole = shards.front();
  std::vector<bool> seen(whole.shards + std::size_t{1});
  whole.counts = {};
  for (const auto& one : shards) {
    if (auto differs = difference(shards.front(), one)) return tl::unexpected(std::move(*differs));
    if (one.shard == 0 || one.shard > one.shards || seen[one.shard])
      return tl::unexpected("shard " + std::to_string(one.shard) + " is there twice or is none of them");
    seen[one.shard] = true;
    whole.counts += one.counts;
  }
  for (std::size_t i = 1; i < seen.size(); ++i)
    if (!seen[i])
      return tl::unexpected("shard " + std::to_string(i) + " of " + std::to_string(whole.shards) + " is missing");
  whole.shard = whole.shards = 1;
  return whole;
}

} // namespace server
