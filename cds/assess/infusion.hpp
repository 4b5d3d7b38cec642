// How fast an ordered infusion may run, held against the patient's weight (pathway: foscarnet-safety).
#pragma once

#include <optional>
#include <string_view>

#include "cds/facts.hpp"
#include "cds/notepad.hpp"

namespace cds {

struct infusion_speed {
  std::optional<double> mg_kg_min; // the fastest that any readable part of the order allows
  std::string_view ordered;        // what that rests on: `120 mg/min`, `60 mg/kg over 30 minutes`
  bool lacks_weight = false;       // a part needs a weight that is not known
  bool unread = false;             // a part cannot be converted, or was not read
};

/// Weight in kg, 0 = unknown. Volumes are converted with the concentration of the product as it is ordered.
infusion_speed assess_infusion(const drug& what, const dosage& how, double weight_kg, notepad& notes);

} // namespace cds
