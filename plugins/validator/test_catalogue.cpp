#include "validator/test_catalogue.hpp"

#include "validator/judge/contents.hpp"
#include "validator/judge/conversions.hpp"
#include "validator/judge/examples.hpp"
#include "validator/judge/hostile.hpp"
#include "validator/judge/library.hpp"
#include "validator/judge/reasons.hpp"
#include "validator/judge/steadiness.hpp"

namespace cast::validator {
namespace {

constexpr bool kEssential = true;

}  // namespace

const std::vector<Test>& tests() {
  static const std::vector<Test> kTests{
      {"library-complete", "The file is a complete shared library for this machine.",
       "Build or copy it again.", 1, kEssential, libraryComplete},

      {"entry-exported", "It exports the symbol `cast_plugin_entry`.", "Build it with cast_add_plugin().", 2,
       kEssential, entryExported},
      {"exports-nothing-else", "It exports no other symbol: one that it shares with others keeps it loaded.",
       "Build it with cast_add_plugin(), or link it with the SDK's plugin.map as version script.", 2, false,
       exportsNothingElse},

      {"loads", "The system's loader takes it, and its start-up code ends.",
       "Link every library it needs; do nothing when it is loaded.", 3, kEssential, loads},

      {"abi-matches", "Its table is of this version of the plugin boundary, and complete.",
       "Build it again with this SDK.", 4, kEssential, abiMatches},
      {"brings-its-symbols", "Every symbol it needs is in it or in a library it names.",
       "Link the library that has the symbol (target_link_libraries).", 4, false, bringsItsSymbols},

      {"manifest-valid",
       "Its manifest fits schemas/plugin/manifest.schema.json and does not contradict itself.",
       "Change manifest.json at the place named.", 5, kEssential, manifestValid},

      {"event-schemas", "Every event type of the manifest has a schema that compiles.",
       "Change the schema named; docs/authoring-plugins.md tells what a schema may contain.", 6, kEssential,
       eventSchemas},
      {"format-schemas", "Every format of the manifest has a schema that compiles.",
       "Change the schema named; docs/authoring-plugins.md tells what a schema may contain.", 6, kEssential,
       formatSchemas},
      {"extensions-as-declared", "It has the extensions that its manifest needs, whole.",
       "Override convert() in the class that CAST_PLUGIN names, or list no conversions.", 7, kEssential,
       extensionsAsDeclared},
      {"examples-readable", "Every example belongs to a schema of the manifest, and is there once.",
       "Name the directory of examples like the schema's file.", 7, kEssential, examplesReadable},

      {"id-is-file-name", "Its file is called like its id (`_` counts as `-`), so that people find it.",
       "Give the target of cast_add_plugin() the name that manifest.json has as `id`.", 8, false,
       idIsFileName},
      {"load-time", "Loading it takes at most 200 ms of computing: hubs load while they serve.",
       "Prepare large tables when they are first used, or at compile time.", 8, false, loadTime},
      {"unloads", "It leaves the process when it is unloaded, after use.",
       "Look for thread_local objects with destructors, symbols that show, and -z nodelete.", 8, false,
       unloads},
      {"loads-twice", "It can be loaded again, and beside a copy of itself, and says the same.",
       "Keep no state outside the library: no environment variables, files or process-wide registrations.", 8,
       false, loadsTwice},
      {"hub-takes-it", "The reference hub loads it: none of its names belongs to the core.",
       "Take names in a domain of your own.", 8, false, hubTakesIt},

      {"examples-accepted", "Schema and rules accept every example.",
       "Change the schema, the rule or the example.", 9, false, examplesAccepted},
      {"counter-examples-refused", "Schema or rules refuse every counter-example.",
       "Change the schema, the rule or the counter-example.", 9, false, counterExamplesRefused},
      {"examples-of-both-kinds", "Every schema has an example and a counter-example.",
       "Add examples/NAME/good-WHAT.json and bad-WHAT.json.", 9, false, examplesOfBothKinds},
      {"no-undeclared-schema", "It has no schema for names that its manifest does not list.",
       "Return a text with null data for any other name.", 9, false, noUndeclaredSchema},
      {"no-undeclared-conversion", "It refuses to convert between formats that its manifest does not pair.",
       "List the conversion in manifest.json, or throw Fault for it.", 9, false, noUndeclaredConversion},
      {"no-unknown-extension", "It has no extension with an id that nobody defined.",
       "Return null for every id you don't know, compared whole.", 9, false, noUnknownExtension},
      {"conversions-shown", "Of every conversion's source format there is an example.",
       "Add an example of an event type of the conversion, in that format.", 9, false, conversionsShown},
      {"conversions-work", "Every conversion converts at least one of its examples.",
       "Look at the reason; change the conversion or add an example it is made for.", 9, false,
       conversionsWork},
      {"results-fit", "What a conversion makes of an example says its format and fits that format's schema.",
       "Set the result's member `format`, and change what the schema names.", 9, false, resultsFit},
      {"round-trips", "A conversion without `loses` and its reverse give the payload again.",
       "Carry over what is lost, or say in the manifest what the conversion loses.", 9, false, roundTrips},
      {"deterministic", "The same payload gets the same answer again, in another process too.",
       "Use no clock, random number, address, locale or count.", 9, false, deterministic},
      {"concurrent", "Called from several threads at once it answers as it does alone.",
       "Keep no state; make what is shared constant.", 9, false, concurrent},
      {"sinks-respected", "It stops writing when its host says stop.",
       "Write once, or look at what write() returns.", 9, false, sinksRespected},
      {"reasons-given", "Every refusal has a reason, in one line of UTF-8.",
       "Throw Fault with what was expected and what was found.", 9, false, reasonsGiven},
      {"pointers-lead-somewhere", "What its rules refuse they point to by a JSON Pointer into the payload.",
       "Begin with / and a member that is there; what follows may be what is missing.", 9, false,
       pointersLeadSomewhere},
      {"reasons-quote-nothing", "No reason quotes a payload's texts: they may be about a patient.",
       "Tell type, length or position of what was found, never the value.", 9, false, reasonsQuoteNothing},
      {"hostile-conversions",
       "A conversion survives any payload (empty, garbage, 16 MiB, 100,000 levels, wrong types): it refuses "
       "or "
       "gives a valid result, and takes less than a second for 1 MiB.",
       "Read payloads with readPayload<nlohmann::json>() of cast/json.hpp; check each member's type before "
       "use.",
       9, false, hostileConversions},
      {"hostile-rules", "The rules survive any payload, and take less than a second for 1 MiB.",
       "Read payloads with readPayload<nlohmann::json>() of cast/json.hpp; check each member's type before "
       "use.",
       9, false, hostileRules},
      {"fuzz", "Conversions and rules survive examples that are changed at random (--fuzz N, --seed S).",
       "Run the command that the finding names; it repeats just that payload.", 9, false, fuzz},
  };
  return kTests;
}

const Test* testNamed(std::string_view id) {
  for (const Test& test : tests())
    if (test.id == id) return &test;
  return nullptr;
}

}  // namespace cast::validator
