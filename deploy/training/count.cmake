# Builds the copy of the engine that counts, has it answer the sample orders, and lays the counts of each of its objects beside the
# object they are for, where the compiler looks for them. Does nothing where the copy is as it was the last time.
#   cmake -D SOURCE=top of the tree -D BUILD=the build that wants the counts -P count.cmake
set(copy "${BUILD}/counting")
set(program "${copy}/deploy/training/answer_samples")
set(samples "${SOURCE}/server/console/samples")
set(counted "${copy}/counted")

if(NOT EXISTS "${copy}/CMakeCache.txt")
  execute_process(
    COMMAND "${CMAKE_COMMAND}" --preset release -B "${copy}" -D VESICLE_TRAINED=OFF -D VESICLE_COUNTS=ON -D VESICLE_TESTS=OFF
    WORKING_DIRECTORY "${SOURCE}" OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endif()
# The build around it compiles meanwhile: no more at once than there are processors.
cmake_host_system_information(RESULT processors QUERY NUMBER_OF_LOGICAL_CORES)
execute_process(COMMAND "${CMAKE_COMMAND}" --build "${copy}" --parallel ${processors} --target answer_samples COMMAND_ERROR_IS_FATAL ANY)

file(GLOB inputs "${samples}/*.json")
set(as_it_was TRUE)
foreach(input IN ITEMS "${program}" ${inputs})
  if(NOT EXISTS "${counted}" OR "${input}" IS_NEWER_THAN "${counted}")
    set(as_it_was FALSE)
  endif()
endforeach()
if(as_it_was)
  return()
endif()

file(GLOB_RECURSE old "${copy}/*.gcda")
if(old)
  file(REMOVE ${old}) # counts add up
endif()
execute_process(COMMAND "${program}" "${samples}" COMMAND_ERROR_IS_FATAL ANY)
file(GLOB_RECURSE counts RELATIVE "${copy}" "${copy}/*.gcda")
if(NOT counts)
  message(FATAL_ERROR "${program} counted nothing under ${copy}")
endif()
foreach(one IN LISTS counts)
  get_filename_component(folder "${BUILD}/${one}" DIRECTORY)
  file(MAKE_DIRECTORY "${folder}")
  file(COPY_FILE "${copy}/${one}" "${BUILD}/${one}" ONLY_IF_DIFFERENT)
endforeach()
file(TOUCH "${counted}")
