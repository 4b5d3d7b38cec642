// Numbers with units, as the engine uses them. The readers convert; what they cannot convert never becomes a quantity.
#pragma once

#include <string>

namespace cds {

/// Units the engine computes with. A dose is an amount per administration.
enum class unit : unsigned char {
  milligram,              // mg
  milligram_per_kilogram, // mg/kg
  millilitre,             // mL
  product_unit,           // a tablet, capsule, patch: multiplied by the product's strength
  application,            // a topical application; no amount
  kilogram,               // kg
  milligram_per_decilitre,
  millimole_per_litre,
  micromole_per_litre,
  millilitre_per_minute,
  cells_per_microlitre,
  microgram_per_millilitre,
  milligram_per_minute,
  milligram_per_kilogram_per_minute,
  percent,
};

/// `mg`, `mg/kg`, `mL/min` ...: the text shown on cards.
const char* symbol(unit u);

struct quantity {
  double value = 0;
  cds::unit unit = unit::milligram;

  friend bool operator==(const quantity&, const quantity&) = default;
};

/// Clinical comparisons tolerate binary rounding: equal within a relative 1e-9, so boundaries are inclusive as written.
bool about_equal(double a, double b);
bool at_least(double a, double b); // a >= b
bool at_most(double a, double b);  // a <= b
bool above(double a, double b);    // a > b and not about_equal
bool below(double a, double b);    // a < b and not about_equal

/// A number as people write it: `1950`, `0.9`, `1.111`; at most `decimals` decimals, no trailing zeros.
std::string to_text(double value, int decimals = 3);
void append(std::string& out, double value);
struct rounded {
  double value;
  int decimals;
};
void append(std::string& out, const rounded& r);
/// `1 g` from 1000 mg upwards in whole or half grams, else `500 mg`; `30 mg/kg`; `65 kg`.
std::string to_text(const quantity& q);
void append(std::string& out, const quantity& q);

} // namespace cds
