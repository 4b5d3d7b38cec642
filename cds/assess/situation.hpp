// Everything a rule sees of one order: the chart, the knowledge and what they mean together.
#pragma once

#include <memory>
#include <optional>

#include "cds/assess/exposure.hpp"
#include "cds/assess/foscarnet_use.hpp"
#include "cds/assess/host.hpp"
#include "cds/assess/immune.hpp"
#include "cds/assess/renal.hpp"
#include "cds/assess/resistance.hpp"
#include "cds/assess/site.hpp"

namespace cds {

/// Assessed once per request.
struct patient_state {
  std::shared_ptr<notepad> notes = std::make_shared<notepad>(); // of the whole decision
  std::optional<cds::age> years;
  age_group group = age_group::unknown;
  pregnancy_state pregnancy = pregnancy_state::unknown;
  immune_state immune;
  renal_state renal;
  cds::exposure exposure;
  const condition* red_flag = nullptr;
  const service_request* referral = nullptr;
  std::optional<foscarnet_use> foscarnet;  // when it is given or ordered now
  list<std::size_t> nucleosides_beside_it; // indexes of drafts for herpes simplex; without foscarnet none
  bool suppression_ordered = false;        // by one of all drafts: it is not offered a second time
};
patient_state assess_patient(const facts& chart, const knowledge& known);

/// The index of an order that is not a draft: a medicine the patient is on, checked as if it were one.
inline constexpr std::size_t standing = static_cast<std::size_t>(-1);

/// Assessed once per draft order. Refers to its arguments.
struct situation {
  const knowledge& known;
  const facts& chart;
  const patient_state& who;
  const draft_order& draft;
  std::size_t index; // of the draft
  site_finding where;
  bool systemic = false; // oral, intravenous or of unknown route
  bool topical = false;
  bool suppressive = false;
  cds::lesion lesion = {};
  std::optional<day> onset = std::nullopt; // of this episode: the Condition's, else the start of exposure
  resistance_state resistance = {};

  notepad& notes() const { return *who.notes; }
  double weight_kg() const { return who.renal.weight ? who.renal.weight->value->value : 0; }
  bool is_draft() const { return index != standing; }
  bool nucleoside() const { return is_nucleoside(draft.drug.agent); }
  /// Site zoster, genital or CMV, or no antiviral of ours: the rules have nothing to say.
  bool out_of_scope() const;
};
situation assess_order(const facts& chart, const knowledge& known, const patient_state& who, std::size_t draft);
/// `order` must outlive the situation.
situation assess_standing(const facts& chart, const knowledge& known, const patient_state& who,
                          const draft_order& order);
/// A medicine of the chart in the shape of an order.
draft_order as_order(const medication& m);

} // namespace cds
