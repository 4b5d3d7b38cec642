#include "hooks/card.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "hooks/card_detail.hpp"
#include "hooks/markdown.hpp"

namespace hooks {
namespace {

constexpr std::string_view rule_system = "urn:vesicle:rule";
constexpr std::string_view override_system = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes";
constexpr std::size_t most_label_characters = 200;
constexpr std::size_t most_links = 3; // clients show each as a button

void write_source(fhir::json::writer& out, const cds::rule_entry& rule, const cds::source& basis) {
  out.name("source").begin_object().member("label", basis.label);
  if (!basis.url.empty()) out.member("url", basis.url);
  out.name("topic").begin_object();
  out.member("code", cds::name_of(rule.id)).member("system", rule_system).member("display", rule.title);
  out.end_object().end_object();
}

void write_action(fhir::json::writer& out, const fhir::proposal& proposed) {
  using kind = fhir::proposal::kind;
  out.begin_object();
  out.member("type", proposed.what == kind::create ? "create" : proposed.what == kind::update ? "update" : "delete");
  out.member("description", plain_line(proposed.description, most_label_characters));
  if (proposed.what == kind::remove) {
    out.member("resourceId", proposed.resource_id);
  } else {
    out.name("resource").raw(proposed.resource);
  }
  out.end_object();
}

issued_suggestion write_suggestion(fhir::json::writer& out, const cds::suggestion& offered,
                                   const card_context& context) {
  issued_suggestion issued{context.world.new_uuid(), kind_of(offered)};
  out.begin_object().member("label", plain_line(offered.label, most_label_characters)).member("uuid", issued.uuid);
  if (offered.recommended) out.member("isRecommended", true);
  // An order that is withdrawn and the one in its place belong together, and so do the tests of one specimen. Clients
  // that do not know the member take all of them anyway.
  if (context.tells_action_selection && offered.actions.size() > 1) out.member("actionSelectionBehavior", "all");
  out.name("actions").begin_array();
  for (const auto& action : offered.actions) write_action(out, fhir::to_proposal(action, context.proposals));
  out.end_array().end_object();
  return issued;
}

std::vector<issued_suggestion> write_suggestions(fhir::json::writer& out, const cds::recommendation& found,
                                                 const card_context& context) {
  std::vector<issued_suggestion> issued;
  if (found.suggestions.empty()) return issued;
  issued.reserve(found.suggestions.size());
  out.name("suggestions").begin_array();
  for (const auto& offered : found.suggestions) issued.push_back(write_suggestion(out, offered, context));
  out.end_array().member("selectionBehavior", "any");
  return issued;
}

const cds::override_reason& reason_coded(std::string_view code, const cds::knowledge& known) {
  auto found = std::ranges::find(known.overrides, code, &cds::override_reason::code);
  if (found == known.overrides.end()) throw std::logic_error("no override reason `" + std::string(code) + "`");
  return *found;
}

void write_overrides(fhir::json::writer& out, const cds::rule_entry& rule, const cds::knowledge& known) {
  if (rule.overrides.empty()) return;
  out.name("overrideReasons").begin_array();
  for (const auto& code : rule.overrides) {
    const auto& reason = reason_coded(code, known);
    out.begin_object()
        .member("code", reason.code)
        .member("system", override_system)
        .member("display", reason.display)
        .end_object();
  }
  out.end_array();
}

/// The sources of a rule that can be read on the web, the main one first, each address once.
std::vector<const cds::source*> linked_sources(const cds::rule_entry& rule, const cds::knowledge& known) {
  std::vector<const cds::source*> linked;
  auto add = [&](const std::string& key) {
    const auto& found = known.source_named(key);
    bool repeated = std::ranges::any_of(linked, [&](const auto* one) { return one->url == found.url; });
    if (!found.url.empty() && !repeated && linked.size() < most_links) linked.push_back(&found);
  };
  add(rule.source);
  for (const auto& key : rule.sources) add(key);
  return linked;
}

void write_link(fhir::json::writer& out, std::string_view label, std::string_view url) {
  out.begin_object().member("label", label).member("url", url).member("type", "absolute").end_object();
}

/// The rule's own page takes the place of the last source: all of them are on it.
void write_links(fhir::json::writer& out, const cds::rule_entry& rule, const card_context& context) {
  auto linked = linked_sources(rule, context.known);
  const bool has_page = !context.rule_pages.empty();
  if (linked.empty() && !has_page) return;
  if (has_page && linked.size() == most_links) linked.pop_back();
  out.name("links").begin_array();
  if (has_page)
    write_link(out, "What this rule says", std::string(context.rule_pages) + "#" + std::string(cds::name_of(rule.id)));
  for (const auto* one : linked) write_link(out, one->label, one->url);
  out.end_array();
}

} // namespace

issued_card write_card(fhir::json::writer& out, const cds::recommendation& found, const card_context& context) {
  const auto& rule = context.known.rule(found.rule);
  const auto& basis = context.known.source_named(rule.source);
  issued_card issued{.uuid = context.world.new_uuid(),
                     .rule = std::string(cds::name_of(rule.id)),
                     .rule_version = rule.version,
                     .indicator = found.indicator,
                     .suggestions = {}};
  out.begin_object().member("uuid", issued.uuid);
  out.member("summary", plain_line(found.summary, most_summary_characters));
  out.member("indicator", cds::name_of(found.indicator));
  out.member("detail", detail_of(found, context.known));
  write_source(out, rule, basis);
  issued.suggestions = write_suggestions(out, found, context);
  write_overrides(out, rule, context.known);
  write_links(out, rule, context);
  out.end_object();
  return issued;
}

} // namespace hooks
