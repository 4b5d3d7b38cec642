#include "fhir/proposals/draft.hpp"

#include <stdexcept>

namespace fhir::proposals {

draft draft_at(const proposal_context& context, std::size_t index) {
  if (context.facts == nullptr || index >= context.facts->drafts.size())
    throw std::logic_error("an action on a draft that is not there");
  const auto& read = context.facts->drafts[index];
  const auto resource = context.draft_orders["entry"][read.entry]["resource"];
  if (!resource.is(json::kind::object)) throw std::logic_error("an action on a draft that was not sent");
  if (resource["id"].string().value_or("") != read.source.id)
    throw std::logic_error("the facts speak of another draft");
  return {read, resource};
}

std::string reference_to(const draft& d) {
  const auto type = d.resource["resourceType"].string();
  if (!type || d.read.source.id.empty()) throw std::logic_error("a draft without type or id cannot be named");
  return std::string(*type).append("/").append(d.read.source.id);
}

} // namespace fhir::proposals
