// The name of a member that somebody asks for.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fhir::json {

/// A name that is asked for, with what helps to find it, which the compiler works out where the name is in the source.
/// Handed on in two registers.
class member_name {
 public:
  template<std::size_t Size>
  consteval member_name(const char (&literal)[Size]) : member_name(std::string_view(literal, Size - 1)) {}
  constexpr member_name(const std::same_as<const char*> auto& name) : member_name(std::string_view(name)) {}
  constexpr member_name(std::string_view name) : member_name(name, spread(name)) {}
  member_name(const std::string& name) : member_name(std::string_view(name)) {}

  constexpr std::string_view text() const { return {at_, length_}; }
  constexpr std::uint32_t length() const { return length_; }
  /// Compared, with the length, before the letters: names that are not the one seldom pass.
  constexpr std::uint8_t tag() const { return tag_; }
  /// One of 32. An object without the bit has no such member: most that readers ask for are of another FHIR version,
  /// and need no walk then (a third of the work of reading facts).
  constexpr std::uint32_t bit() const { return 1u << place_; }

 private:
  constexpr member_name(std::string_view name, std::uint32_t hash)
      : at_(name.data()), length_(static_cast<std::uint32_t>(name.size())), tag_(static_cast<std::uint8_t>(hash >> 16)),
        place_(static_cast<std::uint8_t>(hash >> 27)) {}
  /// From what most names differ in, the length and three of the letters.
  static constexpr std::uint32_t spread(std::string_view name) {
    constexpr std::uint32_t golden = 0x9E3779B1u;
    if (name.empty()) return 0;
    const auto byte = [name](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(name[i])); };
    return (static_cast<std::uint32_t>(name.size()) << 24 | byte(0) << 16 | byte(name.size() / 2) << 8 |
            byte(name.size() - 1)) *
           golden;
  }

  const char* at_;
  std::uint32_t length_;
  std::uint8_t tag_;
  std::uint8_t place_;
};
static_assert(sizeof(member_name) == 16);

/// Names that are tried one after the other.
template<class... Names> consteval std::array<member_name, sizeof...(Names)> names(Names... each) {
  return {member_name(each)...};
}

} // namespace fhir::json
