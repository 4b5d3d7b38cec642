// Whether a foscarnet draft may be offered, at what dose, and if not, exactly what stands in the way (pathway:
// resistant-virus).
#pragma once

#include <optional>
#include <string_view>

#include "cds/rules/rule.hpp"

namespace cds::rules {

struct foscarnet_eligibility {
  std::optional<order_foscarnet> dose; // only when nothing stands in the way
  std::string_view dose_text;          // `30 mg/kg every 8 hours, 1950 mg`
  list<std::string_view> obstacles;    // in a clinician's words
  bool contraindicated = false;        // an obstacle that no new result will clear
  std::string_view interactions;       // current interacting medicines, comma-separated
  list<datum> data;                    // creatinine, weight, clearance used
};

/// For a host that is not known to be immunocompetent; the caller says why immunocompetent patients get no draft.
foscarnet_eligibility assess_foscarnet(const situation& s);
/// The names of the current medicines that interact with it, comma-separated.
std::string_view interacting_drugs(const situation& s);
suggestion foscarnet_suggestion(const situation& s, const finding& f, const foscarnet_eligibility& can);

/// mg per kg times the weight, rounded as the knowledge says.
double foscarnet_mg(const situation& s, double mg_per_kg);

/// The row of the dose table for a clearance in mL/min/kg; null below the lowest band (not recommended).
const foscarnet_band* foscarnet_row(const knowledge& known, double clearance_ml_min_kg);

} // namespace cds::rules
