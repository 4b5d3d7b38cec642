// What a rule uses of the limits and the dose tables, as lines to read.
#pragma once

#include <string>
#include <vector>

#include "cds/knowledge.hpp"

namespace server {

/// A line of a dose table and what it rests on.
struct table_line {
  std::string text;
  std::vector<std::string> sources;
};

bool uses(const cds::rule_entry& rule, const cds::listed_limit& limit);
std::vector<table_line> tables_of(const cds::knowledge& known, const cds::rule_entry& rule);

} // namespace server
