#include "server/trust/key_set.hpp"
#include "tests/fuzz/targets.hpp"

namespace fuzz {

void key_set(std::string_view bytes) {
  const auto read = server::read_key_set(bytes);
  if (!read) return promise(!read.error().empty(), "a key set that is not read says why");
  promise(bytes.size() <= server::longest_key_set, "a key set is not longer than the limit");
  promise(read->keys.size() > 0 && read->keys.size() + read->left_out.size() <= server::most_keys,
          "each key is used or named");
  promise(read->keys.find("", "EC") == nullptr && read->keys.find("", "RSA") == nullptr, "no key is without a name");
}

} // namespace fuzz
