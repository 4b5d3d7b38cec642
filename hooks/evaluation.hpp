// One hook call from its body to its cards.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "hooks/endpoint.hpp"
#include "hooks/problem.hpp"
#include "hooks/services/catalogue.hpp"

namespace hooks {

/// The JSON of a 200, or the refusal with every fault found.
tl::expected<std::string, problem> evaluate_hook(const service& asked, std::string_view body,
                                                 const cds::knowledge& known, const settings& configured,
                                                 const environment& world, const witness& seen);

} // namespace hooks
