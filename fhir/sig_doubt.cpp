// What a text, although not understood, tells against the structured dose beside it: `prn`, `then 1 tablet`, `1-2
// tabs`.
#include <algorithm>
#include <vector>

#include "fhir/sig.hpp"

namespace fhir {
namespace {

using tokens = std::vector<std::string>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Runs of letters in lower case, numbers, and `-` for any dash; nothing else counts here.
tokens split(std::string_view text) {
  tokens all;
  for (std::size_t at = 0; at < text.size();) {
    const auto from = at;
    if (is_letter(text[at])) {
      std::string word;
      while (at < text.size() && is_letter(text[at])) word += lower(text[at++]);
      all.push_back(std::move(word));
    } else if (is_digit(text[at])) {
      while (at < text.size() && (is_digit(text[at]) || text[at] == '.' || text[at] == ',')) ++at;
      all.emplace_back(text.substr(from, at - from));
    } else if (text[at] == '-' || text.substr(at).starts_with("\xE2\x80\x93")) {
      all.emplace_back("-");
      at += text[at] == '-' ? 1U : 3U;
    } else {
      ++at;
    }
  }
  return all;
}

bool among(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_number(const tokens& all, std::size_t at) {
  if (at >= all.size()) return false;
  return is_digit(all[at].front()) ||
         among(all[at], {"one", "two", "three", "four", "five", "six", "half", "twice", "once"});
}

bool is_counted(const tokens& all, std::size_t at) {
  return at < all.size() &&
         among(all[at], {"tablet", "tablets", "tab", "tabs", "capsule", "capsules", "cap", "caps",  "caplet", "caplets",
                         "pill",   "pills",   "mg",  "g",    "gram",    "grams",    "ml",  "times", "x",      "doses"});
}

bool is_followed_by(const tokens& all, std::size_t at, std::initializer_list<std::string_view> words) {
  return at + 1 < all.size() && among(all[at + 1], words);
}

bool says_as_needed(const tokens& all, std::size_t at) {
  if (all[at] == "prn") return true;
  if (all[at] == "p") return is_followed_by(all, at, {"r"}) && is_followed_by(all, at + 1, {"n"});
  return among(all[at], {"as", "if", "when", "where"}) && is_followed_by(all, at, {"needed", "necessary", "required"});
}

/// `then 1 tablet`, `taper`, `increase to`; not `increase fluids`.
bool says_steps(const tokens& all, std::size_t at) {
  if (among(all[at], {"taper", "tapering", "tapered", "titrate", "loading"})) return true;
  if (all[at] == "followed") return is_followed_by(all, at, {"by"});
  if (among(all[at], {"increase", "decrease", "reduce"})) return is_followed_by(all, at, {"to", "by", "dose"});
  if (all[at] != "then") return false;
  return is_number(all, at + 1) || is_number(all, at + 2) || is_number(all, at + 3);
}

/// `1-2 tablets`, `1 to 2 times`, `every 4 - 6 hours`; not `for 7-10 days`, which the length alone is about.
bool says_range(const tokens& all, std::size_t at) {
  if (!is_number(all, at) || !is_followed_by(all, at, {"-", "to", "or"}) || !is_number(all, at + 2)) return false;
  const bool interval = at > 0 && among(all[at - 1], {"every", "q", "each"});
  return interval || is_counted(all, at + 3);
}

bool says_limit(const tokens& all, std::size_t at) {
  return all[at] == "up" && is_followed_by(all, at, {"to"}) && is_number(all, at + 2) && is_counted(all, at + 3);
}

bool says_certain_days(const tokens& all, std::size_t at) {
  return among(all[at], {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays",
                         "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays", "mwf", "dialysis",
                         "hemodialysis", "haemodialysis"});
}

} // namespace

doubt doubt_in(std::string_view text) {
  const auto all = split(text);
  const auto any = [&](bool (*says)(const tokens&, std::size_t)) {
    for (std::size_t at = 0; at < all.size(); ++at)
      if (says(all, at)) return true;
    return false;
  };
  if (any(says_as_needed)) return doubt::as_needed;
  if (any(says_steps)) return doubt::steps;
  if (any(says_range)) return doubt::range;
  if (any(says_limit)) return doubt::limit;
  if (any(says_certain_days)) return doubt::certain_days;
  return doubt::none;
}

} // namespace fhir
