// Resources as pages of search results in one JSON text, one to a page, so that each can be supplied alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/document.hpp"

namespace server {

/// Appends a resource, strict JSON already, as a page of its own; `text` begins empty.
void add_page(std::string& text, std::string_view resource);

/// Ends the text and reads it: a value for each page, as long as both live.
std::vector<fhir::json::value> pages_of(std::string& text, fhir::json::document& document);

fhir::json::value resource_of(const fhir::json::value& page);

} // namespace server
