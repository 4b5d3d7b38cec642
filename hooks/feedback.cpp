#include "hooks/feedback.hpp"

#include <stdexcept>
#include <utility>

#include "fhir/date.hpp"
#include "hooks/borrowed_document.hpp"
#include "hooks/members.hpp"
#include "hooks/uuid.hpp"

namespace hooks {
namespace {

using fhir::issue;
using fhir::issue_code;
using fhir::json::kind;
using fhir::json::value;
using faults = std::vector<issue>;

constexpr std::size_t most_timestamp_bytes = 64;

std::string read_uuid(const value& in, std::string_view name, faults& found) {
  const auto text = required_text(in, name, found);
  if (!text.empty() && !is_uuid(text)) {
    found.push_back({issue_code::value, in[name].path(), "not a UUID such as `c0ffee00-0000-4000-8000-000000000001`"});
  }
  return std::string(text);
}

card_outcome read_outcome(const value& in, faults& found) {
  const auto text = required_text(in, "outcome", found);
  if (text == name_of(card_outcome::overridden)) return card_outcome::overridden;
  if (!text.empty() && text != name_of(card_outcome::accepted)) {
    found.push_back({issue_code::value, in["outcome"].path(), "must be `accepted` or `overridden`"});
  }
  return card_outcome::accepted;
}

void read_timestamp(const value& in, feedback_item& into, faults& found) {
  const auto text = required_text(in, "outcomeTimestamp", found);
  if (text.empty()) return;
  const auto add = [&](const std::string& why) {
    found.push_back(
        {issue_code::value, in["outcomeTimestamp"].path(), "not a time such as `2026-01-05T10:00:00Z`: " + why});
  };
  if (text.size() > most_timestamp_bytes) return add("too long");
  const auto read = fhir::read_date(text);
  if (!read) return add(read.error());
  if (!read->when.exact) return add("the time of day or its offset is missing");
  into.outcome_timestamp = text;
  into.outcome_time = *read->when.exact;
}

/// The text of an optional member of at most `most` bytes. One that is blank was left empty in a form: none given.
std::string read_free_text(const value& in, std::string_view name, std::size_t most, faults& found) {
  const auto member = in[name];
  if (member.string().value_or("x").find_first_not_of(" \t\r\n") == std::string_view::npos) return {};
  const auto text = optional_text(in, name, found);
  if (text.size() <= most) return std::string(text);
  found.push_back({issue_code::too_long, member.path(), "must not be longer than " + std::to_string(most) + " bytes"});
  return {};
}

void read_reason(const value& in, feedback_item& into, faults& found) {
  const auto reason = optional_object(in, "reason", found);
  if (!reason.exists()) return;
  const auto known = found.size();
  override_coding coding{.code = read_free_text(reason, "code", most_coding_bytes, found),
                         .system = read_free_text(reason, "system", most_coding_bytes, found),
                         .display = read_free_text(reason, "display", most_coding_bytes, found)};
  if (coding.code.empty() && coding.display.empty() && found.size() == known) {
    found.push_back({issue_code::required, reason.path(), "must have a `code` or a `display`"});
  }
  into.reason = std::move(coding);
}

void read_suggestions(const value& in, feedback_item& into, faults& found) {
  const auto list = in["acceptedSuggestions"];
  const bool is_needed = in["outcome"].string() == name_of(card_outcome::accepted);
  if (!list.exists() || list.is_null()) {
    if (is_needed) found.push_back({issue_code::required, in.path_of("acceptedSuggestions"), "missing"});
    return;
  }
  if (!list.is(kind::array)) {
    add_wrong_kind(list, "an array of objects", found);
    return;
  }
  if (list.size() > most_accepted_suggestions) {
    found.push_back({issue_code::too_costly, list.path(),
                     "must not hold more than " + std::to_string(most_accepted_suggestions) + " suggestions"});
    return;
  }
  if (is_needed && list.size() == 0) {
    found.push_back({issue_code::required, list.path(), "must name at least one suggestion"});
  }
  for (const auto& one : list) {
    if (one.is(kind::object)) {
      into.accepted_suggestions.push_back(read_uuid(one, "id", found));
    } else {
      add_wrong_kind(one, "an object", found);
    }
  }
}

feedback_item read_item(const value& in, faults& found) {
  feedback_item read;
  if (!in.is(kind::object)) {
    add_wrong_kind(in, "an object", found);
    return read;
  }
  read.card = read_uuid(in, "card", found);
  read.outcome = read_outcome(in, found);
  read_suggestions(in, read, found);
  if (const auto why = optional_object(in, "overrideReason", found); why.exists()) {
    read_reason(why, read, found);
    read.comment = read_free_text(why, "userComment", most_comment_bytes, found);
  }
  read_timestamp(in, read, found);
  return read;
}

std::vector<feedback_item> read_items(const value& root, faults& found) {
  std::vector<feedback_item> read;
  const auto list = root["feedback"];
  if (!list.exists() || list.is_null()) {
    found.push_back({issue_code::required, root.path_of("feedback"), "missing"});
  } else if (!list.is(kind::array)) {
    add_wrong_kind(list, "an array of objects", found);
  } else if (list.size() == 0 || list.size() > most_feedback_items) {
    found.push_back({list.size() == 0 ? issue_code::required : issue_code::too_costly, list.path(),
                     "must hold 1 to " + std::to_string(most_feedback_items) + " items"});
  } else {
    read.reserve(list.size());
    for (const auto& one : list) read.push_back(read_item(one, found));
  }
  return read;
}

problem refuse(faults found) { return {.status = 400, .issues = std::move(found), .headers = {}}; }

} // namespace

std::string_view name_of(card_outcome o) {
  switch (o) {
  case card_outcome::accepted:
    return "accepted";
  case card_outcome::overridden:
    return "overridden";
  }
  throw std::logic_error("a card's outcome without a name");
}

tl::expected<std::vector<feedback_item>, problem> read_feedback(std::string_view body) {
  const borrowed_document document;
  const auto root = document->read(body);
  if (!root) return tl::unexpected(refuse({root.error()}));
  if (!root->is(kind::object)) {
    return tl::unexpected(refuse({{issue_code::structure, "",
                                   std::string("the body must be a JSON object, not ") + with_article(root->kind())}}));
  }
  faults found;
  auto items = read_items(*root, found);
  if (!found.empty()) return tl::unexpected(refuse(std::move(found)));
  return items;
}

} // namespace hooks
