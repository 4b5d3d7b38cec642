// All that an export holds of one patient, and the chart as it was known at the moment of each antiviral order.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cds/knowledge.hpp"
#include "fhir/chart.hpp"
#include "server/replay/as_of.hpp"
#include "server/replay/chart_item.hpp"
#include "server/replay/formulary.hpp"
#include "server/replay/partitions.hpp"
#include "server/replay/run_summary.hpp"

namespace server {

/// What every patient of a run is replayed with. All of it outlives the replay.
struct replay_ground {
  const cds::knowledge& known;
  const cds::knowledge* compared = nullptr; // a second one that judges the same orders
  const formulary& medications;
  std::array<bool, chart_type_count> has_files{}; // by chart_type
  std::optional<cds::day> last_seen = {};

  bool has(chart_type t) const { return has_files.at(static_cast<std::size_t>(t)); }
};

struct chart_order {
  std::size_t item = 0;
  order_clock clock;
  fhir::json::value draft; // a Bundle of the order as a draft
};

/// The chart at one moment.
struct known_chart {
  fhir::chart_source source;
  int statuses_as_exported = 0;
  int left_out_undated = 0;
  std::string refused; // what an evaluation cannot be made without: `patient`, `conditions`; empty: nothing lacks
};

/// Reusable from patient to patient; what it gave ends with the next reading.
class patient_chart {
 public:
  explicit patient_chart(const replay_ground& on) : on_(on) {}
  patient_chart(const patient_chart&) = delete; // values point into its documents
  patient_chart& operator=(const patient_chart&) = delete;

  /// Lines that were read strictly before, all of one patient.
  void read(std::span<const kept_line> lines);

  std::span<const chart_order> orders() const { return orders_; } // signed and dated, by time and id
  std::span<const chart_item> items() const { return items_; }
  const tallies& counts() const { return counts_; } // of orders that are not replayed
  std::string_view patient() const { return patient_; }

  known_chart as_of(const chart_order& order) const;
  /// All of it as exported, long after, for reading what happened later.
  const fhir::chart& exported() const { return *exported_; }

 private:
  void parse(std::span<const kept_line> lines);
  void find_orders();
  void open_exported();
  void write_changes();
  void add(fhir::chart_source& to, const chart_item& item, const fhir::json::value& bundle) const;
  void settle(fhir::chart_source& of) const;

  const replay_ground& on_;
  std::string_view patient_;
  std::string text_;
  std::string changes_text_;
  fhir::json::document document_;
  fhir::json::document changes_;
  std::vector<chart_item> items_;
  std::vector<chart_order> orders_;
  fhir::chart_source exported_source_;
  std::optional<fhir::chart> exported_;
  tallies counts_;
};

} // namespace server
