# The browser's libraries, from Debian's packages. A major version that the pages were not written for stops the configuration.
#   console_library(VARIABLE PACKAGE MAJOR FILE) sets VARIABLE to the file's path.
find_program(VESICLE_DPKG_QUERY dpkg-query)

function(console_library variable package major file)
  set(place "/usr/share/${file}")
  if(NOT EXISTS "${place}")
    message(FATAL_ERROR "the console needs ${place} of Debian's `${package}`; `deploy/install-packages build` installs it")
  endif()
  if(VESICLE_DPKG_QUERY)
    execute_process(COMMAND "${VESICLE_DPKG_QUERY}" -W -f "\${Version}" "${package}" OUTPUT_VARIABLE version ERROR_QUIET)
    if(version AND NOT version MATCHES "^([0-9]+:)?(${major})[.]")
      message(FATAL_ERROR "`${package}` is ${version}, and the console's pages know version ${major}: try them with it "
        "(ctest -L browser), then raise the number in server/console/CMakeLists.txt")
    endif()
  endif()
  set(${variable} "${place}" PARENT_SCOPE)
endfunction()
