#include "server/commands/replay.hpp"

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <thread>

#include "server/operation/load_knowledge.hpp"
#include "server/replay/aggregate.hpp"
#include "server/replay/report.hpp"
#include "server/replay/run.hpp"
#include "server/replay/shard_file.hpp"
#include "server/text_file.hpp"

namespace server {
namespace {

int complain(const std::string& what, int status) {
  std::fprintf(stderr, "vesicle: %s\n", what.c_str());
  return status;
}
constexpr int stopped = 1;
constexpr int no_sense = 2;

struct shard_of {
  std::uint32_t number = 1;
  std::uint32_t count = 1;
};
std::optional<shard_of> read_shard(std::string_view text) {
  shard_of read;
  const auto* end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, read.number);
  if (number.ec != std::errc{} || number.ptr == end || *number.ptr != '/') return std::nullopt;
  const auto count = std::from_chars(number.ptr + 1, end, read.count);
  const bool fits = count.ec == std::errc{} && count.ptr == end && read.number >= 1 && read.number <= read.count;
  return fits ? std::optional(read) : std::nullopt;
}

/// One after the other, so that what the first one says of a fault is not said again of the other.
struct loaded_knowledge {
  cds::knowledge known;
  std::optional<cds::knowledge> compared;
};
tl::expected<loaded_knowledge, std::vector<std::string>> load(const replay_wish& wish) {
  auto known = load_knowledge(wish.knowledge, wish.overlay);
  if (!known) return tl::unexpected(std::move(known.error()));
  loaded_knowledge loaded{std::move(*known), std::nullopt};
  if (wish.compare.empty()) return loaded;
  auto compared = load_knowledge(wish.knowledge, wish.compare);
  if (!compared) return tl::unexpected(std::move(compared.error()));
  loaded.compared.emplace(std::move(*compared));
  return loaded;
}

tl::expected<aggregate_options, std::string> options_of(const replay_wish& wish) {
  aggregate_options options{.sample = wish.sample, .seed = wish.seed, .groups = {}};
  if (wish.groups.empty()) return options;
  const auto file = read_text_file(wish.groups);
  if (!file) return tl::unexpected("`" + wish.groups + "` " + file.error());
  auto groups = read_prescriber_groups(file->text);
  if (!groups) return tl::unexpected("`" + wish.groups + "` " + groups.error());
  options.groups = std::move(*groups);
  return options;
}

int write_report_of(const replay_wish& wish, const std::vector<std::filesystem::path>& shards,
                    const aggregate_options& options, const cds::knowledge& known) {
  aggregate counted(options);
  run_summary whole;
  const auto seen = see_merged(
      shards,
      [&](const run_summary& summary) {
        whole = summary;
        counted.add(summary);
      },
      [&](const replayed_order& order, std::string_view) { counted.add(order); });
  if (!seen) return complain(seen.error(), stopped);
  if (whole.knowledge != edition{known.version, known.hash})
    return complain("the shards were made with other knowledge than this; give the same --knowledge and --overlay",
                    no_sense);
  const auto written = write_report(wish.out, counted.counted(), {wish.identifying, titles_of(known)});
  if (!written) return complain("`" + wish.out + "` " + written.error(), stopped);
  return 0;
}

void tell(const run_summary& summary, const std::string& out) {
  for (const auto& one : summary.missing) {
    std::string rules;
    for (const auto rule : one.blinds) rules.append(rules.empty() ? "" : ", ").append(cds::name_of(rule));
    std::fprintf(stderr, "vesicle: no file of %s: not or not wholly evaluated: %s\n", one.type.c_str(), rules.c_str());
  }
  for (const auto& one : summary.broken)
    std::fprintf(stderr, "vesicle: %s:%llu %s\n", one.file.c_str(), static_cast<unsigned long long>(one.line),
                 one.why.c_str());
  std::fprintf(stderr, "vesicle: %llu orders of %llu patients, %llu of them not evaluable: %s\n",
               static_cast<unsigned long long>(summary.counts.orders),
               static_cast<unsigned long long>(summary.counts.patients),
               static_cast<unsigned long long>(summary.counts.refused), out.c_str());
}

tl::expected<run_summary, std::string> run(const replay_wish& wish, const loaded_knowledge& loaded, shard_of shard,
                                           const std::filesystem::path& out, const std::filesystem::path& work) {
  const run_wish asked{.input = wish.input,
                       .out = out,
                       .work = work,
                       .shard = shard.number,
                       .shards = shard.count,
                       .memory_bytes = wish.memory_mb << 20,
                       .most_broken = wish.max_errors,
                       .threads = wish.threads > 0 ? wish.threads : std::thread::hardware_concurrency(),
                       .resume = wish.resume};
  progress told(false);
  return run_replay(asked, loaded.known, loaded.compared ? &*loaded.compared : nullptr, told);
}

int run_and_report(const replay_wish& wish, const loaded_knowledge& loaded, const aggregate_options& options) {
  std::filesystem::path lines = std::filesystem::path(wish.out + ".orders");
  const auto ran = run(wish, loaded, {}, lines, wish.out + ".work");
  if (!ran) return complain(ran.error(), stopped);
  const int status = write_report_of(wish, {lines}, options, loaded.known);
  std::error_code ignored;
  std::filesystem::remove(lines, ignored);
  if (status == 0) tell(*ran, wish.out);
  return status;
}

} // namespace

int replay(const replay_wish& asked) {
  auto wish = asked;
  while (wish.out.size() > 1 && wish.out.ends_with('/')) wish.out.pop_back(); // other names are made of it
  const auto shard = wish.shard.empty() ? shard_of{} : read_shard(wish.shard);
  if (!shard) return complain("--shard `" + wish.shard + "` is not such as `2/8`", no_sense);
  if (!wish.merge && wish.input.empty()) return complain("names no directory of an export", no_sense);
  const auto options = options_of(wish);
  if (!options) return complain(options.error(), no_sense);
  const auto loaded = load(wish);
  if (!loaded) {
    for (const auto& fault : loaded.error()) complain(fault, no_sense);
    return no_sense;
  }
  if (wish.merge) return write_report_of(wish, {wish.shards.begin(), wish.shards.end()}, *options, loaded->known);
  if (wish.shard.empty()) return run_and_report(wish, *loaded, *options);
  const auto ran = run(wish, *loaded, *shard, wish.out, wish.out + ".work");
  if (!ran) return complain(ran.error(), stopped);
  tell(*ran, wish.out);
  return 0;
}

} // namespace server
