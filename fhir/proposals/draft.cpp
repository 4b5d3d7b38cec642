#include "fhir/proposals/draft.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

namespace fhir::proposals {

namespace {

/// Until R4 the dose stood in the instruction itself.
bool has_bare_dose(const json::value& instruction) {
  constexpr std::array<std::string_view, 5> names = {"doseQuantity", "doseRange", "rateRatio", "rateRange",
                                                     "rateQuantity"};
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return instruction[name].exists(); });
}

} // namespace

release release_of(const json::value& draft) {
  const auto has = [&](std::string_view name) { return draft[name].exists(); };
  if (draft["resourceType"].string() == "MedicationOrder") return release::dstu2;
  if (has("medication")) return release::r5;
  const auto instructions = draft["dosageInstruction"];
  const bool bare = std::any_of(instructions.begin(), instructions.end(), has_bare_dose);
  const bool old_parts =
      has("context") || draft["requester"]["agent"].exists() || draft["substitution"]["allowed"].exists();
  return bare || old_parts ? release::stu3 : release::r4;
}

release release_of(const proposal_context& context) {
  std::optional<release> shared;
  for (std::size_t i = 0; context.facts != nullptr && i < context.facts->drafts.size(); ++i) {
    const auto one = release_of(draft_at(context, i).resource);
    if (shared && *shared != one) return release::r4;
    shared = one;
  }
  return shared.value_or(release::r4);
}

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
