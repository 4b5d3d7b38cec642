# Writes files into a C++ source as bytes, each also compressed.
#   cmake -D OUTPUT=embedded.cpp -D "FILES=app.js=/path/app.js ..." -P embed.cmake
separate_arguments(FILES)
list(SORT FILES)
set(arrays "")
set(entries "")
set(count 0)

function(media_type_of path)
  if(path MATCHES "/$|[.]html$")
    set(type "text/html; charset=utf-8")
  elseif(path MATCHES "[.]js$")
    set(type "text/javascript; charset=utf-8")
  elseif(path MATCHES "[.]css$")
    set(type "text/css; charset=utf-8")
  elseif(path MATCHES "[.]svg$")
    set(type "image/svg+xml")
  else()
    message(FATAL_ERROR "${path}: no media type is known for it; add one to server/console/embed.cmake")
  endif()
  set(type "${type}" PARENT_SCOPE)
endfunction()

# `name` as an array of the bytes of `file`.
function(append_array name file)
  file(READ "${file}" bytes HEX)
  string(REGEX REPLACE "(................................................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  set(arrays "${arrays}constexpr unsigned char ${name}[] = {\n${bytes}};\n" PARENT_SCOPE)
endfunction()

foreach(pair IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.+)$" pair "${pair}")
  set(path "${CMAKE_MATCH_1}")
  set(file "${CMAKE_MATCH_2}")
  media_type_of("${path}")
  set(packed "${OUTPUT}.gz")
  execute_process(COMMAND gzip -9nc "${file}" OUTPUT_FILE "${packed}" COMMAND_ERROR_IS_FATAL ANY)
  file(SHA256 "${file}" digest)
  string(SUBSTRING "${digest}" 0 32 digest)
  append_array("plain_${count}" "${file}")
  append_array("packed_${count}" "${packed}")
  file(REMOVE "${packed}")
  string(APPEND entries
    "    {\"${path}\", \"${type}\", \"\\\"${digest}\\\"\", text_of(plain_${count}), text_of(packed_${count})},\n")
  math(EXPR count "${count} + 1")
endforeach()

file(WRITE "${OUTPUT}" "// Written by server/console/embed.cmake.
#include \"server/console/static_files.hpp\"

#include <algorithm>

namespace server {
namespace {

${arrays}
template <std::size_t N>
std::string_view text_of(const unsigned char (&bytes)[N]) { return {reinterpret_cast<const char*>(bytes), N}; }

} // namespace

std::span<const static_file> static_files() {
  static const static_file all[] = {
${entries}  };
  return all;
}

const static_file* static_file_named(std::string_view path) {
  const auto all = static_files();
  const auto at = std::lower_bound(all.begin(), all.end(), path, [](const static_file& one, std::string_view sought) { return one.path < sought; });
  return at != all.end() && at->path == path ? &*at : nullptr;
}

} // namespace server
")
