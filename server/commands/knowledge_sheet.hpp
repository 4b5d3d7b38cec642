// The knowledge as a page to read: all rules in a list, and one rule with everything a clinician needs to check it.
#pragma once

#include <string>

#include "cds/knowledge.hpp"

namespace server {

std::string list_as_text(const cds::knowledge& known);
std::string list_as_json(const cds::knowledge& known);
std::string sheet_as_text(const cds::knowledge& known, cds::rule_id id);
std::string sheet_as_json(const cds::knowledge& known, cds::rule_id id);

} // namespace server
