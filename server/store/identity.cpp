#include "server/store/identity.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

namespace server {
namespace {

std::string in_lower_case(std::string_view uuid) {
  std::string text(uuid);
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

/// Parts with their lengths before them: two lists of parts never give the same text.
void append(std::string& to, std::string_view part) { to.append(std::to_string(part.size())).append(":").append(part); }

std::string digest_of(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("no digest could be made");
  }
  std::string written;
  for (unsigned i = 0; i < size; ++i) {
    written += "0123456789abcdef"[bytes[i] >> 4];
    written += "0123456789abcdef"[bytes[i] & 0x0f];
  }
  return written;
}

} // namespace

std::string identity_of(std::string_view client, const hooks::feedback_item& item) {
  std::string all;
  append(all, client);
  append(all, in_lower_case(item.card));
  append(all, hooks::name_of(item.outcome));
  append(all, item.outcome_timestamp);
  const auto reason = item.reason.value_or(hooks::override_coding{});
  for (const auto& part : {reason.code, reason.system, reason.display, item.comment}) append(all, part);
  std::set<std::string> suggestions;
  for (const auto& one : item.accepted_suggestions) suggestions.insert(in_lower_case(one));
  for (const auto& one : suggestions) append(all, one);
  return digest_of(all);
}

} // namespace server
