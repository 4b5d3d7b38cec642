#include "hooks/services/catalogue.hpp"

#include <algorithm>
#include <array>

namespace hooks {
namespace {

constexpr std::array<service, 1> listed = {{
    {.id = "antiviral-order-sign",
     .hook = cds::hook::order_sign,
     .hook_name = "order-sign",
     .hook_version = "1.1",
     .title = "Antiviral orders for herpes of the lips and mouth",
     .description = "Checks orders of acyclovir, valacyclovir, famciclovir and topical acyclovir for herpes simplex of "
                    "the lips and mouth: "
                    "treatment failure and suspected resistance, resistant virus (with a foscarnet draft), the regimen "
                    "and its renal "
                    "reduction, topical acyclovir, red flags, age limits and an unclear site. "
                    "Not checked: orders of foscarnet or cidofovir, renal dosing of regimens outside the cold-sore "
                    "table, frequent "
                    "recurrences, genital herpes, zoster, cytomegalovirus, and drug interactions other than those "
                    "named with a foscarnet "
                    "draft. The content has not been signed off by a clinician.",
     .usage_requirements =
         "Needs the prefetch keys patient, conditions and medications. Without any of the others, what could not be "
         "checked is "
         "said on a card. Searches must be complete: a result with further pages counts as not supplied."},
}};

} // namespace

std::span<const service> services() { return listed; }

const service* service_named(std::string_view id) {
  const auto* found = std::ranges::find(listed, id, &service::id);
  return found == listed.end() ? nullptr : found;
}

} // namespace hooks
