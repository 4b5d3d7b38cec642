// `vesicle knowledge`: what the program knows, for people and for programs, without a server.
#pragma once

#include <string>

namespace server {

struct knowledge_wish {
  enum class what : unsigned char { list, show, check, diff };
  what asked = what::list;
  std::string rule;      // show
  std::string other;     // check, diff: a directory, an overlay or a whole set
  std::string directory; // list, show: knowledge files in place of those compiled in
  std::string overlay;   // list, show
  bool json = false;
};

/// Prints to standard output, faults of a directory too. Returns the exit status: 0, 1 when `check` or `diff` found
/// faults, 2 when the wish makes no sense or the knowledge to show does not load.
int knowledge(const knowledge_wish& wish);

} // namespace server
