// Holds JSON against the part of JSON Schema that the console's description uses.
#pragma once

#include <string>
#include <vector>

#include <boost/json.hpp>

namespace server_tests {

/// Every way in which `found` is not what `schema` says, with its path. Members that the schema does not name are
/// faults. `$ref` points into `whole`.
std::vector<std::string> misfits(const boost::json::value& found, const boost::json::value& schema,
                                 const boost::json::value& whole, const std::string& path = "$");

} // namespace server_tests
