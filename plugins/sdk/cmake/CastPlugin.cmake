# How a plugin is built, in this tree and out of it. Needs the target cast::plugin-sdk (the headers).
include_guard(GLOBAL)

# cast_embed_variant(OUTPUT file.c MANIFEST manifest.json SCHEMAS dir [EXAMPLES dir] TABLE name [EXPORT]
# [OWN_EXTENSIONS]): a command that writes a variant's data as a C source with the table cast/plugin.h describes.
function(cast_embed_variant)
  cmake_parse_arguments(ARG "EXPORT;OWN_EXTENSIONS" "OUTPUT;MANIFEST;SCHEMAS;EXAMPLES;TABLE" "" ${ARGN})
  get_filename_component(manifest "${ARG_MANIFEST}" ABSOLUTE)
  get_filename_component(schemas "${ARG_SCHEMAS}" ABSOLUTE)
  file(GLOB data_files CONFIGURE_DEPENDS "${schemas}/*.json")
  set(examples "")
  if(ARG_EXAMPLES)
    get_filename_component(examples "${ARG_EXAMPLES}" ABSOLUTE)
    file(GLOB example_files CONFIGURE_DEPENDS "${examples}/*/*.json")
    list(APPEND data_files ${example_files})
  endif()
  add_custom_command(
    OUTPUT "${ARG_OUTPUT}"
    COMMAND "${CMAKE_COMMAND}" "-DMANIFEST=${manifest}" "-DSCHEMAS=${schemas}" "-DEXAMPLES=${examples}" "-DOUTPUT=${ARG_OUTPUT}"
            "-DTABLE=${ARG_TABLE}" "-DEXPORT=${ARG_EXPORT}" "-DOWN_EXTENSIONS=${ARG_OWN_EXTENSIONS}"
            -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/embed_variant.cmake"
    DEPENDS "${manifest}" ${data_files} "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/embed_variant.cmake"
    COMMENT "Embedding ${manifest}" VERBATIM)
endfunction()

# cast_add_plugin(name MANIFEST manifest.json SCHEMAS dir [EXAMPLES dir] [SOURCES a.cpp ...]): the plugin
# ${CMAKE_BINARY_DIR}/plugins/name.so, its manifest, schemas and examples inside it. The examples of NAME.schema.json
# are EXAMPLES/NAME/good-WHAT.json and bad-WHAT.json. Without SOURCES a variant is data alone; with them, one source
# says CAST_PLUGIN(Class) (see cast/plugin.hpp). OUTPUT_DIRECTORY puts the library elsewhere.
function(cast_add_plugin name)
  cmake_parse_arguments(ARG "" "MANIFEST;SCHEMAS;EXAMPLES;OUTPUT_DIRECTORY" "SOURCES" ${ARGN})
  if(NOT ARG_MANIFEST OR NOT ARG_SCHEMAS OR ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "cast_add_plugin(${name} MANIFEST manifest.json SCHEMAS directory [EXAMPLES directory] [SOURCES ...]): "
                        "MANIFEST and SCHEMAS are needed, and `${ARG_UNPARSED_ARGUMENTS}` is not known")
  endif()
  if(NOT ARG_OUTPUT_DIRECTORY)
    set(ARG_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/plugins")
  endif()
  set(own "")
  if(ARG_SOURCES)
    set(own OWN_EXTENSIONS)
  endif()
  set(embedded "${CMAKE_CURRENT_BINARY_DIR}/${name}_variant.c")
  cast_embed_variant(OUTPUT "${embedded}" MANIFEST "${ARG_MANIFEST}" SCHEMAS "${ARG_SCHEMAS}"
                     EXAMPLES "${ARG_EXAMPLES}" TABLE cast_plugin_entry EXPORT ${own})
  add_library(${name} MODULE "${embedded}" ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE cast::plugin-sdk)
  # Hidden visibility alone leaves library templates visible, and a plugin that shows them never unloads.
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so" LIBRARY_OUTPUT_DIRECTORY "${ARG_OUTPUT_DIRECTORY}"
                        C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
                        POSITION_INDEPENDENT_CODE ON LINK_DEPENDS "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map")
  target_link_options(${name} PRIVATE "LINKER:--version-script=${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map")
endfunction()

# cast_check_plugin(name): the test name.check, which runs `cast-plugin check` on the plugin of cast_add_plugin(name).
function(cast_check_plugin name)
  if(NOT TARGET cast::validator)
    message(FATAL_ERROR "cast_check_plugin(${name}): this SDK was installed without cast-plugin; install one that was built "
                        "with the room reference-hub")
  endif()
  add_test(NAME ${name}.check COMMAND cast::validator check "$<TARGET_FILE:${name}>")
  set_tests_properties(${name}.check PROPERTIES TIMEOUT 300)
endfunction()
