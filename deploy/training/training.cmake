# Compiles the engine by what a copy of it counted while it answered the sample orders: which branches are taken, what is called
# often and should lie together. tests/bench/README.md says what that bought.
#   VESICLE_TRAINED   in the build that is shipped: makes the copy in its folder `counting`, and uses its counts (count.cmake)
#   VESICLE_COUNTS    in that copy
# The compiler tells functions apart by the name of their object too, so the copy is a build of its own, with the same names.
option(VESICLE_TRAINED "Compile the engine by what a copy of it counts while it answers the sample orders" OFF)
option(VESICLE_COUNTS "Make that copy" OFF)
if(VESICLE_TRAINED AND NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  message(FATAL_ERROR "VESICLE_TRAINED=ON needs g++, whose counts no other compiler reads")
endif()

function(train_room name)
  if(VESICLE_COUNTS)
    target_compile_options(${name} PRIVATE -fprofile-generate)
  elseif(VESICLE_TRAINED)
    add_dependencies(${name} engine_training)
    # What the samples never reach is compiled for size, so that the rest lies closer together.
    target_compile_options(${name} PRIVATE -fprofile-use -Wno-missing-profile)
  else()
    return()
  endif()
  # The compiler also tells them apart by their file: ccache must not write its path in two ways.
  set_target_properties(${name} PROPERTIES
    CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_BASEDIR=;${CMAKE_CXX_COMPILER_LAUNCHER}")
endfunction()
