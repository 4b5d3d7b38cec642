// What the words of a concept say about a drug where its codes are silent.
#pragma once

#include <string_view>

#include "cds/terminology.hpp"
#include "fhir/json/document.hpp"

namespace fhir {

/// The one ingredient that the text and displays of a concept, or the display of a Reference, name; null when they name
/// none, several, or do not agree.
const cds::term* ingredient_in_words(const json::value& codeable, const cds::terminology& terms);

/// Whether a name is a salt's: the strength beside it may count the salt and not the drug. Foscarnet is dosed as its
/// sodium salt, so that one is none.
bool is_salt_name(std::string_view name);

/// The route that the dose form in the text or the displays stands for: a cream is topical. Unknown when no form is
/// named, or forms of different routes are.
cds::route route_in_words(const json::value& codeable);

} // namespace fhir
