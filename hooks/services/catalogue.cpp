#include "hooks/services/catalogue.hpp"

#include <algorithm>
#include <array>

namespace hooks {
namespace {

constexpr std::array<service, 3> listed = {{
    {.id = "antiviral-order-sign",
     .hook = cds::hook::order_sign,
     .hook_name = "order-sign",
     .hook_version = "1.1",
     .title = "Antiviral orders for herpes of the lips and mouth",
     .description =
         "Checks orders of nucleoside antivirals (acyclovir, valacyclovir, famciclovir, topical acyclovir) for herpes "
         "simplex of the lips and mouth: red flags, age limits, an unclear site, treatment failure and suspected "
         "resistance, resistant virus (with a foscarnet draft), the regimen, renal dosing, frequent recurrences and "
         "topical acyclovir. Checks orders of foscarnet and cidofovir, and foscarnet that is running: the foscarnet "
         "dose, safety and course. "
         "Not checked: genital herpes, zoster, cytomegalovirus, doses below the age of 18, the dose of cidofovir, and "
         "interactions other than those of foscarnet. The content has not been signed off by a clinician.",
     .usage_requirements =
         "Needs the prefetch keys patient, conditions and medications. Without any of the others, what could not be "
         "checked is said on a card. What is not sent, or goes on on further pages, is read from fhirServer where this "
         "client is registered for it, and otherwise counts as not supplied."},
    {.id = "antiviral-order-select",
     .hook = cds::hook::order_select,
     .hook_name = "order-select",
     .hook_version = "1.0",
     .title = "Antiviral orders for herpes of the lips and mouth, while they are written",
     .description =
         "Checks the selected draft orders as antiviral-order-sign does; the other drafts are not checked. A part of "
         "the dose that is not written yet is not complained of, and what needs it is not checked until the order is "
         "signed. "
         "Not checked: genital herpes, zoster, cytomegalovirus, doses below the age of 18, the dose of cidofovir, and "
         "interactions other than those of foscarnet. The content has not been signed off by a clinician.",
     .usage_requirements =
         "Needs context.selections, and the prefetch keys patient, conditions and medications. Without any of the "
         "others, what could not be checked is said on a card. What is not sent, or goes on on further pages, is read "
         "from fhirServer where this client is registered for it, and otherwise counts as not supplied. Call "
         "antiviral-order-sign as well: only it checks the whole order."},
    {.id = "antiviral-patient-view",
     .hook = cds::hook::patient_view,
     .hook_name = "patient-view",
     .hook_version = "1.0",
     .title = "Running foscarnet and resistant herpes simplex",
     .description =
         "On opening the chart, checks foscarnet that is running (its dose, safety tests and course) and tells of "
         "virus that was reported resistant while acyclovir or a drug of its class is being taken. "
         "Not checked: everything else about orders, which antiviral-order-sign does; genital herpes, zoster, "
         "cytomegalovirus; patients below the age of 18. The content has not been signed off by a clinician.",
     .usage_requirements =
         "Needs the prefetch keys patient, conditions and medications. Without any of the others, what could not be "
         "checked is said on a card. What is not sent, or goes on on further pages, is read from fhirServer where this "
         "client is registered for it, and otherwise counts as not supplied."},
}};

} // namespace

std::span<const service> services() { return listed; }

const service* service_named(std::string_view id) {
  const auto* found = std::ranges::find(listed, id, &service::id);
  return found == listed.end() ? nullptr : found;
}

const service* service_for(std::string_view hook_name) {
  const auto* found = std::ranges::find(listed, hook_name, &service::hook_name);
  return found == listed.end() ? nullptr : found;
}

} // namespace hooks
