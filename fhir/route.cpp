#include "fhir/route.hpp"

#include <algorithm>

namespace fhir {
namespace {

using cds::route;

struct spelling {
  std::string_view text;
  cds::route route;
};

// SNOMED CT, HL7 version 2 and 3, NCI thesaurus and EDQM codes do not collide, so the system need not be asked.
constexpr spelling spellings[] = {
    {"26643006", route::oral},
    {"po", route::oral},
    {"C38288", route::oral},
    {"20053000", route::oral},
    {"oral", route::oral},
    {"oral route", route::oral},
    {"by mouth", route::oral},
    {"orally", route::oral},
    {"per os", route::oral},
    {"oral use", route::oral},
    {"47625008", route::intravenous},
    {"255560000", route::intravenous},
    {"iv", route::intravenous},
    {"ivpb", route::intravenous},
    {"C38276", route::intravenous},
    {"20045000", route::intravenous},
    {"418114005", route::intravenous},
    {"C38279", route::intravenous},
    {"intravenous", route::intravenous},
    {"intravenous route", route::intravenous},
    {"intravenous infusion", route::intravenous},
    {"intravenous use", route::intravenous},
    {"6064005", route::topical},
    {"448598008", route::topical},
    {"C38304", route::topical},
    {"20003000", route::topical},
    {"top", route::topical},
    {"tp", route::topical},
    {"topical", route::topical},
    {"topical route", route::topical},
    {"cutaneous", route::topical},
    {"cutaneous route", route::topical},
    {"cutaneous use", route::topical},
    {"C38675", route::topical},
    {"54485002", route::ophthalmic},
    {"C38287", route::ophthalmic},
    {"20051000", route::ophthalmic},
    {"op", route::ophthalmic},
    {"ophthalmic", route::ophthalmic},
    {"ophthalmic route", route::ophthalmic},
    {"ocular use", route::ophthalmic},
    {"54471007", route::buccal},
    {"C38193", route::buccal},
    {"20009000", route::buccal},
    {"bu", route::buccal},
    {"buccal", route::buccal},
    {"buccal route", route::buccal},
    {"buccal use", route::buccal},
    {"78421000", route::other},
    {"im", route::other},
    {"C28161", route::other},
    {"intramuscular", route::other},
    {"intramuscular route", route::other},
    {"34206005", route::other},
    {"sc", route::other},
    {"sq", route::other},
    {"C38299", route::other},
    {"subcutaneous", route::other},
    {"subcutaneous route", route::other},
    {"37839007", route::other},
    {"sl", route::other},
    {"C38300", route::other},
    {"sublingual", route::other},
    {"sublingual route", route::other},
    {"37161004", route::other},
    {"pr", route::other},
    {"rectal", route::other},
    {"rectal route", route::other},
    {"16857009", route::other},
    {"vaginal", route::other},
    {"vaginal route", route::other},
    {"46713006", route::other},
    {"nasal", route::other},
    {"nasal route", route::other},
    {"45890007", route::other},
    {"transdermal", route::other},
    {"transdermal route", route::other},
    {"418401004", route::other},
    {"intravitreal", route::other},
    {"intravitreal route", route::other},
    {"447694001", route::other},
    {"inhalation", route::other},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::optional<cds::route> find(std::string_view text) {
  for (const auto& s : spellings)
    if (s.text.size() == text.size() && lower(s.text.front()) == lower(text.front()) &&
        std::equal(text.begin(), text.end(), s.text.begin(), s.text.end(),
                   [](char a, char b) { return lower(a) == lower(b); }))
      return s.route;
  return std::nullopt;
}

} // namespace

tl::expected<cds::route, std::string> read_route(const json::value& codeable, report& to) {
  if (!codeable) return route::unknown;
  std::optional<cds::route> known;
  bool coded = false;
  for (const auto coding : array_member(codeable, "coding", to)) {
    const auto code = string_member(coding, "code", to);
    const auto one = find(code.value_or(""));
    coded = coded || code;
    if (one && known && *one != *known) return because("its codes name different routes");
    if (one) known = one;
  }
  const auto text = string_member(codeable, "text", to);
  if (!known && text) known = find(*text);
  if (known) return *known;
  if (!coded && !text) return route::unknown;
  return because("the route is not a known one");
}

} // namespace fhir
