#include "hooks/conformance.hpp"

#include <algorithm>
#include <set>

#include "hooks/conformance_findings.hpp"
#include "hooks/conformance_orders.hpp"

namespace hooks {
namespace {

using fhir::json::kind;
using fhir::json::value;

bool is_lower_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool is_issued_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_lower_hex(text[i])) return false;
  }
  return true;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

bool holds_html(std::string_view markdown_text) {
  for (std::size_t i = 0; i < markdown_text.size(); ++i) {
    if (markdown_text[i] == '\\')
      ++i;
    else if (markdown_text[i] == '<')
      return true;
  }
  return false;
}

/// The checks of one answer's cards.
class card_checks {
 public:
  explicit card_checks(const card_question& asked) : asked_(asked) {
    for (const auto& entry : asked.draft_orders["entry"]) {
      auto type = entry["resource"]["resourceType"].string();
      auto id = entry["resource"]["id"].string();
      if (type && id) drafts_.insert(std::string(*type) + "/" + std::string(*id));
    }
  }

  std::vector<violation> run(const value& answer) {
    if (found_.require(answer.is(kind::object), answer, "answer-is-object")) {
      found_.require(!answer["systemActions"].exists(), answer["systemActions"], "no-system-actions");
      found_.require_no_empties(answer["extension"]);
      found_.require_known(answer, {"cards", "systemActions"});
      if (found_.require_member(answer["cards"].is(kind::array), answer, "cards", "cards-is-array")) {
        for (const auto& card : answer["cards"]) check_card(card);
      }
    }
    return found_.take();
  }

 private:
  void check_card(const value& card) {
    if (!found_.require(card.is(kind::object), card, "card-is-object")) return;
    found_.require_known(card, {"uuid", "summary", "detail", "indicator", "source", "suggestions", "selectionBehavior",
                                "overrideReasons", "links"});
    auto summary = card["summary"].string();
    found_.require_member(has_text(card["summary"]) && code_points(*summary) <= 139, card, "summary",
                          "summary-1-to-139");
    found_.require_word(card, "indicator", {"info", "warning", "critical"}, "indicator-is-known");
    check_uuid(card);
    if (auto detail = card["detail"]; detail.exists()) {
      found_.require(has_text(detail) && !holds_html(*detail.string()), detail, "detail-without-html");
    }
    check_source(card);
    check_suggestions(card);
    if (found_.require_items_if_any(card, "overrideReasons", "override-reasons-is-array")) {
      for (const auto& reason : card["overrideReasons"]) check_coding(reason, "override-has-code-system-display");
    }
    if (found_.require_items_if_any(card, "links", "links-is-array")) {
      for (const auto& link : card["links"]) check_link(link);
    }
    for (const auto& member : card) {
      if (member.name() != "suggestions") found_.require_no_empties(member);
    }
  }

  void check_uuid(const value& owner) {
    auto uuid = owner["uuid"].string();
    if (!found_.require_member(uuid && is_issued_uuid(*uuid), owner, "uuid", "uuid-is-rfc-4122")) return;
    found_.require(uuids_.insert(*uuid).second, owner["uuid"], "uuid-is-unique");
  }

  void check_coding(const value& coding, std::string_view rule) {
    found_.require(has_text(coding["code"]) && has_text(coding["system"]) && has_text(coding["display"]), coding, rule);
  }

  void check_source(const value& card) {
    auto source = card["source"];
    found_.require_known(source, {"label", "url", "icon", "topic"});
    found_.require_member(has_text(source["label"]), card, "source", "source-has-label");
    for (auto name : {"url", "icon"}) {
      if (!source[name].exists()) continue;
      found_.require(is_absolute_url(source[name].string().value_or("")), source[name], "source-url-is-absolute");
    }
    if (source["topic"].exists()) check_coding(source["topic"], "topic-has-code-system-display");
  }

  void check_suggestions(const value& card) {
    auto suggestions = card["suggestions"];
    if (card["selectionBehavior"].exists() || suggestions.exists()) {
      found_.require_word(card, "selectionBehavior", {"any", "at-most-one"}, "suggestions-need-selection-behavior");
    }
    if (!suggestions.exists() || !found_.require_items(card, "suggestions", "nothing-empty")) return;
    auto recommended = std::count_if(suggestions.begin(), suggestions.end(),
                                     [](const value& s) { return s["isRecommended"].boolean() == true; });
    found_.require(card["selectionBehavior"].string() != "at-most-one" || recommended <= 1, suggestions,
                   "at-most-one-recommends-at-most-one");
    for (const auto& suggestion : suggestions) check_suggestion(suggestion);
  }

  void check_suggestion(const value& suggestion) {
    found_.require_known(suggestion, {"label", "uuid", "isRecommended", "actionSelectionBehavior", "actions"});
    found_.require_text(suggestion, "label", "suggestion-has-label");
    check_uuid(suggestion);
    auto recommended = suggestion["isRecommended"];
    found_.require(!recommended.exists() || recommended.is(kind::boolean), recommended, "recommended-is-boolean");
    if (const auto behavior = suggestion["actionSelectionBehavior"]; behavior.exists()) {
      // Clients older than 3.0 do not know it.
      found_.require(asked_.takes_action_selection, behavior, "no-action-selection-behavior");
      found_.require_word(suggestion, "actionSelectionBehavior", {"all", "any", "at-most-one"},
                          "action-selection-is-known");
    }
    if (!found_.require_items(suggestion, "actions", "suggestion-has-actions")) return;
    bool creates = false;
    bool updates = false;
    bool deletes = false;
    for (const auto& action : suggestion["actions"]) {
      check_action(action);
      auto type = action["type"].string();
      creates = creates || type == "create";
      updates = updates || type == "update";
      deletes = deletes || type == "delete";
    }
    found_.require(!deletes || creates || !updates, suggestion, "delete-alone-or-with-create");
  }

  void check_action(const value& action) {
    found_.require_known(action, {"type", "description", "resource", "resourceId"});
    found_.require_text(action, "description", "action-has-description");
    auto resource = action["resource"];
    auto id = action["resourceId"].string();
    if (!found_.require_word(action, "type", {"create", "update", "delete"}, "action-type-is-known")) return;
    auto type = *action["type"].string();
    if (type == "delete") {
      found_.require(id && !resource.exists(), action, "delete-has-only-id");
      found_.require(id && drafts_.contains(std::string(*id)), action, "delete-names-a-draft");
      return;
    }
    if (!found_.require(has_text(resource["resourceType"]) && !action["resourceId"].exists(), action,
                        "write-has-only-resource"))
      return;
    if (type == "create") {
      found_.require_no_empties(resource);
      check_new_order(resource, asked_.patient_id, found_);
    } else { // what the client wrote into its own draft comes back as it was
      auto name = std::string(resource["resourceType"].string().value_or("")) + "/" +
                  std::string(resource["id"].string().value_or(""));
      found_.require(drafts_.contains(name), action, "update-names-a-draft");
      check_changed_order(resource, found_);
    }
  }

  void check_link(const value& link) {
    found_.require_known(link, {"label", "url", "type", "appContext"});
    found_.require_text(link, "label", "link-has-label");
    found_.require_word(link, "type", {"absolute", "smart"}, "link-type-is-known");
    found_.require_member(is_absolute_url(link["url"].string().value_or("")), link, "url", "link-url-is-absolute");
    found_.require(!link["appContext"].exists() || link["type"].string() == "smart", link["appContext"],
                   "app-context-only-on-smart");
  }

  const card_question& asked_;
  findings found_;
  std::set<std::string, std::less<>> drafts_; // `MedicationRequest/a`
  std::set<std::string_view> uuids_;
};

} // namespace

std::vector<violation> check_cards(const value& answer, const card_question& asked) {
  return card_checks(asked).run(answer);
}

} // namespace hooks
