#include "fhir/json/utf8.hpp"

namespace fhir::json {

namespace {

/// What may follow a lead byte: how many bytes in all, and the range of the second one (the others are 80 to BF).
struct form {
  std::size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

form form_of(unsigned char lead) {
  if (lead < 0x80) return {1};
  if (lead < 0xC2) return {0};
  if (lead < 0xE0) return {2};
  if (lead == 0xE0) return {3, 0xA0, 0xBF};
  if (lead == 0xED) return {3, 0x80, 0x9F};
  if (lead < 0xF0) return {3};
  if (lead == 0xF0) return {4, 0x90, 0xBF};
  if (lead < 0xF4) return {4};
  if (lead == 0xF4) return {4, 0x80, 0x8F};
  return {0};
}

} // namespace

std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto expected = form_of(byte(at));
  if (expected.length <= 1) return expected.length;
  if (text.size() - at < expected.length) return 0;
  if (byte(at + 1) < expected.low || byte(at + 1) > expected.high) return 0;
  for (std::size_t i = at + 2; i < at + expected.length; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
  }
  return expected.length;
}

std::size_t first_invalid(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto length = character_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return at;
}

} // namespace fhir::json
