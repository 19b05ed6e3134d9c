# Run at build time by cmake -P: writes the C source that holds a variant's manifest and schemas and answers for them
# as cast/plugin.h wants it. Given: MANIFEST, SCHEMAS (directory), OUTPUT, TABLE (name of the table), EXPORT (on: the
# table is a plugin's entry), OWN_EXTENSIONS (on: C++ sources answer for further extensions).
cmake_minimum_required(VERSION 3.25)

function(bytes_of path result)
  file(READ "${path}" hex HEX)
  if(hex STREQUAL "")
    message(FATAL_ERROR "${path} is empty: a manifest or schema is one JSON document")
  endif()
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  # Lines of 32 bytes keep compilers and readers calm.
  string(REPEAT "0x[0-9a-f][0-9a-f]," 32 line)
  string(REGEX REPLACE "(${line})" "\\1\n" bytes "${bytes}")
  set(${result} "${bytes}" PARENT_SCOPE)
endfunction()

file(READ "${MANIFEST}" manifest)
string(JSON count ERROR_VARIABLE problem LENGTH "${manifest}" events)
if(problem)
  message(FATAL_ERROR "${MANIFEST}: cannot find the `events` of the manifest: ${problem}")
endif()

bytes_of("${MANIFEST}" bytes)
set(arrays "static const unsigned char manifest_bytes[] = {\n${bytes}};\n")
set(rows "")
set(files "")
if(count GREATER 0)
  math(EXPR last "${count} - 1")
  foreach(index RANGE ${last})
    string(JSON event_type ERROR_VARIABLE problem GET "${manifest}" events ${index} eventType)
    if(NOT problem)
      string(JSON schema ERROR_VARIABLE problem GET "${manifest}" events ${index} schema)
    endif()
    if(problem)
      message(FATAL_ERROR "${MANIFEST}: event ${index} needs `eventType` and `schema`: ${problem}")
    endif()
    if(NOT EXISTS "${SCHEMAS}/${schema}")
      message(FATAL_ERROR "${MANIFEST}: the schema of ${event_type} is not there: ${SCHEMAS}/${schema}")
    endif()
    list(FIND files "${schema}" known)
    if(known EQUAL -1)
      list(LENGTH files known)
      list(APPEND files "${schema}")
      bytes_of("${SCHEMAS}/${schema}" bytes)
      string(APPEND arrays "\n/* ${schema} */\nstatic const unsigned char schema_${known}[] = {\n${bytes}};\n")
    endif()
    string(LENGTH "${event_type}" size)
    string(APPEND rows "    {\"${event_type}\", ${size}, schema_${known}, sizeof(schema_${known})},\n")
  endforeach()
endif()

if(EXPORT)
  set(linkage "CAST_PLUGIN_EXPORT ")
endif()
if(OWN_EXTENSIONS)
  set(declaration "\nextern const void* cast_plugin_own_extension(const char* id);\n")
  set(otherwise "cast_plugin_own_extension(id)")
else()
  set(otherwise "(void*)0")
endif()

file(WRITE "${OUTPUT}.new" "/* Written by embed_variant.cmake from ${MANIFEST}; change that, not this. */
#include <string.h>

#include \"cast/plugin.h\"

${arrays}
static const struct event {
  const char* type;
  uint64_t type_size;
  const unsigned char* schema;
  uint64_t schema_size;
} events[] = {
${rows}    {\"\", 0, 0, 0},
};

static cast_text schema_of(const char* event_type, uint64_t size) {
  cast_text text = {0, 0};
  const struct event* event = events;
  for (; event->type_size != 0; ++event) {
    if (event->type_size == size && memcmp(event->type, event_type, (size_t)size) == 0) {
      text.data = (const char*)event->schema;
      text.size = event->schema_size;
      break;
    }
  }
  return text;
}

static const cast_schemas schemas = {sizeof(cast_schemas), schema_of};
${declaration}
static const void* get_extension(const char* id) {
  return strcmp(id, CAST_EXTENSION_SCHEMAS) == 0 ? &schemas : ${otherwise};
}

extern const cast_plugin_table ${TABLE};
${linkage}const cast_plugin_table ${TABLE} = {
    CAST_PLUGIN_ABI_MAJOR,
    CAST_PLUGIN_ABI_MINOR,
    sizeof(cast_plugin_table),
    {(const char*)manifest_bytes, sizeof(manifest_bytes)},
    get_extension,
};
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
