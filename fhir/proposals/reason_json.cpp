#include "fhir/proposals/reason_json.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "fhir/json/pruned.hpp"

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

/// The items of a list; one alone may stand for it.
void add_all(values& to, const json::value& written) {
  if (!written.is(json::kind::array)) return add_present(to, written);
  for (const auto item : written) add_present(to, item);
}

values references(const json::value& resource) {
  auto found = members_of_reason(resource, "reference");
  add_all(found, resource["reasonReference"]);
  return found;
}

values codes(const json::value& resource) {
  auto found = members_of_reason(resource, "concept");
  add_all(found, resource["reasonCode"]);
  add_all(found, resource["reasonCodeableConcept"]); // DSTU2
  return found;
}

bool stands_alone(const json::value& reference) {
  const auto target = reference["reference"].string();
  return target && !target->starts_with('#');
}

void write_list(json::writer& out, std::string_view name, const values& items) {
  if (items.empty()) return;
  out.name(name).begin_array();
  for (const auto& item : items) json::write_condensed(out, item);
  out.end_array();
}

void write_first(json::writer& out, std::string_view name, const values& items) {
  if (!items.empty()) json::write_condensed(out.name(name), items.front());
}

/// CodeableReferences: each holds one of the two.
void write_either(json::writer& out, const reason& why) {
  if (why.references.empty() && why.codes.empty()) return;
  out.name("reason").begin_array();
  for (const auto& [name, items] : {std::pair{"reference", &why.references}, std::pair{"concept", &why.codes}})
    for (const auto& item : *items) {
      json::write_condensed(out.begin_object().name(name), item);
      out.end_object();
    }
  out.end_array();
}

std::string text_of(const reason& why) {
  std::string text;
  json::writer out(text);
  out.begin_object();
  write_either(out, why);
  out.end_object();
  return text;
}

} // namespace

reason reason_of(const draft& d) {
  auto named = references(d.resource);
  const bool resolved = !named.empty() && !d.read.reason_unresolved && !d.read.conditions.empty();
  if (resolved && std::all_of(named.begin(), named.end(), stands_alone)) return {std::move(named), {}};
  return {{}, codes(d.resource)};
}

reason shared_reason(const proposal_context& context) {
  std::optional<reason> shared;
  for (std::size_t i = 0; context.facts != nullptr && i < context.facts->drafts.size(); ++i) {
    if (!is_antiviral(context.facts->drafts[i])) continue;
    auto one = reason_of(draft_at(context, i));
    if (shared && text_of(*shared) != text_of(one)) return {};
    shared = std::move(one);
  }
  return shared.value_or(reason{});
}

void write_reason(json::writer& out, const reason& why, reason_form form) {
  switch (form) {
  case reason_form::lists:
    write_list(out, "reasonReference", why.references);
    return write_list(out, "reasonCode", why.codes);
  case reason_form::either:
    return write_either(out, why);
  case reason_form::one_of_either:
    write_first(out, "reasonReference", why.references);
    return write_first(out, "reasonCodeableConcept", why.codes);
  case reason_form::with_supporting:
    write_list(out, "supportingInformation", why.references);
    return write_list(out, "reason", why.codes);
  case reason_form::one_with_supporting:
    write_list(out, "supportingInformation", why.references);
    return write_first(out, "reason", why.codes);
  }
}

} // namespace fhir::proposals
