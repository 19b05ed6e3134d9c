# What every room shares in the way it is compiled, and the two functions that say a repeated thing once.
include_guard(GLOBAL)
get_filename_component(CAST_ROOT "${CMAKE_CURRENT_LIST_DIR}" DIRECTORY)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

find_program(CAST_CCACHE ccache)
if(CAST_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER "${CAST_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CAST_CCACHE}")
endif()

set(CAST_SANITIZE "" CACHE STRING "address,undefined or thread")
if(CAST_SANITIZE)
  # What GCC 12 takes for uninitialized (in <regex>) or too short once it is instrumented; the dev preset looks for both.
  set(CAST_FALSE_ALARMS -Wno-maybe-uninitialized -Wno-stringop-overread)
  add_compile_options(-fsanitize=${CAST_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all ${CAST_FALSE_ALARMS})
  add_link_options(-fsanitize=${CAST_SANITIZE})
endif()

add_library(cast-warnings INTERFACE)
target_compile_options(cast-warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                                               -Wnon-virtual-dtor -Woverloaded-virtual -Werror)

# cast_add_library(NAME SOURCES a.cpp ... [INCLUDE dir] [LINK lib ...]): a static library of one room.
function(cast_add_library name)
  cmake_parse_arguments(ARG "" "INCLUDE" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  if(ARG_INCLUDE)
    target_include_directories(${name} PUBLIC "${ARG_INCLUDE}")
  endif()
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE cast-warnings)
endfunction()

# cast_add_test(NAME SOURCES a.cpp ... [LINK lib ...] [ENVIRONMENT VAR=value ...] [TIMEOUT seconds]): a GoogleTest
# program whose every scenario is a CTest test of its own, so that CTest runs them side by side.
function(cast_add_test name)
  if(NOT CAST_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK;ENVIRONMENT" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  find_package(GTest REQUIRED)
  include(GoogleTest)
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gmock_main GTest::gtest cast-warnings)
  # One list entry of CTest's ENVIRONMENT property is one variable; escape the list on its way through.
  string(REPLACE ";" "\\;" environment "${ARG_ENVIRONMENT}")
  gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST
                       PROPERTIES TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT "${environment}")
endfunction()
