#include "hooks/card.hpp"

#include <variant>
#include <vector>

#include "hooks/card_detail.hpp"
#include "hooks/markdown.hpp"

namespace hooks {
namespace {

constexpr std::size_t most_label_characters = 200;

void write_line(fhir::json::writer& out, std::string_view name, std::string_view text, std::size_t most_characters) {
  std::string shown;
  out.member(name, plain_line(text, most_characters, shown));
}

void write_action(fhir::json::writer& out, const cds::action& what, const fhir::proposal_context& context) {
  using fhir::deed;
  const auto asks = fhir::deed_of(what);
  out.begin_object();
  out.member("type", asks == deed::create ? "create" : asks == deed::update ? "update" : "delete");
  const auto description = std::visit([](const auto& one) { return one.description; }, what);
  write_line(out, "description", description, most_label_characters);
  if (const auto* cancels = std::get_if<cds::cancel_order>(&what))
    out.member("resourceId", fhir::removed_by(*cancels, context));
  else
    fhir::write_resource(out.name("resource"), what, context);
  out.end_object();
}

issued_suggestion write_suggestion(fhir::json::writer& out, const cds::suggestion& offered,
                                   const card_context& context) {
  issued_suggestion issued{context.world.new_uuid(), kind_of(offered)};
  out.begin_object();
  write_line(out, "label", offered.label, most_label_characters);
  out.member("uuid", issued.uuid);
  if (offered.recommended) out.member("isRecommended", true);
  // An order that is withdrawn and the one in its place belong together, and so do the tests of one specimen. Clients
  // that do not know the member take all of them anyway.
  if (context.tells_action_selection && offered.actions.size() > 1) out.member("actionSelectionBehavior", "all");
  out.name("actions").begin_array();
  for (const auto& action : offered.actions) write_action(out, action, context.proposals);
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

} // namespace

issued_card write_card(fhir::json::writer& out, const cds::recommendation& found, const card_context& context) {
  const auto& parts = context.parts[found.rule];
  issued_card issued{
      .uuid = context.world.new_uuid(), .rule = found.rule, .indicator = found.indicator, .suggestions = {}};
  out.begin_object().member("uuid", issued.uuid);
  write_line(out, "summary", found.summary, most_summary_characters);
  out.member("indicator", cds::name_of(found.indicator));
  out.member("detail", detail_of(found, parts.basis));
  out.members(parts.source);
  issued.suggestions = write_suggestions(out, found, context);
  out.members(parts.reasons_and_links).end_object();
  return issued;
}

} // namespace hooks
