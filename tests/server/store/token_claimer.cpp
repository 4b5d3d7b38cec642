// Claims tokens as one node of several and tells on standard output which were fresh: `token_claimer URL COUNT
// up|down`.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/server/store/support/token_node.hpp"

int main(int count, char** words) {
  if (count != 4) return 2;
  store_tests::token_node node({.url = words[1], .password = {}});
  node.connect();
  const auto tokens = std::strtoul(words[2], nullptr, 10);
  const bool up = std::string(words[3]) == "up";
  for (std::size_t i = 0; i < tokens; ++i) {
    const auto jti = std::to_string(up ? i : tokens - 1 - i);
    if (node.put(jti) == hooks::claimed::fresh) std::printf("%s\n", jti.c_str());
  }
  return node.tokens().claimed_locally() == 0 ? 0 : 1; // what was not shared would prove nothing
}
