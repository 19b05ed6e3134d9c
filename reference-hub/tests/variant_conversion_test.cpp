// Payloads are converted over chains of the plugins' conversions; whatever a plugin does wrong is that one
// conversion's fault.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

#include "plugin_folder.hpp"
#include "variant/variants.hpp"

namespace cast::hub {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class VariantConversion : public testing::Test {
 protected:
  void load(const std::string& plugin, const std::string& as) {
    folder_.put(testPlugin(plugin), as + ".so");
    variants_.loadDirectory(folder_.path());
    ASSERT_THAT(complaints_, IsEmpty());
  }

  // Over which variants it went.
  std::vector<std::string> way(const std::string& eventType, const std::string& from, const std::string& to) {
    std::vector<std::string> ids;
    const auto conversion = variants_.convert(eventType, R"({"do":"convert"})", from, to);
    EXPECT_TRUE(conversion.payload) << conversion.fault;
    for (const auto& step : conversion.steps) ids.push_back(step.variant + ":" + step.to);
    return ids;
  }

  PluginFolder folder_;
  std::vector<std::string> complaints_;
  Variants variants_{[this](const std::string& line) { complaints_.push_back(line); }};
};

TEST_F(VariantConversion, OfAPayloadGivesOneInTheOtherFormat) {
  load("converting", "a");
  const auto conversion =
      variants_.convert("test:study", R"({"format":"dicom","studyInstanceUID":"1.2.3"})", "dicom", "fhir");
  EXPECT_TRUE(conversion.reachable);
  EXPECT_EQ(conversion.payload,
            R"({"format":"fhir","identifier":[{"value":"urn:oid:1.2.3"}],"resourceType":"ImagingStudy"})");
  ASSERT_THAT(conversion.steps, SizeIs(1));
  EXPECT_EQ(conversion.steps[0].variant, "test-converting");
}

TEST_F(VariantConversion, TheShortestChainWinsAndCrossesPlugins) {
  load("converting", "a");
  load("second", "b");
  EXPECT_THAT(way("test:any", "native", "second"),
              ElementsAre("test-converting:counted", "test-second:second"));
  EXPECT_THAT(way("test:other", "native", "far"),
              ElementsAre("test-converting:counted", "test-converting:far"));
  EXPECT_THAT(way("test:any", "native", "far"),
              ElementsAre("test-converting:counted", "test-second:second", "test-second:far"));
}

TEST_F(VariantConversion, OfTwoShortestTheFirstPluginsWins) {
  load("converting", "a");
  load("second", "b");
  EXPECT_THAT(way("test:any", "native", "wild"), ElementsAre("test-converting:wild"));
}

TEST_F(VariantConversion, ThePluginsOrderIsThatOfTheirFiles) {
  load("converting", "b");
  load("second", "a");
  EXPECT_THAT(way("test:any", "native", "wild"), ElementsAre("test-second:wild"));
}

TEST_F(VariantConversion, AFormatNoChainLeadsToIsNotReachable) {
  load("converting", "a");
  for (const auto& [eventType, from, to] :
       std::vector<std::array<std::string, 3>>{{"test:study", "native", "unheard-of"},
                                               {"test:study", "unheard-of", "fhir"},
                                               {"test:study", "fhir", "dicom"},
                                               {"test:elsewhere", "dicom", "fhir"},
                                               {"test:study", "dicom", "dicom"}}) {
    const auto conversion = variants_.convert(eventType, "{}", from, to);
    EXPECT_FALSE(conversion.reachable) << eventType << from << to;
    EXPECT_FALSE(conversion.payload);
  }
}

TEST_F(VariantConversion, APayloadSaysItsFormatOrItsEventTypeDoes) {
  load("converting", "a");
  EXPECT_EQ(variants_.formatOf("test:study", R"({"format":"wild","resourceType":"Patient"})"), "wild");
  EXPECT_EQ(variants_.formatOf("test:study", R"({"resourceType":"Patient"})"), "fhir");
  EXPECT_EQ(variants_.formatOf("test:study", R"({"format":7})"), "dicom");
  EXPECT_EQ(variants_.formatOf("test:study", R"([1,2])"), "dicom");
  EXPECT_EQ(variants_.formatOf("test:judged", "{}"), "native");
  EXPECT_EQ(variants_.formatOf("unheard:of", "7"), "native");
}

TEST_F(VariantConversion, APayloadThatNamesNoFormatIsConvertedFromTheOneItsEventTypeStates) {
  load("converting", "a");
  // The format's schema wants the member `format`.
  EXPECT_TRUE(variants_.convert("test:study", R"( { "studyInstanceUID":"1.2" } )", "dicom", "fhir").payload);
  EXPECT_TRUE(variants_.convert("test:study", "{}", "dicom", "fhir").payload);
}

TEST_F(VariantConversion, APayloadThatBreaksItsFormatIsNotConverted) {
  load("converting", "a");
  const auto conversion =
      variants_.convert("test:study", R"({"format":"dicom","studyInstanceUID":"DOE^JOHN"})", "dicom", "fhir");
  EXPECT_TRUE(conversion.reachable);
  EXPECT_FALSE(conversion.payload);
  EXPECT_THAT(conversion.fault,
              AllOf(HasSubstr("published payload"), HasSubstr("the format dicom: /studyInstanceUID"),
                    Not(HasSubstr("DOE"))));
}

TEST_F(VariantConversion, APayloadThatIsNoObjectIsNotConverted) {
  load("converting", "a");
  for (const char* payload : {"[]", "7", "null", "\"text\""}) {
    const auto conversion = variants_.convert("test:any", payload, "native", "counted");
    EXPECT_FALSE(conversion.payload);
    EXPECT_THAT(conversion.fault, HasSubstr("must be a JSON object"));
  }
}

TEST_F(VariantConversion, OneMebibyteGoesThroughWhole) {
  load("converting", "a");
  const std::string fill(1U << 20U, 'x');
  const auto conversion =
      variants_.convert("test:any", R"({"do":"much","fill":")" + fill + "\"}", "native", "wild");
  EXPECT_EQ(conversion.payload, R"({"format":"wild","fill":")" + fill + "\"}") << conversion.fault;
}

TEST_F(VariantConversion, RunsInSeveralThreadsAtOnce) {
  load("converting", "a");
  load("second", "b");
  std::vector<std::thread> threads;
  std::array<int, 4> done{};
  threads.reserve(done.size());
  for (int& count : done)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i)
        if (variants_.convert("test:any", "{}", "native", "second").payload) ++count;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(done, testing::Each(50));
}

struct Misdeed {
  const char* wanted;
  const char* fault;
};

void PrintTo(const Misdeed& misdeed, std::ostream* out) { *out << misdeed.wanted; }

class ConversionGoneWrong : public VariantConversion, public testing::WithParamInterface<Misdeed> {};

TEST_P(ConversionGoneWrong, CostsThatConversionAndSaysWhy) {
  load("converting", "a");
  const auto conversion = variants_.convert(
      "test:any", std::string(R"({"patientName":"DOE^JOHN","do":")") + GetParam().wanted + "\"}", "native",
      "wild");
  EXPECT_TRUE(conversion.reachable);
  EXPECT_FALSE(conversion.payload);
  EXPECT_THAT(conversion.fault,
              AllOf(HasSubstr(GetParam().fault), Not(HasSubstr("\n")), Not(HasSubstr("DOE"))));
  EXPECT_THAT(variants_.convert("test:any", R"({"do":"convert"})", "native", "wild").fault, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Each, ConversionGoneWrong,
    testing::Values(Misdeed{"refuse", "/patientId: `patientId` has no place there"},
                    Misdeed{"throw", "the plugin failed on it"}, Misdeed{"nothing", "the result is not JSON"},
                    Misdeed{"garbage", "the result is not JSON"},
                    Misdeed{"two texts", "the result is not JSON"},
                    Misdeed{"bytes that are no text", "the result is not JSON"},
                    Misdeed{"a list", "the result must be a JSON object"},
                    Misdeed{"a member twice", "`/a` stands twice"},
                    Misdeed{"no format", "the result's member `format` does not say wild"},
                    Misdeed{"another format", "the result's member `format` does not say wild"},
                    Misdeed{"break the schema", "the result: it does not fit the format wild: /number"},
                    Misdeed{"too much", "longer than the host takes"}),
    [](const auto& misdeed) {
      std::string name = misdeed.param.wanted;
      for (char& c : name)
        if (c == ' ') c = '_';
      return name;
    });

TEST_F(VariantConversion, RulesRefuseWhatTheSchemaLetsPass) {
  load("converting", "a");
  EXPECT_FALSE(variants_.validate("test:judged", R"({"one":1,"other":1})"));
  const auto rejection = variants_.validate("test:judged", R"({"one":1,"other":2})");
  ASSERT_TRUE(rejection);
  EXPECT_EQ(rejection->status, 422);
  EXPECT_EQ(rejection->kind, "invalid-payload");
  EXPECT_EQ(rejection->pointer, "/payload/other");
  EXPECT_EQ(rejection->detail, "payload of test:judged: `other`: expected what `one` is");
}

TEST_F(VariantConversion, ACallUnderWayEndsOnTheLibraryItBeganWithWhichIsUnmappedThen) {
  load("converting", "unmapped");
  std::array<int, 2> tell{};
  std::array<int, 2> wait{};
  ASSERT_EQ(pipe(tell.data()), 0);
  ASSERT_EQ(pipe(wait.data()), 0);
  Conversion conversion;
  std::thread caller([&] {
    conversion = variants_.convert(
        "test:any", R"({"tell":)" + std::to_string(tell[1]) + R"(,"wait":)" + std::to_string(wait[0]) + "}",
        "native", "held");
  });
  char byte = 0;
  ASSERT_EQ(read(tell[0], &byte, 1), 1);

  folder_.remove("unmapped.so");
  const auto changes = variants_.loadDirectory(folder_.path());
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].kind, Variants::Change::Kind::Unloaded);
  EXPECT_FALSE(variants_.convert("test:any", "{}", "native", "counted").reachable);
  EXPECT_THAT(memoryMap(), HasSubstr("unmapped.so"));

  ASSERT_EQ(write(wait[1], &byte, 1), 1);
  caller.join();
  EXPECT_EQ(conversion.payload, R"({"format":"held"})");
  EXPECT_THAT(memoryMap(), Not(HasSubstr("unmapped.so")));
  for (const int descriptor : {tell[0], tell[1], wait[0], wait[1]}) close(descriptor);
}

}  // namespace
}  // namespace cast::hub
