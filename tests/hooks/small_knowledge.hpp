// Just enough knowledge for the protocol's tests, so that its golden files do not change with clinical content.
#pragma once

#include "cds/knowledge.hpp"

namespace hooks_tests {

/// A few laboratory codes and drugs; an entry for every rule with the main source `label` (it has a URL), and without
/// override reasons for paediatric. `confirm-indication` rests on `own`, which has no URL.
const cds::knowledge& small_knowledge();
/// The same again, to be changed.
cds::knowledge another_small_knowledge();

} // namespace hooks_tests
