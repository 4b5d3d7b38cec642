// `vesicle feedback`: what clinicians did with the cards, for those who look after the rules.
#pragma once

#include <string>

namespace server {

struct feedback_wish {
  enum class what : unsigned char { rows, summary };
  what asked = what::rows;
  std::string data;           // the embedded store's directory; or
  std::string database;       // a PostgreSQL store's url; or
  std::string config;         // the server's configuration, which names one of them
  std::string format = "csv"; // rows: `csv` or `ndjson`
  std::string since;          // a day or a time; empty = from the first on
  std::string client;         // empty = all
  bool json = false;          // summary
};

/// Prints to standard output, while a server may be writing. Returns the exit status: 0, 1 when the store cannot be
/// read or the output not be written, 2 when the wish makes no sense.
int feedback(const feedback_wish& wish);

} // namespace server
