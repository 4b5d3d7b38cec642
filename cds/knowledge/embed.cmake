# Writes the knowledge files into a C++ source as bytes: no quoting, no limit on the length of a literal.
#   cmake -D OUTPUT=embedded.cpp -D DIRECTORY=... -D "NAMES=a.toml b.toml" -P embed.cmake
separate_arguments(NAMES)
set(arrays "")
set(entries "")
foreach(name IN LISTS NAMES)
  file(READ "${DIRECTORY}/${name}" bytes HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "[^a-z_]" "_" identifier "${name}")
  string(APPEND arrays "constexpr unsigned char ${identifier}[] = {\n${bytes}};\n")
  string(APPEND entries "      {\"${name}\", text_of(${identifier})},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Written by cds/knowledge/embed.cmake from the .toml files beside it.
#include \"cds/knowledge/read.hpp\"

namespace cds_knowledge {
namespace {

${arrays}
template <std::size_t N>
std::string text_of(const unsigned char (&bytes)[N]) { return std::string(bytes, bytes + N); }

} // namespace

std::vector<file> embedded() {
  return {
${entries}  };
}

} // namespace cds_knowledge
")
