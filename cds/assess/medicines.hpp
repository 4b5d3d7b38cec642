// Which medicines the patient is on, and what an order or course amounts to in mg and days.
#pragma once

#include <optional>
#include <vector>

#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

/// The route a drug goes in by: the dosage's when stated, else the product's.
route route_of(const drug& what, const dosage& how);
/// By mouth or vein; an antiviral whose route is not stated counts as systemic (the safe side: its rules speak).
bool is_systemic(const drug& what, const dosage& how);
bool is_topical(const drug& what, const dosage& how);

/// mg per administration: tablets times strength, mL times concentration, mg/kg times weight (kg; 0 = unknown).
std::optional<double> dose_mg(const drug& what, const dosage& how, double weight_kg);
/// mg a day; a single dose is that dose on its day.
std::optional<double> daily_mg(const drug& what, const dosage& how, double weight_kg);
/// Days of a course: stated, else supply, else amount divided by daily use. Refills are not counted.
std::optional<double> course_days(const drug& what, const dosage& how, std::optional<double> days_supply,
                                  const std::optional<quantity>& amount);

/// The last civil day a medication covers: its end, else start and length, else today for an active one, else its
/// start.
std::optional<day> last_day(const medication& m, day today);
/// Taken today or within the last `within` days. A medication without a date counts when it is active.
bool is_current(const medication& m, day today, double within = 0);

/// Requests, dispenses, administrations and statements of the chart, one after the other.
std::vector<const medication*> all_medications(const facts& chart);

/// The drafts of the request, those that are checked and those that are not.
std::vector<const draft_order*> all_drafts(const facts& chart);

/// True when at least one of the four kinds was not supplied, so that the absence of a medicine proves nothing.
bool medications_incomplete(const facts& chart);

} // namespace cds
