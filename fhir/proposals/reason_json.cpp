#include "fhir/proposals/reason_json.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "fhir/json/pruned.hpp"
#include "fhir/json/writer.hpp"

namespace fhir::proposals {

namespace {

using values = std::vector<json::value>;

bool is_antiviral(const cds::draft_order& d) { return d.drug.agent != cds::agent::none; }

void add_present(values& to, const json::value& v) {
  if (!json::is_empty(v)) to.push_back(v);
}

/// R5 puts both kinds of reason in one list.
values members_of_reason(const json::value& resource, std::string_view which) {
  values found;
  for (const auto reason : resource["reason"]) add_present(found, reason[which]);
  return found;
}

values references(const json::value& resource) {
  auto found = members_of_reason(resource, "reference");
  for (const auto reference : resource["reasonReference"]) add_present(found, reference);
  return found;
}

values codes(const json::value& resource) {
  auto found = members_of_reason(resource, "concept");
  for (const auto code : resource["reasonCode"]) add_present(found, code);
  add_present(found, resource["reasonCodeableConcept"]); // DSTU2
  return found;
}

bool stands_alone(const json::value& reference) {
  const auto target = reference["reference"].string();
  return target && !target->starts_with('#');
}

std::string list(std::string_view name, const values& items) {
  std::string text = "\"" + std::string(name) + "\":";
  json::writer out(text);
  out.begin_array();
  for (const auto& item : items) json::write_pruned(out, item);
  out.end_array();
  return text;
}

} // namespace

std::string reason_of(const draft& d) {
  const auto named = references(d.resource);
  const bool resolved = !named.empty() && !d.read.reason_unresolved && !d.read.conditions.empty();
  if (resolved && std::all_of(named.begin(), named.end(), stands_alone)) return list("reasonReference", named);
  const auto coded = codes(d.resource);
  return coded.empty() ? std::string() : list("reasonCode", coded);
}

std::string shared_reason(const proposal_context& context) {
  std::optional<std::string> shared;
  for (std::size_t i = 0; context.facts != nullptr && i < context.facts->drafts.size(); ++i) {
    if (!is_antiviral(context.facts->drafts[i])) continue;
    auto reason = reason_of(draft_at(context, i));
    if (shared && *shared != reason) return {};
    shared = std::move(reason);
  }
  return shared.value_or(std::string());
}

} // namespace fhir::proposals
