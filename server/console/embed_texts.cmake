# Writes texts into a C++ source as bytes.
#   cmake -D OUTPUT=embedded.cpp -D DIRECTORY=... -D "NAMES=openapi.json samples/v01.json" -P embed_texts.cmake
separate_arguments(NAMES)
set(arrays "")
set(entries "")
set(count 0)
foreach(name IN LISTS NAMES)
  file(READ "${DIRECTORY}/${name}" bytes HEX)
  string(REGEX REPLACE "(................................................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND arrays "constexpr unsigned char text_${count}[] = {\n${bytes}};\n")
  string(APPEND entries "    {\"${name}\", text_of(text_${count})},\n")
  math(EXPR count "${count} + 1")
endforeach()
file(WRITE "${OUTPUT}" "// Written by server/console/embed_texts.cmake.
#include \"server/console/embedded_texts.hpp\"

#include <cstddef>
#include <utility>

namespace server {
namespace {

${arrays}
template <std::size_t N>
std::string_view text_of(const unsigned char (&bytes)[N]) { return {reinterpret_cast<const char*>(bytes), N}; }

} // namespace

std::string_view embedded_text(std::string_view name) {
  static const std::pair<std::string_view, std::string_view> all[] = {
${entries}  };
  for (const auto& [known, text] : all)
    if (known == name) return text;
  return {};
}

} // namespace server
")
