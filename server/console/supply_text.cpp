#include "server/console/supply_text.hpp"

#include <array>
#include <chrono>
#include <numeric>

#include "fhir/facts.hpp"
#include "server/console/replies.hpp"
#include "server/console/time_text.hpp"

namespace server {
namespace {

using fhir::json::writer;

double in_ms(std::chrono::nanoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

/// The upper bound of the bucket that holds a share of all; null when it is none, or beyond the last.
void write_percentile(writer& out, std::string_view name, const duration_totals& of, std::uint64_t count,
                      double share) {
  out.name(name);
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < duration_counts::bounds.size() && count > 0; ++i) {
    so_far += of.within[i];
    if (static_cast<double>(so_far) >= share * static_cast<double>(count)) {
      out.number(in_ms(duration_counts::bounds[i]));
      return;
    }
  }
  out.null();
}

void write_latency(writer& out, std::string_view what, const duration_totals& of) {
  const auto count = std::accumulate(of.within.begin(), of.within.end(), std::uint64_t{0});
  out.begin_object().member("of", what).member("count", count).name("mean_ms");
  if (count > 0)
    out.number(in_ms(of.sum) / static_cast<double>(count));
  else
    out.null();
  write_percentile(out, "p50_ms", of, count, 0.5);
  write_percentile(out, "p90_ms", of, count, 0.9);
  write_percentile(out, "p99_ms", of, count, 0.99);
  out.end_object();
}

} // namespace

void write_supply_of(writer& out, const call_totals& of, std::string_view client) {
  const auto found = of.clients.find(std::string(client));
  const auto habits = found == of.clients.end() ? call_totals::habits{} : found->second;
  out.name("never_sent").begin_array();
  for (std::size_t i = 0; i < fhir::data_kind_count; ++i)
    if (habits.decisions > 0 && habits.absent[i] == habits.decisions)
      out.string(fhir::key_of(static_cast<fhir::data_kind>(i)));
  out.end_array().name("sometimes_missing").begin_array();
  for (std::size_t i = 0; i < fhir::data_kind_count; ++i) {
    const bool never = habits.absent[i] == habits.decisions;
    if ((habits.absent[i] == 0 || never) && habits.failed[i] == 0) continue;
    out.begin_object().member("key", fhir::key_of(static_cast<fhir::data_kind>(i)));
    out.member("calls", habits.decisions).member("missing", habits.absent[i]).member("failed", habits.failed[i]);
    out.end_object();
  }
  out.end_array();
}

hooks::reply latency_answer(const console_world& world) {
  const auto totals = world.shown.calls.sum();
  std::string text;
  writer out(text);
  out.begin_object().member("since", time_text(world.started)).name("latencies").begin_array();
  for (std::size_t kind = 0; kind < call_kinds; ++kind) write_latency(out, name_of_kind(kind), totals.durations[kind]);
  out.end_array().end_object();
  return json_answer(std::move(text));
}

} // namespace server
