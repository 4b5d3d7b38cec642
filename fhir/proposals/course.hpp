// What follows from a way to take a drug and the tablets it comes in: how many in all, for how long, and the words for
// it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cds/knowledge.hpp"

namespace fhir::proposals {

/// What is handed out. Empty fields are unknown.
struct product_form {
  double strength_mg = 0; // of one unit
  std::string_view unit;  // `tablet`, `capsule`; empty when the product is neither
};
/// From a product's strength and its name: `valacyclovir 500 MG Oral Tablet`.
product_form form_of(double strength_mg, std::string_view display);
/// Whether whole units of that strength make the dose.
bool can_give(double dose_mg, double strength_mg);
/// How many whole units make the dose; nothing when they do not, or strength or unit are unknown.
std::optional<double> units_for(double dose_mg, const product_form& form);

struct course {
  cds::dose_plan plan;
  product_form form;
  std::optional<double> administrations; // in all; unknown when open-ended
  std::optional<double> days;            // unknown when open-ended
  std::optional<double> units_per_dose;

  std::optional<double> units() const; // to hand out
};
course course_of(const cds::dose_plan& plan, const product_form& form);

/// `Take 2 g (2 tablets of 1 g) by mouth every 12 hours for 1 day, 2 doses in all`
std::string to_text(const course& c);

} // namespace fhir::proposals
