// `cast-plugin check`: green on sound plugins, red in just the intended test on those that are bad on
// purpose.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "program.hpp"
#include "variant/value_schema.hpp"
#include "variant/violation.hpp"

namespace cast::validator {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kProgram = CAST_PLUGIN_PROGRAM;
const fs::path kTests = CAST_TEST_DIR;
const fs::path kBad = kTests / "bad-plugins";

struct Judgement {
  int exit;
  json read;

  std::vector<std::string> testsThat(const std::string& verdict) const {
    std::vector<std::string> ids;
    for (const json& test : read.at("tests"))
      if (test.at("verdict") == verdict) ids.push_back(test.at("id"));
    return ids;
  }
  const json& test(const std::string& id) const {
    const auto& all = read.at("tests");
    return *std::find_if(all.begin(), all.end(), [&](const json& test) { return test.at("id") == id; });
  }
};

Judgement judge(const fs::path& plugin, const std::string& flags = {}) {
  const Ran ran = run(quoted(kProgram) + " check --json " + quoted(plugin) + " " + flags);
  return {ran.exit, json::parse(ran.output)};
}

struct BadPlugin {
  std::string file;
  std::string test;
  std::string finding;  // part of it
  std::string verdict = "failed";
  std::string flags = {};
};

void PrintTo(const BadPlugin& plugin, std::ostream* out) { *out << plugin.file; }

constexpr char kShort[] = "--timeout-ms 700";  // for those that hang

#if defined(__SANITIZE_THREAD__)
constexpr char kStackOverflow[] = "stack-overflow";  // ThreadSanitizer takes the signal and says what it was
#else
constexpr char kStackOverflow[] = "SIGSEGV";
#endif

const std::vector<BadPlugin>& badPlugins() {
  static const std::vector<BadPlugin> kPlugins{
      {"not_a_library", "library-complete", "not a shared library"},
      {"no_entry", "entry-exported", "exports 0 symbols, but no `cast_plugin_entry`"},
      {"exports_more", "exports-nothing-else", "something_else"},
      {"unresolved_symbol", "loads", "undefined symbol: function_of_a_missing_library"},
      {"hangs_when_loaded", "loads", "no answer within 700 ms of computing while loading it", "failed",
       kShort},
      {"ends_the_process_when_loaded", "loads", "exit code 0 while loading it"},
      {"wrong_abi_major", "abi-matches", "built for version 2 of the plugin boundary"},
      {"small_table", "abi-matches", "its table has 32 bytes"},
      {"needs_what_the_host_has", "brings-its-symbols", "_ZN4Poco11ProcessImpl6idImplEv"},
      {"no_manifest", "manifest-valid", "its manifest is empty"},
      {"invalid_manifest", "manifest-valid", "at \"/version\""},
      {"event_type_twice", "manifest-valid", "lists bad:twice twice"},
      {"no_schemas", "event-schemas", "no extension cast.schemas/1"},
      {"throws", "event-schemas", "threw an exception (thrown on purpose)"},
      {"pattern_does_not_compile", "event-schemas", "`^(A|B` does not compile"},
      {"references_in_a_circle", "event-schemas", "lead in a circle"},
      {"format_schema_does_not_compile", "format-schemas", "`^(A|B` does not compile"},
      {"no_converter", "extensions-as-declared", "no cast.converter/1"},
      {"example_of_no_schema", "examples-readable", "`lost` of lost.json belongs to no schema"},
      {"other_id", "id-is-file-name", "other_id.so and its id is `somebody-else`"},
      {"slow_to_load", "load-time", "more than 200", "warned"},
      {"stays_loaded", "unloads", "still in the process's memory"},
      {"loads_once", "loads-twice", "SIGABRT"},
      {"takes_a_core_event_type", "hub-takes-it", "patient-open is already defined by `cast-core`"},
      {"example_refused", "examples-accepted", "refuses the example `not so good`"},
      {"counter_example_accepted", "counter-examples-refused", "accepts the example `not so bad`"},
      {"no_counter_example", "examples-of-both-kinds", "event.json has no counter-example", "warned"},
      {"schema_for_anything", "no-undeclared-schema", "which its manifest does not list"},
      {"converts_anything", "no-undeclared-conversion", "it converts `lab` to `lab`"},
      {"any_extension", "no-unknown-extension", "is not null"},
      {"conversion_not_shown", "conversions-shown", "nothing shows the conversion far to lab", "warned"},
      {"refuses_everything", "conversions-work", "examples; native to lab"},
      {"result_breaks_its_format", "results-fit", "the result breaks the schema of `lab`"},
      {"result_without_format", "results-fit", "the result's member `format` is not `lab`"},
      {"loses_on_the_way", "round-trips", "there and back changes \"/specimenId\""},
      {"tires_of_repetition", "deterministic", "a second call gives another answer"},
      {"knows_its_process", "deterministic", "another process gives another answer"},
      {"serves_one_thread", "concurrent", "from several threads"},
      {"writes_on_and_on", "sinks-respected", "times more after its host said stop"},
      {"refuses_without_a_reason", "reasons-given", "without a reason"},
      {"points_nowhere", "pointers-lead-somewhere", "`/specimen/id` leads nowhere"},
      {"quotes_content", "reasons-quote-nothing", "quotes what the payload has at /specimenId"},
      {"dies_of_depth", "hostile-conversions", kStackOverflow},
      {"hangs_on_garbage", "hostile-conversions", "no answer within 700 ms of computing while native to lab",
       "failed", kShort},
      {"ends_the_process", "hostile-conversions", "exit code 0 while native to lab for bad:event, just null"},
      {"throws_when_it_converts", "hostile-conversions", "threw an exception"},
      {"makes_rubbish_of_rubbish", "hostile-conversions", "the result is no payload"},
      {"rule_dies_of_length", "hostile-rules", "SIGABRT"},
      {"slow_on_many_members", "hostile-rules", "60,000 members: it took", "warned"},
      {"dies_of_a_number", "fuzz", "again: cast-plugin check"},
  };
  return kPlugins;
}

class BadPluginJudgement : public testing::TestWithParam<BadPlugin> {};

TEST_P(BadPluginJudgement, isOfTheIntendedTestAndOfNoOther) {
  const BadPlugin& bad = GetParam();
  const Judgement judgement = judge(kBad / (bad.file + ".so"), bad.flags);
  ASSERT_THAT(judgement.testsThat(bad.verdict), ElementsAre(bad.test)) << judgement.read.dump(2);
  EXPECT_THAT(judgement.test(bad.test).at("findings").get<std::vector<std::string>>(),
              testing::Contains(HasSubstr(bad.finding)));
  EXPECT_THAT(judgement.testsThat("inconclusive"), IsEmpty());
  EXPECT_EQ(judgement.exit, bad.verdict == "failed" ? 1 : 0);
  if (bad.verdict == "warned") {
    EXPECT_THAT(judgement.testsThat("failed"), IsEmpty());
  }
}

INSTANTIATE_TEST_SUITE_P(Each, BadPluginJudgement, testing::ValuesIn(badPlugins()),
                         [](const auto& plugin) { return plugin.param.file; });

TEST(BadPlugins, thereIsOneForEveryTest) {
  std::set<std::string> shown;
  for (const BadPlugin& plugin : badPlugins()) shown.insert(plugin.test);
  std::set<std::string> known;
  for (const json& test : json::parse(run(quoted(kProgram) + " check --list --json").output))
    known.insert(test.at("id"));
  EXPECT_EQ(shown, known);
}

class SoundPluginJudgement : public testing::TestWithParam<std::string> {};

TEST_P(SoundPluginJudgement, isGreen) {
  const Judgement judgement = judge(GetParam(), "--timeout-ms 60000");
  EXPECT_EQ(judgement.exit, 0) << judgement.read.dump(2);
  EXPECT_TRUE(judgement.read.at("sound").get<bool>());
  EXPECT_THAT(judgement.testsThat("failed"), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Each, SoundPluginJudgement,
                         testing::Values(CAST_PLUGIN_DIR "/fhircast.so", CAST_PLUGIN_DIR "/dicomcast.so",
                                         CAST_PLUGIN_DIR "/navicast.so",
                                         CAST_TEST_DIR "/plugins/with_code.so",
                                         CAST_TEST_DIR "/bad-plugins/sound.so",
                                         CAST_TEST_DIR "/plugins/pharmcast.so"),
                         [](const auto& file) { return fs::path(file.param).stem().string(); });

TEST(Judgement, ofTheSmallSoundPluginPassesEveryTest) {
  const Judgement judgement = judge(kBad / "sound.so");
  EXPECT_EQ(judgement.testsThat("passed").size(), judgement.read.at("tests").size())
      << judgement.read.dump(2);
}

TEST(Judgement, asJsonFitsItsSchema) {
  std::ifstream stream(CAST_JUDGEMENT_SCHEMA);
  const hub::ValueSchema schema(std::string{std::istreambuf_iterator<char>(stream), {}});
  for (const char* file : {"sound.so", "no_manifest.so", "quotes_content.so"}) {
    const auto violation = schema.check(judge(kBad / file).read.dump());
    EXPECT_FALSE(violation) << file << ' ' << violation->pointer << ": " << violation->detail;
  }
}

}  // namespace
}  // namespace cast::validator
