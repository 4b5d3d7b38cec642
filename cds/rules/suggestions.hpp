// Suggestions that several rules make. Each is empty when there is nothing left to suggest.
#pragma once

#include <optional>

#include "cds/rules/rule.hpp"

namespace cds::rules {

/// HSV culture and susceptibility tests that were neither done nor ordered in this episode; foscarnet's too for a
/// severe host.
std::optional<suggestion> hsv_tests(const situation& s, const finding& f, bool recommended);
/// `sent 2026-01-05 (ServiceRequest/x)`: where culture and susceptibility stand when they are done or pending; empty
/// when open.
std::string_view hsv_tests_standing(const situation& s);

/// Referral to infectious disease; none when one exists.
std::optional<suggestion> infectious_disease_referral(const situation& s, const finding& f, bool urgent,
                                                      bool recommended);
/// None for what is not a draft.
std::optional<suggestion> cancel_this_order(const situation& s, const finding& f, bool recommended);

/// Tests due before foscarnet that were not done or ordered lately.
std::optional<suggestion> foscarnet_baseline(const situation& s, const finding& f);

/// The tablet of a drug that makes this dose in whole tablets, the largest first; null when none does.
const orderable* tablet_for(const situation& s, agent drug, double dose_mg);
/// The plan of a regimen for these kidneys. Empty when clearance is unknown and that matters.
std::optional<dose_plan> adjusted_plan(const situation& s, const regimen& r);
/// The dosage of this order changed to the regimen's plan. Empty when no dose may be suggested or the order has no id.
std::optional<suggestion> update_this_order(const situation& s, const finding& f, const regimen& r);
/// This order replaced by the regimen's oral drug.
std::optional<suggestion> replace_this_order(const situation& s, const finding& f, const regimen& r);

} // namespace cds::rules
