# Run at build time by cmake -P: writes the C source that holds a variant's manifest, schemas and examples and answers
# for them as cast/plugin.h wants it. Given: MANIFEST, SCHEMAS (directory), EXAMPLES (directory, may be empty), OUTPUT,
# TABLE (name of the table), EXPORT (on: the table is a plugin's entry), OWN_EXTENSIONS (on: C++ sources answer for
# further extensions).
cmake_minimum_required(VERSION 3.25)

# In the calling scope, appends the file's bytes as the C array `name` to `arrays`.
function(append_array path name)
  file(READ "${path}" hex HEX)
  if(hex STREQUAL "")
    message(FATAL_ERROR "${path} is empty: a manifest, schema or example is one JSON document")
  endif()
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  # Lines of 32 bytes keep compilers and readers calm.
  string(REPEAT "0x[0-9a-f][0-9a-f]," 32 line)
  string(REGEX REPLACE "(${line})" "\\1\n" bytes "${bytes}")
  cmake_path(GET path FILENAME file)
  set(arrays "${arrays}\n/* ${file} */\nstatic const unsigned char ${name}[] = {\n${bytes}};\n" PARENT_SCOPE)
endfunction()

# In the calling scope, appends the examples of the schema file to `arrays`, `example_rows` and `example_count`.
function(append_examples schema)
  string(REGEX REPLACE "(\\.schema)?\\.json$" "" name "${schema}")
  file(GLOB paths "${EXAMPLES}/${name}/*.json")
  list(SORT paths)
  foreach(path IN LISTS paths)
    cmake_path(GET path STEM LAST_ONLY stem)
    if(stem MATCHES "^good-(.+)$")
      set(accepted 1)
    elseif(stem MATCHES "^bad-(.+)$")
      set(accepted 0)
    else()
      message(FATAL_ERROR "${path}: name an example good-WHAT.json or bad-WHAT.json")
    endif()
    set(title "${CMAKE_MATCH_1}")
    string(LENGTH "${schema}" schema_size)
    string(LENGTH "${title}" title_size)
    append_array("${path}" example_${example_count})
    set(bytes "(const char*)example_${example_count}, sizeof(example_${example_count})")
    string(APPEND example_rows
           "    {{\"${schema}\", ${schema_size}}, {\"${title}\", ${title_size}}, {${bytes}}, ${accepted}},\n")
    math(EXPR example_count "${example_count} + 1")
  endforeach()
  set(arrays "${arrays}" PARENT_SCOPE)
  set(example_rows "${example_rows}" PARENT_SCOPE)
  set(example_count ${example_count} PARENT_SCOPE)
endfunction()

file(READ "${MANIFEST}" manifest)
set(arrays "")
append_array("${MANIFEST}" manifest_bytes)
set(files "")
set(example_rows "")
set(example_count 0)

# For the manifest's list `list`, whose entries are named by `key`: `rows_${list}`, and the schemas into `arrays`.
macro(read_list list key)
  set(rows_${list} "")
  string(JSON count ERROR_VARIABLE problem LENGTH "${manifest}" ${list})
  if(problem)
    message(FATAL_ERROR "${MANIFEST}: cannot find the `${list}` of the manifest: ${problem}")
  endif()
  if(count GREATER 0)
    math(EXPR last "${count} - 1")
    foreach(index RANGE ${last})
      string(JSON name ERROR_VARIABLE problem GET "${manifest}" ${list} ${index} ${key})
      if(NOT problem)
        string(JSON schema ERROR_VARIABLE problem GET "${manifest}" ${list} ${index} schema)
      endif()
      if(problem)
        message(FATAL_ERROR "${MANIFEST}: entry ${index} of `${list}` needs `${key}` and `schema`: ${problem}")
      endif()
      if(NOT EXISTS "${SCHEMAS}/${schema}")
        message(FATAL_ERROR "${MANIFEST}: the schema of ${name} is not there: ${SCHEMAS}/${schema}")
      endif()
      list(FIND files "${schema}" known)
      if(known EQUAL -1)
        list(LENGTH files known)
        list(APPEND files "${schema}")
        append_array("${SCHEMAS}/${schema}" schema_${known})
        if(EXAMPLES)
          append_examples("${schema}")
        endif()
      endif()
      string(LENGTH "${name}" size)
      string(APPEND rows_${list} "    {\"${name}\", ${size}, schema_${known}, sizeof(schema_${known})},\n")
    endforeach()
  endif()
endmacro()

read_list(events eventType)
read_list(formats name)

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
struct named_schema {
  const char* name;
  uint64_t name_size;
  const unsigned char* schema;
  uint64_t schema_size;
};

static const struct named_schema events[] = {
${rows_events}    {\"\", 0, 0, 0},
};

static const struct named_schema formats[] = {
${rows_formats}    {\"\", 0, 0, 0},
};

static const cast_example examples_list[] = {
${example_rows}    {{\"\", 0}, {\"\", 0}, {\"\", 0}, 0},
};

static cast_text find(const struct named_schema* entry, const char* name, uint64_t size) {
  cast_text text = {0, 0};
  for (; entry->name_size != 0; ++entry) {
    if (entry->name_size == size && memcmp(entry->name, name, (size_t)size) == 0) {
      text.data = (const char*)entry->schema;
      text.size = entry->schema_size;
      break;
    }
  }
  return text;
}

static cast_text schema_of_event(const char* name, uint64_t size) { return find(events, name, size); }
static cast_text schema_of_format(const char* name, uint64_t size) { return find(formats, name, size); }

static const cast_schemas schemas = {sizeof(cast_schemas), schema_of_event};
static const cast_schemas format_schemas = {sizeof(cast_schemas), schema_of_format};
static const cast_examples examples = {sizeof(cast_examples), ${example_count}, examples_list};
${declaration}
static const void* get_extension(const char* id) {
  if (strcmp(id, CAST_EXTENSION_SCHEMAS) == 0) return &schemas;
  if (strcmp(id, CAST_EXTENSION_FORMATS) == 0) return &format_schemas;
  if (strcmp(id, CAST_EXTENSION_EXAMPLES) == 0) return &examples;
  return ${otherwise};
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
