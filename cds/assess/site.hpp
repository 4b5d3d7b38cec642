// Where the herpes is that an order is for, and whether the lesion is there now (pathway: site, lesion, episode onset).
#pragma once

#include <optional>
#include <string>

#include "cds/assess/medicines.hpp"
#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

enum class site : unsigned char { none, orolabial, genital, zoster, cytomegalovirus, special, unspecified };
const char* name_of(site s);

struct site_finding {
  cds::site site = site::none;
  const char* from = "nothing";        // `the order's reason`, `an encounter diagnosis` ...
  bool by_reason = false;              // the order itself says so
  const condition* evidence = nullptr; // the Condition, when it was one
};

/// Reason of the order, then encounter diagnoses, then what the dose alone means, then the only active herpes
/// Condition.
site_finding assess_site(const facts& chart, const knowledge& known, const draft_order& draft);

/// The ordered dose is one that by itself means zoster or CMV.
const dose_signature* signature_of(const knowledge& known, const draft_order& draft);

enum class lesion_state : unsigned char { unknown, active, healed };
const char* name_of(lesion_state s);

struct lesion {
  lesion_state state = lesion_state::unknown;
  const condition* evidence = nullptr;
  std::optional<date_time> onset; // of this episode, from a Condition within the look-back
};
lesion assess_lesion(const facts& chart, const knowledge& known, const draft_order& draft, bool suppressive);

bool is_active(const condition& c);            // active, recurrence or relapse
bool is_healed(const condition& c, day today); // resolved, inactive, remission, or abated by today

/// Long-term prevention: a once-daily dose, or a listed suppressive one, for at least a month, with refills or
/// open-ended.
bool is_suppressive(const knowledge& known, const draft_order& draft);

} // namespace cds
