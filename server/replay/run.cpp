#include "server/replay/run.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "hooks/prefetch.hpp"
#include "server/replay/collection.hpp"
#include "server/replay/in_parallel.hpp"
#include "server/replay/patient_replay.hpp"
#include "server/replay/run_directory.hpp"
#include "server/replay/shard_file.hpp"
#include "server/replay/whole_file.hpp"

namespace server {
namespace {

constexpr std::uint64_t compressed_grows = 10; // about, for FHIR
constexpr std::uint64_t most_parts = 512;      // whose results are open together at the end
constexpr std::uint64_t fewest_parts = 16;

/// So many that those under work at a time fit into memory even if every line is kept.
std::size_t parts_for(const std::vector<export_file>& files, const run_wish& wish) {
  std::uint64_t bytes = 0;
  for (const auto& file : files) bytes += file.bytes * (file.compressed ? compressed_grows : 1);
  const auto at_a_time = std::max<std::uint64_t>(wish.memory_bytes / (8 * std::max(wish.threads, 1u)), 1);
  return static_cast<std::size_t>(std::clamp(bytes / wish.shards / at_a_time, fewest_parts, most_parts));
}

std::uint64_t bytes_of(const std::vector<export_file>& files, bool orders_alone) {
  std::uint64_t bytes = 0;
  for (const auto& file : files) {
    const bool of_orders = file.type == chart_type::medication || file.type == chart_type::medication_request;
    if (orders_alone ? of_orders : file.type != chart_type::medication) bytes += file.bytes;
  }
  return bytes;
}

class replay_run {
 public:
  replay_run(const run_wish& wish, const cds::knowledge& known, const cds::knowledge* compared, progress& told,
             std::vector<export_file> files)
      : wish_(wish), known_(known), compared_(compared), told_(told),
        files_(std::move(files)), how_{.threads = wish.threads, .most_broken = wish.most_broken},
        directory_(wish.work, parts_for(files_, wish)), parts_(wish.work, directory_.parts(), wish.memory_bytes / 4) {
    summary_.shard = wish.shard;
    summary_.shards = wish.shards;
    summary_.knowledge = {known.version, known.hash};
    if (compared) summary_.compared = edition{compared->version, compared->hash};
    for (std::size_t i = 0; i < chart_type_count; ++i) see_type(static_cast<chart_type>(i));
  }

  tl::expected<run_summary, std::string> run() {
    if (auto begun = directory_.begin(identity(), wish_.resume); !begun) return tl::unexpected(begun.error());
    return read().and_then([&] { return evaluate(); }).and_then([&] { return write(); });
  }

 private:
  void see_type(chart_type type) {
    const bool there = std::any_of(files_.begin(), files_.end(), [&](const auto& f) { return f.type == type; });
    has_files_.at(static_cast<std::size_t>(type)) = there || !is_expected(type);
    if (there || !is_expected(type)) return;
    const auto blinds = blinded_without(type);
    summary_.missing.push_back({std::string(name_of(type)), {blinds.begin(), blinds.end()}});
  }

  /// What must be the same for a run to go on with the parts of another.
  std::string identity() const {
    std::string text;
    append_line(text, summary_);
    for (const auto& file : files_)
      text += file.name + " " + std::to_string(file.bytes) + " " + std::to_string(file.changed_at) + "\n";
    return text;
  }

  bool is_of_this_shard(std::string_view patient) const { return place_of(patient) % wish_.shards == wish_.shard - 1; }

  tl::expected<void, std::string> read() {
    told_.begin("looking for orders", "B", bytes_of(files_, true));
    auto found = find_orders(files_, how_, told_, known_);
    if (!found) return tl::unexpected(found.error());
    found_ = std::move(*found);
    summary_.last_seen = found_.last_seen;

    known_codes results, requests;
    for (const auto* known : {&known_, compared_}) {
      if (!known) continue;
      results.add(known->terms, hooks::laboratory_sets());
      results.add(known->terms, hooks::vital_sign_sets());
      requests.add(known->terms);
    }
    const auto kept = [&](std::string_view patient) {
      return is_of_this_shard(patient) && !directory_.is_finished(parts_.part_of(patient));
    };
    auto how = how_;
    how.most_broken -= std::min<std::uint64_t>(how.most_broken, found_.read.broken.size());
    told_.begin("reading charts", "B", bytes_of(files_, false));
    auto read = collect(charts(), how, told_,
                        {found_.patients, kept, results, requests, known_, compared_, found_.medications}, parts_);
    if (!read) return tl::unexpected(read.error());
    account_for(std::move(*read));
    return {};
  }

  std::vector<export_file> charts() const {
    std::vector<export_file> all;
    std::copy_if(files_.begin(), files_.end(), std::back_inserter(all),
                 [](const export_file& f) { return f.type != chart_type::medication; });
    return all;
  }

  void account_for(export_reading&& charts) {
    const auto is_new = [&](const input_file& file) { return file.type != name_of(chart_type::medication_request); };
    auto& files = summary_.files;
    std::copy_if(charts.files.begin(), charts.files.end(), std::back_inserter(files), is_new);
    files.insert(files.end(), found_.read.files.begin(), found_.read.files.end());
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    auto& broken = summary_.broken;
    broken = std::move(charts.broken);
    broken.insert(broken.end(), found_.read.broken.begin(), found_.read.broken.end());
    std::sort(broken.begin(), broken.end(),
              [](const auto& a, const auto& b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); });
  }

  tl::expected<void, std::string> evaluate() {
    const replay_ground ground{known_, compared_, found_.medications, has_files_, found_.last_seen};
    told_.begin("evaluating", "parts", directory_.parts());
    in_parallel(directory_.parts(), wish_.threads, [&](std::size_t part) {
      if (!directory_.is_finished(part)) evaluate(part, ground);
      parts_.forget(part);
      told_.add(1);
    });
    told_.end();
    return {};
  }

  void evaluate(std::size_t part, const replay_ground& ground) {
    const auto content = parts_.take(part);
    patient_replay replay(ground);
    std::vector<replayed_order> orders;
    run_summary counted = summary_;
    std::string lines;
    const std::span<const kept_line> all = content.lines;
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
      while (end < all.size() && all[end].patient == all[begin].patient) ++end;
      orders.clear();
      replay.replay(all.subspan(begin, end - begin), orders, counted.counts);
      std::stable_sort(orders.begin(), orders.end(), stands_before);
      for (const auto& order : orders) append_line(lines, order);
    }
    whole_file file(directory_.result_of(part));
    std::string first;
    append_line(first, counted);
    file.write(first);
    file.write(lines);
    file.keep(whole_file::safety::whole);
  }

  tl::expected<run_summary, std::string> write() {
    std::vector<std::unique_ptr<shard_file>> results;
    for (std::size_t i = 0; i < directory_.parts(); ++i) {
      auto file = shard_file::open(directory_.result_of(i));
      if (!file) return tl::unexpected("`" + directory_.result_of(i).string() + "` " + file.error());
      summary_.counts += (*file)->summary().counts;
      results.push_back(std::move(*file));
    }
    whole_file out(wish_.out);
    std::string line;
    append_line(line, summary_);
    out.write(line);
    auto seen = see_orders(results, [&](const replayed_order&, std::string_view order) {
      out.write(order);
      out.write("\n");
    });
    if (!seen) return tl::unexpected(seen.error());
    out.keep();
    results.clear();
    directory_.remove();
    return summary_;
  }

  const run_wish& wish_;
  const cds::knowledge& known_;
  const cds::knowledge* compared_;
  progress& told_;
  std::vector<export_file> files_;
  reading_wish how_;
  run_directory directory_;
  partitions parts_;
  std::array<bool, chart_type_count> has_files_{};
  found_orders found_;
  run_summary summary_;
};

} // namespace

tl::expected<run_summary, std::string> run_replay(const run_wish& wish, const cds::knowledge& known,
                                                  const cds::knowledge* compared, progress& told) {
  auto files = export_files(wish.input);
  if (!files) return tl::unexpected("`" + wish.input.string() + "` " + files.error());
  if (std::none_of(files->begin(), files->end(),
                   [](const auto& f) { return f.type == chart_type::medication_request; }))
    return tl::unexpected("`" + wish.input.string() +
                          "` holds no file of MedicationRequest, such as `MedicationRequest.ndjson`");
  return replay_run(wish, known, compared, told, std::move(*files)).run();
}

} // namespace server
