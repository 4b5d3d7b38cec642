// Facts in a few words, for people who look at what the rules saw.
#pragma once

#include <string>

#include "cds/facts.hpp"

namespace cds {

/// `no known code` when there is none.
std::string name_of_term(const term* named);
/// `valacyclovir, 1 g, 2 a day, 14 days`
std::string dosage_text(const drug& what, const dosage& how);
/// `Creatinine = 1.1 mg/dL`
std::string observation_text(const observation& o);

} // namespace cds
