#include "tests/vignettes/expectation.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <initializer_list>
#include <regex>
#include <stdexcept>

namespace vignettes {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using complaints = std::vector<std::string>;

std::string text_of(const value& v) { return v.is_string() ? std::string(v.get_string()) : boost::json::serialize(v); }

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool contains(const std::string& text, const value& part) {
  return lower(text).find(lower(text_of(part))) != std::string::npos;
}

const value* at(const value& from, std::initializer_list<std::string_view> path) {
  const value* here = &from;
  for (auto step : path) {
    if (step == "[0]") {
      if (!here->is_array() || here->get_array().empty()) return nullptr;
      here = &here->get_array().front();
    } else {
      if (!here->is_object()) return nullptr;
      const auto* member = here->get_object().if_contains(step);
      if (member == nullptr) return nullptr;
      here = member;
    }
  }
  return here;
}

std::string text_at(const value& from, std::initializer_list<std::string_view> path) {
  const auto* found = at(from, path);
  return found != nullptr ? text_of(*found) : std::string();
}

/// Whether the card's own words (its links name sources) hold what this regular expression describes: a dose in mg,
/// whatever its number.
bool matches(const value& card, const value& pattern) {
  const auto words =
      text_at(card, {"summary"}) + "\n" + text_at(card, {"detail"}) + "\n" + text_at(card, {"suggestions"});
  return std::regex_search(words, std::regex(text_of(pattern)));
}

double number_at(const value& from, std::initializer_list<std::string_view> path) {
  const auto* found = at(from, path);
  return found != nullptr && found->is_number() ? found->to_number<double>() : std::nan("");
}

const array& list(const value& from, std::string_view member) {
  static const array none;
  const auto* found = at(from, {member});
  return found != nullptr && found->is_array() ? found->get_array() : none;
}

void only_members(const object& of, std::initializer_list<std::string_view> known) {
  for (const auto& member : of)
    if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end())
      throw std::runtime_error("unknown member `" + std::string(member.key()) + "` in an expectation");
}

bool has_code(const value& resource, const std::string& code) {
  for (auto concept_name : {"code", "medicationCodeableConcept"})
    if (const auto* found = at(resource, {concept_name}))
      for (const auto& coding : list(*found, "coding"))
        if (text_at(coding, {"code"}) == code) return true;
  return false;
}

/// mg per administration of a proposed order; tablets count by the strength of the two products that are ever proposed.
double dose_mg(const value& resource) {
  const auto* dose = at(resource, {"dosageInstruction", "[0]", "doseAndRate", "[0]", "doseQuantity"});
  if (dose == nullptr) return std::nan("");
  const auto unit = text_at(*dose, {"unit"});
  const auto amount = number_at(*dose, {"value"});
  if (unit == "mg") return amount;
  if (unit == "g") return amount * 1000;
  return amount * (has_code(resource, "313565") ? 500 : has_code(resource, "313564") ? 1000 : std::nan(""));
}

double hours_between_doses(const value& resource) {
  const auto* repeat = at(resource, {"dosageInstruction", "[0]", "timing", "repeat"});
  if (repeat == nullptr) return std::nan("");
  const auto unit = text_at(*repeat, {"periodUnit"});
  const double hours = unit == "h" ? 1 : unit == "d" ? 24 : std::nan("");
  return number_at(*repeat, {"period"}) * hours / number_at(*repeat, {"frequency"});
}

double days_of(const value& resource) {
  return number_at(resource, {"dosageInstruction", "[0]", "timing", "repeat", "boundsDuration", "value"});
}

bool same(double got, const value& wanted) { return std::abs(got - wanted.to_number<double>()) < 1e-6; }

/// One wanted member of an action against an action that came back.
bool agrees(std::string_view key, const value& wanted, const value& action) {
  const auto* found = at(action, {"resource"});
  const value resource = found != nullptr ? *found : value();
  if (key == "type") return text_at(action, {"type"}) == text_of(wanted);
  if (key == "id") return text_at(action, {"resourceId"}) == text_of(wanted);
  if (key == "resource") return text_at(resource, {"resourceType"}) == text_of(wanted);
  if (key == "code") return has_code(resource, text_of(wanted));
  if (key == "agent") return contains(text_at(resource, {"medicationCodeableConcept"}), wanted);
  if (key == "priority") return text_at(resource, {"priority"}) == text_of(wanted);
  if (key == "dose_mg") return same(dose_mg(resource), wanted);
  if (key == "every_hours") return same(hours_between_doses(resource), wanted);
  if (key == "days") return same(days_of(resource), wanted);
  if (key == "says")
    return std::all_of(wanted.as_array().begin(), wanted.as_array().end(),
                       [&](const value& part) { return contains(boost::json::serialize(resource), part); });
  throw std::runtime_error("unknown member `" + std::string(key) + "` in an expected action");
}

bool has_action(const value& suggestion, const object& wanted) {
  const auto& actions = list(suggestion, "actions");
  return std::any_of(actions.begin(), actions.end(), [&](const value& action) {
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](const auto& member) { return agrees(member.key(), member.value(), action); });
  });
}

bool meets(const value& suggestion, const object& wanted) {
  only_members(wanted, {"recommended", "actions"});
  const bool recommended = text_at(suggestion, {"isRecommended"}) == "true";
  if (const auto* flag = wanted.if_contains("recommended"); flag != nullptr && flag->as_bool() != recommended)
    return false;
  const auto& actions = wanted.at("actions").as_array();
  return std::all_of(actions.begin(), actions.end(),
                     [&](const value& action) { return has_action(suggestion, action.as_object()); });
}

void compare_card(const value& card, const object& wanted, complaints& out) {
  only_members(wanted, {"rule", "indicator", "summary", "says", "suggestions", "never"});
  const auto rule = text_of(wanted.at("rule"));
  if (text_at(card, {"indicator"}) != text_of(wanted.at("indicator")))
    out.push_back(rule + ": the indicator is `" + text_at(card, {"indicator"}) + "`");
  for (const auto& part : wanted.at("summary").as_array())
    if (!contains(text_at(card, {"summary"}), part))
      out.push_back(rule + ": the summary lacks `" + text_of(part) + "`: " + text_at(card, {"summary"}));
  for (const auto& part : wanted.at("says").as_array())
    if (!contains(text_at(card, {"detail"}), part)) out.push_back(rule + ": the detail lacks `" + text_of(part) + "`");
  if (const auto* never = wanted.if_contains("never"))
    for (const auto& pattern : never->as_array())
      if (matches(card, pattern)) out.push_back(rule + ": says `" + text_of(pattern) + "`");
  const auto& suggestions = list(card, "suggestions");
  if (const auto* all = wanted.if_contains("suggestions"))
    for (const auto& one : all->as_array())
      if (std::none_of(suggestions.begin(), suggestions.end(),
                       [&](const value& suggestion) { return meets(suggestion, one.as_object()); }))
        out.push_back(rule + ": no suggestion is " + boost::json::serialize(one));
}

std::string rule_of(const value& card) { return text_at(card, {"source", "topic", "code"}); }

void compare_wanted(const object& wanted, const array& cards, complaints& out) {
  for (const auto& one : wanted.at("cards").as_array()) {
    const auto rule = text_of(one.at("rule"));
    const auto card =
        std::find_if(cards.begin(), cards.end(), [&](const value& candidate) { return rule_of(candidate) == rule; });
    if (card == cards.end())
      out.push_back("no card of " + rule);
    else
      compare_card(*card, one.as_object(), out);
  }
  if (!wanted.at("no_other_cards").as_bool()) return;
  for (const auto& card : cards) {
    const auto& all = wanted.at("cards").as_array();
    if (std::none_of(all.begin(), all.end(),
                     [&](const value& one) { return text_of(one.at("rule")) == rule_of(card); }))
      out.push_back("a card of " + rule_of(card) + ": " + text_at(card, {"summary"}));
  }
}

void refuse_action(const value& action, const object& never, complaints& out) {
  const auto type = text_at(action, {"type"});
  if (never.contains("deletes") && type == "delete") out.push_back("deletes " + text_at(action, {"resourceId"}));
  const auto* resource = at(action, {"resource"});
  if (resource == nullptr || !never.contains("creates")) return;
  for (const auto& refused : never.at("creates").as_array())
    if (text_at(*resource, {"resourceType"}) == text_of(refused) || has_code(*resource, text_of(refused)))
      out.push_back("proposes " + text_of(refused));
}

void compare_refused(const object& never, const array& cards, complaints& out) {
  only_members(never, {"rules", "texts", "patterns", "creates", "deletes"});
  for (const auto& card : cards) {
    if (const auto* rules = never.if_contains("rules"))
      for (const auto& rule : rules->as_array())
        if (rule_of(card) == text_of(rule)) out.push_back("a card of " + rule_of(card));
    if (const auto* texts = never.if_contains("texts"))
      for (const auto& part : texts->as_array())
        if (contains(boost::json::serialize(card), part))
          out.push_back(rule_of(card) + ": says `" + text_of(part) + "`");
    if (const auto* patterns = never.if_contains("patterns"))
      for (const auto& pattern : patterns->as_array())
        if (matches(card, pattern)) out.push_back(rule_of(card) + ": says `" + text_of(pattern) + "`");
    for (const auto& suggestion : list(card, "suggestions"))
      for (const auto& action : list(suggestion, "actions")) refuse_action(action, never, out);
  }
}

std::chrono::sys_seconds instant_of(const std::string& text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2dZ", &year, &month, &day, &hour, &minute, &second) != 6)
    throw std::runtime_error("`" + text + "` is no UTC instant");
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

} // namespace

expectation read_expectation(std::string_view text) {
  expectation read;
  read.wanted = boost::json::parse(boost::json::string_view(text.data(), text.size())).as_object();
  only_members(read.wanted, {"patient", "now", "cards", "no_other_cards", "never"});
  read.patient = text_of(read.wanted.at("patient"));
  read.now = instant_of(text_of(read.wanted.at("now")));
  return read;
}

complaints differences(const expectation& expected, const value& answer) {
  complaints out;
  const auto* cards = at(answer, {"cards"});
  if (cards == nullptr || !cards->is_array()) return {"the answer has no array of cards"};
  compare_wanted(expected.wanted, cards->get_array(), out);
  if (const auto* never = expected.wanted.if_contains("never"))
    compare_refused(never->as_object(), cards->get_array(), out);
  return out;
}

} // namespace vignettes
