// The foscarnet course the patient is on (pathway: foscarnet-dose, foscarnet-safety, foscarnet-course).
#pragma once

#include <optional>

#include "cds/facts.hpp"
#include "cds/knowledge.hpp"

namespace cds {

struct foscarnet_use {
  const medication* current = nullptr; // the record that tells the present dose best
  day first{};                         // first dose of the course, joined over short gaps
  int days = 0;                        // since then
};
/// Empty when the patient is not on foscarnet. The draft order never counts.
std::optional<foscarnet_use> assess_foscarnet_use(const facts& chart, const knowledge& known);

} // namespace cds
