#include <chrono>

#include "fhir/json/document.hpp"
#include "hooks/conformance.hpp"
#include "hooks/endpoint.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/chart.hpp"
#include "tests/support/world.hpp"

namespace fuzz {
namespace {

using namespace std::chrono_literals;

void post(std::string_view target, std::string_view body) {
  static const hooks::endpoint served(support::embedded_knowledge(), {});
  const hooks::call asked{.method = "POST",
                          .target = target,
                          .content_type = "application/json",
                          .content_encoding = {},
                          .origin = {},
                          .body = body};
  // In builds with assertions the endpoint itself throws for cards that break a rule of the protocol.
  const auto answered = served.answer(asked, support::world_at(std::chrono::sys_days{2026y / 1 / 20} + 15h));
  promise(answered.status == 200 || answered.status == 400 || answered.status == 412, "a body gets 200, 400 or 412");
  promise(answered.content_type == "application/json", "every answer is JSON");
  fhir::json::document document;
  const auto root = document.read(answered.body);
  promise(root.has_value(), "every answer is JSON, strictly");
  if (answered.status == 200)
    promise((*root)["cards"].is(fhir::json::kind::array), "an answer has cards");
  else
    promise(hooks::check_refusal(*root).empty(), "a refusal is an OperationOutcome");
}

} // namespace

void request(std::string_view bytes) {
  for (const auto* target : {"/cds-services/antiviral-order-sign", "/cds-services/antiviral-order-select",
                             "/cds-services/antiviral-patient-view"})
    post(target, bytes);
}

} // namespace fuzz
