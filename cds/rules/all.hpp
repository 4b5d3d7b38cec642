// The rules, one file each, named as in the pathway.
#pragma once

#include <span>

#include "cds/assess/situation.hpp"
#include "cds/decision.hpp"

namespace cds::rules {

outcome red_flag(const situation& s, std::span<const outcome> before);
outcome paediatric(const situation& s, std::span<const outcome> before);
outcome confirm_indication(const situation& s, std::span<const outcome> before);
outcome resistant_virus(const situation& s, std::span<const outcome> before);
outcome treatment_failure(const situation& s, std::span<const outcome> before);
outcome regimen_check(const situation& s, std::span<const outcome> before);
outcome renal_dose(const situation& s, std::span<const outcome> before);
outcome recurrence_pattern(const situation& s, std::span<const outcome> before);
outcome topical_acyclovir(const situation& s, std::span<const outcome> before);
outcome foscarnet_dose(const situation& s, std::span<const outcome> before);
outcome foscarnet_safety(const situation& s, std::span<const outcome> before);
outcome foscarnet_course(const situation& s, std::span<const outcome> before);

} // namespace cds::rules
