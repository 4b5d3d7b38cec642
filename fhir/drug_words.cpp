#include "fhir/drug_words.hpp"

#include <algorithm>
#include <optional>

namespace fhir {
namespace {

using cds::route;

/// A word of a product's name and the route it stands for. Higher ranks are more exact: an eye ointment is for the eye,
/// a buccal tablet is not swallowed.
struct form_word {
  std::string_view word;
  cds::route route;
  int rank = 0;
};
constexpr form_word form_words[] = {
    {"tablet", route::oral},
    {"tablets", route::oral},
    {"tab", route::oral},
    {"tabs", route::oral},
    {"caplet", route::oral},
    {"caplets", route::oral},
    {"capsule", route::oral},
    {"capsules", route::oral},
    {"cap", route::oral},
    {"caps", route::oral},
    {"suspension", route::oral},
    {"oral", route::oral},
    {"cream", route::topical},
    {"ointment", route::topical},
    {"topical", route::topical},
    {"cutaneous", route::topical},
    {"injection", route::intravenous},
    {"injectable", route::intravenous},
    {"infusion", route::intravenous},
    {"intravenous", route::intravenous},
    {"iv", route::intravenous},
    {"ophthalmic", route::ophthalmic, 1},
    {"eye", route::ophthalmic, 1},
    {"buccal", route::buccal, 1},
    {"vaginal", route::other, 1},
    {"rectal", route::other, 1},
    {"nasal", route::other, 1},
    {"intravitreal", route::other, 1},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

bool same_word(std::string_view word, std::string_view lower_case) {
  return std::equal(word.begin(), word.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return lower(a) == b; });
}

/// Calls `visit` with each run of letters.
template<class Visit> void for_each_word(std::string_view text, Visit visit) {
  for (std::size_t i = 0; i < text.size();) {
    auto end = i;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end > i) visit(text.substr(i, end - i));
    i = end + 1;
  }
}

/// Whether words in which no one ingredient is found name several: then one is found in what follows some word.
bool names_several(std::string_view words, const cds::terminology& terms) {
  constexpr std::size_t longest = 256; // no name of a drug is longer
  if (words.size() > longest) return true;
  bool several = false;
  for_each_word(words, [&](std::string_view word) {
    const auto at = static_cast<std::size_t>(word.data() - words.data());
    several = several || terms.find_ingredient(words.substr(at)) != nullptr;
  });
  return several;
}

const form_word* form_of(std::string_view word) {
  const auto at = std::find_if(std::begin(form_words), std::end(form_words),
                               [word](const form_word& f) { return same_word(word, f.word); });
  return at == std::end(form_words) ? nullptr : at;
}

/// The most exact form named so far.
struct form_seen {
  const form_word* best = nullptr;
  bool several = false;

  void see(std::string_view text) {
    for_each_word(text, [this](std::string_view word) {
      if (const auto* form = form_of(word)) add(*form);
    });
  }

 private:
  void add(const form_word& form) {
    if (!best || form.rank > best->rank) {
      best = &form;
      several = false;
    } else if (form.rank == best->rank && form.route != best->route) {
      several = true;
    }
  }
};

/// Calls `visit` with each piece of words that a concept or a Reference has.
template<class Visit> void for_each_words(const json::value& codeable, Visit visit) {
  if (const auto display = codeable["display"].string()) visit(*display);
  if (const auto text = codeable["text"].string()) visit(*text);
  for (const auto coding : codeable["coding"])
    if (const auto display = coding["display"].string()) visit(*display);
}

} // namespace

const cds::term* ingredient_in_words(const json::value& codeable, const cds::terminology& terms) {
  const cds::term* found = nullptr;
  bool agree = true;
  for_each_words(codeable, [&](std::string_view words) {
    const auto* named = terms.find_ingredient(words);
    agree = agree && (named ? !found || named == found : !names_several(words, terms));
    if (named) found = named;
  });
  return agree ? found : nullptr;
}

bool is_salt_name(std::string_view name) {
  bool salt = false, foscarnet = false;
  for_each_word(name, [&](std::string_view word) {
    salt = salt || same_word(word, "hydrochloride") || same_word(word, "hcl") || same_word(word, "sodium");
    foscarnet = foscarnet || same_word(word, "foscarnet");
  });
  return salt && !foscarnet;
}

cds::route route_in_words(const json::value& codeable) {
  form_seen forms;
  for_each_words(codeable, [&](std::string_view words) { forms.see(words); });
  return forms.best && !forms.several ? forms.best->route : route::unknown;
}

} // namespace fhir
