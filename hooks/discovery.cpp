#include "hooks/discovery.hpp"

#include "fhir/json/writer.hpp"
#include "hooks/prefetch.hpp"
#include "hooks/services/catalogue.hpp"

namespace hooks {
namespace {

constexpr std::string_view protocol_version = "3.0.0";

void write_service(fhir::json::writer& out, const service& listed, std::string_view id, const prefetch_keys& keys,
                   const cds::knowledge& known) {
  out.begin_object();
  out.member("hook", listed.hook_name).member("title", listed.title).member("description", listed.description);
  out.member("id", id);
  out.name("prefetch").begin_object();
  for (std::size_t i = 0; i < fhir::data_kind_count; ++i) {
    auto kind = static_cast<fhir::data_kind>(i);
    if (keys.uses(kind)) out.member(fhir::key_of(kind), template_of(kind, known.terms));
  }
  out.end_object();
  out.member("usageRequirements", listed.usage_requirements);
  out.member("version", protocol_version).member("hookVersion", listed.hook_version);
  out.name("extension").begin_object();
  out.name("org.vesicle.knowledge").begin_object().member("version", known.version).end_object();
  out.end_object().end_object();
}

} // namespace

std::string discovery_body(const cds::knowledge& known, const router& routes, const prefetch_keys& keys) {
  std::string body;
  fhir::json::writer out(body);
  out.begin_object().name("services").begin_array();
  for (const auto& listed : services()) write_service(out, listed, routes.id_of(listed), keys, known);
  out.end_array().end_object();
  return body;
}

} // namespace hooks
