/*
 * The boundary between a Cast hub and a plugin, in pure C.
 *
 * A plugin is a shared library that adds one Cast variant (LabCast, PharmCast, ...) to a hub. It exports
 * exactly one dynamic symbol, the constant table `cast_plugin_entry`. Everything below is a contract; what it
 * does not promise, neither side may rely on.
 *
 * WHAT MAY CROSS   Integers, pointer + size, function pointers, opaque handles.
 * WHAT MAY NOT     C++ types, JSON library types, exceptions, ownership. Neither side frees or writes what
 * the other side allocated.
 *
 * LIFETIME         Every pointer that a plugin hands out (manifest, extension tables, schemas) stays valid
 * and unchanged from the moment the library is loaded until it is unloaded. The host copies what it wants to
 * keep longer, and unloads only when none of the plugin's functions is running.
 *
 * THREADS          A plugin is stateless and constant. The host may call any of its functions from any
 * thread, from several at once, as soon as the library is loaded. There is no initialisation call and no
 * shutdown call: a plugin has nothing to prepare and nothing to give back.
 *
 * BLOCKING         A plugin's functions run on threads that carry other people's events. They do not wait: no
 * input or output, no locks held across calls, no sleeping.
 *
 * ERRORS           A function says "no" by its return value, as documented beside it. No exception leaves a
 * plugin; the host guards every call all the same, and a plugin that breaks this costs that one call.
 *
 * GROWTH           Within one major version the table only grows at its end, which `abi_minor` counts and
 * `size` shows. Whatever is new comes as an extension asked for by id (see get_extension), so a host and a
 * plugin of different age agree on what both know. Ids end in a slash and the extension's own version,
 *                  "cast.schemas/1": a table behind an id never changes its meaning, a new meaning gets a new
 * id.
 *
 * TEXT             UTF-8, pointer + size, not terminated by NUL unless the documentation beside it says so.
 */
#ifndef CAST_PLUGIN_H
#define CAST_PLUGIN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* NOLINTBEGIN(modernize-use-using): this is C. */

/* The version of this header. A host refuses a plugin whose major version is not its own, before it reads
 * anything behind the first three members. */
#define CAST_PLUGIN_ABI_MAJOR 1u
#define CAST_PLUGIN_ABI_MINOR 0u

/* The name of the one exported symbol: an object of type `const cast_plugin_table`. */
#define CAST_PLUGIN_ENTRY_NAME "cast_plugin_entry"

#if defined(_WIN32)
#define CAST_PLUGIN_EXPORT __declspec(dllexport)
#else
#define CAST_PLUGIN_EXPORT __attribute__((visibility("default")))
#endif

/* Text that somebody else owns. `data` may be null only where `size` is 0. */
typedef struct cast_text {
  const char* data;
  uint64_t size; /* bytes */
} cast_text;

/* The table a plugin exports as `cast_plugin_entry`. */
typedef struct cast_plugin_table {
  /* These three never move, in any version: they tell what the rest may be read as. */
  uint32_t abi_major; /* CAST_PLUGIN_ABI_MAJOR the plugin was compiled with */
  uint32_t abi_minor; /* CAST_PLUGIN_ABI_MINOR likewise; for information, the host decides by `size` */
  uint64_t size;      /* sizeof(cast_plugin_table) likewise; bytes behind it do not exist */

  /* The manifest: one JSON document that fits schemas/plugin/manifest.schema.json. At most 1 MiB. */
  cast_text manifest;

  /* Asks for an extension. `id` is one of the CAST_EXTENSION_ ids below or any other text; it is terminated
   * by NUL and belongs to the host. Returns the extension's table, or null where the plugin does not have it.
   * The same id always gets the same answer. [host calls, any thread] */
  const void* (*get_extension)(const char* id);
} cast_plugin_table;

/*
 * "cast.schemas/1": the schema of each event type's payload. Every plugin whose manifest lists events has it.
 */
#define CAST_EXTENSION_SCHEMAS "cast.schemas/1"

typedef struct cast_schemas {
  uint64_t size; /* sizeof(cast_schemas) the plugin was compiled with */

  /* Gives the JSON Schema (draft-07) that payloads of this event type fit. `event_type` is one of the
   * manifest's, spelt the same. Returns a text with null `data` for any other. At most 1 MiB. The host asks
   * once, when it loads the plugin. [host calls, any thread] */
  cast_text (*schema_of)(const char* event_type, uint64_t event_type_size);
} cast_schemas;

/*
 * "cast.formats/1": the schema of each payload format. Every plugin whose manifest lists formats has it. The
 * table is a cast_schemas; its schema_of is asked by the names of the manifest's formats.
 */
#define CAST_EXTENSION_FORMATS "cast.formats/1"

/* Somewhere of the host's to write a text to, while a call runs. Each call of `write` appends; the text
 * begins empty. Returns 1, or 0 where the text has become longer than the host takes: nothing more is kept,
 * and the function that writes ends soon. The plugin keeps neither the sink nor its context. */
typedef struct cast_sink {
  void* context;
  int32_t (*write)(void* context, const char* data, uint64_t size); /* [plugin calls, the calling thread] */
} cast_sink;

/* What functions that may refuse return; any other value counts as CAST_REFUSED. */
#define CAST_DONE 0
#define CAST_REFUSED 1

/*
 * "cast.converter/1": conversions of payloads from one format into another. Every plugin whose manifest lists
 * conversions has it.
 */
#define CAST_EXTENSION_CONVERTER "cast.converter/1"

typedef struct cast_converter {
  uint64_t size; /* sizeof(cast_converter) the plugin was compiled with */

  /* Converts `payload`, one JSON object in the format `from`, as events of this type carry it. The three
   * names are those of one of the manifest's conversions ("*" there: any event type here). CAST_DONE:
   * `result` has got one JSON object in the format `to`, whose member `format` says so; at most 16 MiB.
   * CAST_REFUSED: `reason` tells in one line what of the payload can't be converted, and names the member;
   * what `result` got is void. It says nothing of a payload's content that could identify a person. The same
   * payload always gets the same result. The payload may hold anything whatever; formats that the manifest
   * does not pair are refused. [host calls, any thread, several at once] */
  int32_t (*convert)(cast_text event_type, cast_text from, cast_text to, cast_text payload,
                     const cast_sink* result, const cast_sink* reason);
} cast_converter;

/*
 * "cast.rules/1": what a payload has to be that no schema can say, such as that two of its members agree.
 */
#define CAST_EXTENSION_RULES "cast.rules/1"

typedef struct cast_rules {
  uint64_t size; /* sizeof(cast_rules) the plugin was compiled with */

  /* Judges a payload that fits the schema of this event type, one of the manifest's, before anybody is told
   * of the event. It may be in any format. CAST_DONE: it may pass. CAST_REFUSED: `pointer` has got a JSON
   * Pointer into the payload, to the member at fault ("" is the payload), and `detail` what was expected and
   * found there, in one line that quotes no content. It survives any payload. [host calls, any thread] */
  int32_t (*judge)(cast_text event_type, cast_text payload, const cast_sink* pointer,
                   const cast_sink* detail);
} cast_rules;

/*
 * "cast.examples/1": payloads that each schema accepts or refuses, so that a plugin can be judged by itself.
 */
#define CAST_EXTENSION_EXAMPLES "cast.examples/1"

typedef struct cast_example {
  cast_text schema;  /* the manifest's name of the schema it belongs to: of an event type or of a format */
  cast_text name;    /* what it shows, for people */
  cast_text payload; /* one JSON text; at most 1 MiB */
  int32_t accepted;  /* 1: schema and rules accept it; 0: one of them refuses it */
} cast_example;

typedef struct cast_examples {
  uint64_t size; /* sizeof(cast_examples) the plugin was compiled with */
  uint64_t count;
  const cast_example* examples; /* `count` of them; null only where `count` is 0 */
} cast_examples;

/* NOLINTEND(modernize-use-using) */

#ifdef __cplusplus
}
#endif

#endif
