// Patients made up of independent pieces: host, order, treatment so far, virus, kidneys, and what else may be there.
#pragma once

#include "tests/support/chart.hpp"

namespace corpus {

/// The n-th patient. The same number gives the same patient.
support::chart patient(unsigned number);

} // namespace corpus
