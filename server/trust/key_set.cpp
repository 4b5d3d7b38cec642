#include "server/trust/key_set.hpp"

#include "fhir/json/document.hpp"

namespace server {
namespace {

constexpr fhir::json::limits of_a_key_set{.depth = 8, .key_bytes = 64, .memory_bytes = 16 * longest_key_set};

} // namespace

const public_key* key_set::find(std::string_view kid, std::string_view kty) const {
  const public_key* found = nullptr;
  for (const auto& key : keys_) {
    if (key.kid() != kid || key.kty() != kty) continue;
    if (found != nullptr) return nullptr;
    found = &key;
  }
  return found;
}

tl::expected<key_set_reading, std::string> read_key_set(std::string_view json) {
  const auto refused = [](std::string why) { return tl::unexpected("the key set " + std::move(why)); };
  if (json.size() > longest_key_set) return refused("is larger than " + std::to_string(longest_key_set) + " bytes");
  fhir::json::document document;
  const auto root = document.read(json, of_a_key_set);
  if (!root) return refused("is not JSON as it must be: " + root.error().message);
  const auto listed = (*root)["keys"];
  if (!listed.is(fhir::json::kind::array)) return refused("has no list `keys`");
  if (listed.size() > most_keys) return refused("holds more than " + std::to_string(most_keys) + " keys");

  std::vector<public_key> keys;
  std::vector<std::string> left_out;
  std::size_t number = 0;
  for (const auto& jwk : listed) {
    ++number;
    if (auto key = public_key::from_jwk(jwk))
      keys.push_back(std::move(*key));
    else
      left_out.push_back("key " + std::to_string(number) + " " + key.error());
  }
  if (!keys.empty()) return key_set_reading{key_set(std::move(keys)), std::move(left_out)};
  std::string why = "holds no key that can be used";
  for (const auto& fault : left_out) why += "; " + fault;
  return refused(std::move(why));
}

} // namespace server
