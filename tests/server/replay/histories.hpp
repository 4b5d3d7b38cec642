// Histories of patients on antivirals, each with the cards that its orders must bring and no others.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cds/decision.hpp"
#include "tests/server/replay/dice.hpp"
#include "tests/server/replay/written_chart.hpp"

namespace hospital {

enum class history : std::uint8_t {
  unremarkable,       // the labelled course for a cold sore
  failing,            // twelve days of an adequate course after a stem-cell transplant, and more of the same
  resistant,          // a resistant isolate, and another nucleoside
  resistant_next_day, // the isolate is reported the day after the order
  under_dosed,
  recurrent,        // eleven episodes in a year, each healed
  renal,            // a dose too high for the kidneys
  renal_unknown,    // 70 years old, and no creatinine
  foscarnet,        // a dose too high for the kidneys, in the presence of a resistant isolate
  foscarnet_course, // six days of foscarnet, the kidneys failing, and a nucleoside beside it
  topical,
  unsited, // herpes of no stated site
  zoster,  // an antiviral that the rules leave alone
  count_
};
inline constexpr std::size_t history_count = static_cast<std::size_t>(history::count_);
std::string_view name_of(history told);

struct expected_card {
  cds::rule_id rule = cds::rule_id::not_checked;
  cds::indicator indicator = cds::indicator::info;
};
struct expected_order {
  std::string id; // of the MedicationRequest
  std::vector<expected_card> cards;
  bool culture_sent = false; // within 14 days
  bool referred = false;
  bool ended_early = false; // on a day that the export does not tell
  bool dose_changed = false;
};
struct told_patient {
  written_chart chart;
  std::vector<expected_order> orders;
};

/// The patient whose telling order is signed at `at`, by one of `prescribers`.
told_patient tell(history told, const std::string& patient, moment at, const std::string& prescriber, dice& luck);

} // namespace hospital
