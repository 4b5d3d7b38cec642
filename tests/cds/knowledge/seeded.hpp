// Faults sown into the embedded knowledge: a text of a file is replaced, and the marks in the replacement are where the
// faults must be reported.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cds/knowledge/read.hpp"

namespace knowledge_tests {

/// `@@` in the replacement marks a place and is taken out; one message for each, in the order of the places.
/// `{line:x}` in a message stands for the line of the first x in the file.
/// A message for the file as a whole has no mark; it is expected at 1:1, before the others.
struct seeded {
  const char* name;
  const char* file;
  std::string find;
  std::string replacement;
  std::vector<std::string> messages;
  int at_start = 0; // how many of the messages are about the whole file
};

/// The faults that reading reports, as text.
std::vector<std::string> faults_of(const std::vector<cds_knowledge::file>& files);
/// The embedded files with the fault in place, and what must be reported.
struct sown {
  std::vector<cds_knowledge::file> files;
  std::vector<std::string> expected;
};
sown sow(const seeded& s);
/// Every one of them is reported as it must be, and nothing else is.
void expect_reported(const std::vector<seeded>& all);

/// The embedded knowledge; the test fails when it does not load.
const cds::knowledge& embedded_knowledge();

} // namespace knowledge_tests
