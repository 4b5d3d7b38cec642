// The tests that are written in this tree, by name: for tables that map a demand to the test that shows it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace support {

/// `Suite.Name` of every TEST, TEST_F and TEST_P under tests/, read from the sources.
std::set<std::string> written_tests();

/// Whether such a test exists. `Vignette.ComesBackAsExpected/v01` also needs the vignette v01.
bool is_written(const std::set<std::string>& tests, std::string_view name);

/// The rows of a file under tests/, split at commas, the header first; no cell may hold a comma.
std::vector<std::vector<std::string>> rows_of(std::string_view csv);

} // namespace support
