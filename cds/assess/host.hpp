// The rest of what the rules ask about the patient: age, pregnancy, red flags, referrals, foscarnet and what speaks
// against it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

enum class age_group : unsigned char { unknown, minor, adult };
age_group age_group_of(const std::optional<age>& years, const thresholds& limits);

enum class pregnancy_state : unsigned char { unknown, not_pregnant, pregnant };
/// Unknown for a woman whose chart says nothing either way.
pregnancy_state assess_pregnancy(const facts& chart, const knowledge& known);

/// Herpes of the eye, brain or oesophagus, disseminated herpes, eczema herpeticum, or a neonate with herpes.
const condition* red_flag_in(const facts& chart, const knowledge& known);
bool is_neonate(const facts& chart);

/// An infectious-disease referral within the look-back; null when there is none.
const service_request* existing_referral(const facts& chart, const knowledge& known);

/// Foscarnet given or ordered now; null when not.
const medication* current_foscarnet(const facts& chart);
const allergy* foscarnet_allergy(const facts& chart);

/// Current medicines that interact with foscarnet: nephrotoxic, QT-prolonging or listed; each drug once.
std::vector<const medication*> foscarnet_interactions(const facts& chart);
/// Intravenous pentamidine, running or ordered now; the inhaled form is exempt.
bool has_intravenous_pentamidine(const facts& chart);

} // namespace cds
