/*
 * A small sound plugin, for those that are bad in one way: each includes this file after defining what it
 * does otherwise. One event type, one format of its own, a conversion both ways, a rule, examples of
 * everything. It reads the two payloads it knows letter by letter, so it needs no JSON library:
 *
 *   {"specimenId":"S-1"}   and   {"format":"lab","specimenId":"S-1"}   with an id of A-Z 0-9 and -
 */
#pragma once
#include <cast/plugin.h>
#include <string.h>

#ifdef __cplusplus
#define INTERNAL [[maybe_unused]] static
extern "C" CAST_PLUGIN_EXPORT const cast_plugin_table cast_plugin_entry;
#else
#define INTERNAL __attribute__((unused)) static
extern CAST_PLUGIN_EXPORT const cast_plugin_table cast_plugin_entry;
#endif

/* BAD_ID comes from CMake: the file's name. */
#ifndef BAD_CONVERSIONS
#define BAD_CONVERSIONS                                                  \
  "{\"eventTypes\":[\"bad:event\"],\"from\":\"native\",\"to\":\"lab\"}," \
  "{\"eventTypes\":[\"bad:event\"],\"from\":\"lab\",\"to\":\"native\"}"
#endif
#ifndef BAD_FORMAT_SCHEMA
#define BAD_FORMAT_SCHEMA                                                                                \
  "{\"type\":\"object\",\"required\":[\"format\",\"specimenId\"],\"properties\":{\"format\":{\"const\":" \
  "\"lab\"},"                                                                                            \
  "\"specimenId\":{\"type\":\"string\"}}}"
#endif

static const char manifest[] =
    "{\"id\":\"" BAD_ID
    "\",\"version\":\"1.0.0\",\"title\":\"Bad on purpose\",\"sources\":[{\"title\":\"None\"}],"
    "\"events\":[{\"eventType\":\"bad:event\",\"schema\":\"event.json\",\"title\":\"An "
    "event\",\"section\":\"None\"}],"
    "\"formats\":[{\"name\":\"lab\",\"schema\":\"lab.json\",\"title\":\"A format\",\"section\":\"None\"}],"
    "\"conversions\":[" BAD_CONVERSIONS "]}";
static const char event_schema[] =
    "{\"type\":\"object\",\"required\":[\"specimenId\"],\"properties\":{\"specimenId\":{\"type\":\"string\"}}"
    "}";
static const char format_schema[] = BAD_FORMAT_SCHEMA;

#define NATIVE_BEGIN "{\"specimenId\":\""
#define NATIVE_SAID_BEGIN "{\"format\":\"native\",\"specimenId\":\""
#define LAB_BEGIN "{\"format\":\"lab\",\"specimenId\":\""
#define END "\"}"
#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }

INTERNAL int is(cast_text text, const char* other) {
  return text.size == strlen(other) && memcmp(text.data, other, (size_t)text.size) == 0;
}

INTERNAL int holds(cast_text text, const char* part) {
  const size_t size = strlen(part);
  for (uint64_t i = 0; i + size <= text.size; ++i)
    if (memcmp(text.data + i, part, size) == 0) return 1;
  return 0;
}

INTERNAL int32_t say(const cast_sink* sink, const char* text) {
  return sink->write(sink->context, text, strlen(text));
}

INTERNAL int32_t refuse(const cast_sink* reason, const char* text) {
  say(reason, text);
  return CAST_REFUSED;
}

/* The id between `begin` and END; null data where the payload is anything else. */
INTERNAL cast_text id_in(cast_text payload, const char* begin) {
  cast_text none = {0, 0};
  cast_text id = {0, 0};
  const uint64_t before = strlen(begin);
  const uint64_t after = strlen(END);
  if (payload.size < before + after || memcmp(payload.data, begin, (size_t)before) != 0 ||
      memcmp(payload.data + payload.size - after, END, (size_t)after) != 0)
    return none;
  id.data = payload.data + before;
  id.size = payload.size - before - after;
  for (uint64_t i = 0; i < id.size; ++i) {
    const char c = id.data[i];
    if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) return none;
  }
  return id;
}

INTERNAL int32_t write_with_id(const cast_sink* result, const char* begin, cast_text id) {
  return say(result, begin) && result->write(result->context, id.data, id.size) && say(result, END)
             ? CAST_DONE
             : CAST_REFUSED;
}

INTERNAL int32_t sound_convert(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                               const cast_sink* result, const cast_sink* reason) {
  (void)event_type;
  const int there = is(from, "native") && is(to, "lab");
  if (!there && !(is(from, "lab") && is(to, "native"))) return refuse(reason, "there is no such conversion");
  cast_text id = id_in(payload, there ? NATIVE_BEGIN : LAB_BEGIN);
  if (there && !id.data) id = id_in(payload, NATIVE_SAID_BEGIN);
  if (!id.data) return refuse(reason, "expected one of the two payloads this plugin knows");
  return write_with_id(result, there ? LAB_BEGIN : NATIVE_SAID_BEGIN, id);
}

INTERNAL int32_t sound_judge(cast_text event_type, cast_text payload, const cast_sink* pointer,
                             const cast_sink* detail) {
  (void)event_type;
  if (!is(payload, NATIVE_BEGIN "S-0" END)) return CAST_DONE;
  say(pointer, "/specimenId");
  return refuse(detail, "expected a specimen that exists; found the first number");
}

INTERNAL cast_text sound_schema_of(const char* name, uint64_t size) {
  const cast_text asked = {name, size};
  const cast_text none = {0, 0};
  const cast_text schema = TEXT(event_schema);
  return is(asked, "bad:event") ? schema : none;
}

INTERNAL cast_text sound_format_schema_of(const char* name, uint64_t size) {
  const cast_text asked = {name, size};
  const cast_text none = {0, 0};
  const cast_text schema = TEXT(format_schema);
  return is(asked, "lab") ? schema : none;
}

#ifndef BAD_CONVERT
#define BAD_CONVERT sound_convert
#endif
#ifndef BAD_JUDGE
#define BAD_JUDGE sound_judge
#endif
#ifndef BAD_SCHEMA_OF
#define BAD_SCHEMA_OF sound_schema_of
#endif
#ifndef BAD_OTHER_EXTENSION
#define BAD_OTHER_EXTENSION(id) ((const void*)0)
#endif
#ifndef BAD_EXAMPLES
#define BAD_EXAMPLES
#endif
#ifndef BAD_EVENT_COUNTER_EXAMPLE
#define BAD_EVENT_COUNTER_EXAMPLE                                      \
  {TEXT("event.json"), TEXT("rule"), TEXT(NATIVE_BEGIN "S-0" END), 0}, \
      {TEXT("event.json"), TEXT("schema"), TEXT("{}"), 0},
#endif
#ifndef BAD_FORMAT_EXAMPLE
#define BAD_FORMAT_EXAMPLE {TEXT("lab.json"), TEXT("format"), TEXT(LAB_BEGIN "S-1" END), 1},
#endif

/* What a bad plugin changes it declares here and defines behind this file. */
INTERNAL int32_t BAD_CONVERT(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                             const cast_sink* result, const cast_sink* reason);
INTERNAL int32_t BAD_JUDGE(cast_text event_type, cast_text payload, const cast_sink* pointer,
                           const cast_sink* detail);
INTERNAL cast_text BAD_SCHEMA_OF(const char* name, uint64_t size);

static const cast_schemas schemas = {sizeof(cast_schemas), BAD_SCHEMA_OF};
static const cast_schemas formats = {sizeof(cast_schemas), sound_format_schema_of};
static const cast_converter converter = {sizeof(cast_converter), BAD_CONVERT};
static const cast_rules rules = {sizeof(cast_rules), BAD_JUDGE};
static const cast_example examples_list[] = {
    {TEXT("event.json"), TEXT("one"), TEXT(NATIVE_BEGIN "S-1" END), 1},
    {TEXT("event.json"), TEXT("other"), TEXT(NATIVE_BEGIN "AB-200" END), 1},
    BAD_EVENT_COUNTER_EXAMPLE BAD_FORMAT_EXAMPLE{TEXT("lab.json"), TEXT("without"),
                                                 TEXT("{\"format\":\"lab\"}"), 0},
    BAD_EXAMPLES};
static const cast_examples examples = {sizeof(cast_examples),
                                       sizeof(examples_list) / sizeof(examples_list[0]), examples_list};

static const void* get_extension(const char* id) {
  if (strcmp(id, CAST_EXTENSION_SCHEMAS) == 0) return &schemas;
  if (strcmp(id, CAST_EXTENSION_FORMATS) == 0) return &formats;
#ifndef BAD_WITHOUT_CONVERTER
  if (strcmp(id, CAST_EXTENSION_CONVERTER) == 0) return &converter;
#else
  (void)converter;
#endif
  if (strcmp(id, CAST_EXTENSION_RULES) == 0) return &rules;
  if (strcmp(id, CAST_EXTENSION_EXAMPLES) == 0) return &examples;
  return BAD_OTHER_EXTENSION(id);
}

const cast_plugin_table cast_plugin_entry = {CAST_PLUGIN_ABI_MAJOR, CAST_PLUGIN_ABI_MINOR,
                                             sizeof(cast_plugin_table), TEXT(manifest), get_extension};
