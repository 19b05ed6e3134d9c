// A plugin may break every promise of cast/plugin.h that leaves the process alive: it costs that one call.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <stdexcept>
#include <string>

#include "variant/plugin_table.hpp"

namespace cast::hub {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

struct Extensions {
  const cast_converter* converter = nullptr;
  const cast_rules* rules = nullptr;
  const cast_examples* examples = nullptr;
};
Extensions extensions;  // of the test that runs: a table has no place for a context

const void* getExtension(const char* id) {
  if (std::strcmp(id, CAST_EXTENSION_CONVERTER) == 0) return extensions.converter;
  if (std::strcmp(id, CAST_EXTENSION_RULES) == 0) return extensions.rules;
  if (std::strcmp(id, CAST_EXTENSION_EXAMPLES) == 0) return extensions.examples;
  return nullptr;
}

constexpr cast_plugin_table kTable{
    CAST_PLUGIN_ABI_MAJOR, CAST_PLUGIN_ABI_MINOR, sizeof(cast_plugin_table), {nullptr, 0}, getExtension};

void write(const cast_sink* sink, const std::string& text) {
  sink->write(sink->context, text.data(), text.size());
}

using Convert = decltype(cast_converter::convert);
using Judge = decltype(cast_rules::judge);

std::variant<std::string, Refusal> converted(Convert convert) {
  const cast_converter converter{sizeof(cast_converter), convert};
  extensions = {&converter, nullptr, nullptr};
  return PluginTable(&kTable).convert("test:event", "from", "to", R"({"patientName":"DOE^JOHN"})");
}

Refusal refusalOf(Convert convert) { return std::get<Refusal>(converted(convert)); }

std::optional<Refusal> judged(Judge judge) {
  const cast_rules rules{sizeof(cast_rules), judge};
  extensions = {nullptr, &rules, nullptr};
  return PluginTable(&kTable).judge("test:event", "{}");
}

template <typename Call>
std::string faultOf(Call call) {
  try {
    call();
  } catch (const PluginError& e) {
    return e.what();
  }
  return "no fault";
}

TEST(PluginTableConversion, WhatThePluginWroteInPiecesComesBackWhole) {
  const auto result = converted([](cast_text eventType, cast_text from, cast_text to, cast_text payload,
                                   const cast_sink* sink, const cast_sink*) -> std::int32_t {
    for (const cast_text& text : {eventType, from, to, payload}) {
      write(sink, std::string(text.data, text.size));
      write(sink, "|");
    }
    return CAST_DONE;
  });
  EXPECT_EQ(std::get<std::string>(result), R"(test:event|from|to|{"patientName":"DOE^JOHN"}|)");
}

TEST(PluginTableConversion, ARefusalGivesThePluginsReasonInOneLine) {
  const auto refused = refusalOf([](cast_text, cast_text, cast_text, cast_text, const cast_sink* result,
                                    const cast_sink* reason) -> std::int32_t {
    write(result, "void");
    write(reason, "`patientId`\nis\tnot there");
    return CAST_REFUSED;
  });
  EXPECT_EQ(refused.detail, "`patientId` is not there");
}

TEST(PluginTableConversion, AnyOtherValueThanDoneIsARefusal) {
  const auto refused = refusalOf([](cast_text, cast_text, cast_text, cast_text, const cast_sink*,
                                    const cast_sink*) -> std::int32_t { return -17; });
  EXPECT_EQ(refused.detail, "convert returned -17 and gave no reason");
}

TEST(PluginTableConversion, AReasonLongerThan64KiBIsCutAndSaysSo) {
  const auto refused = refusalOf([](cast_text, cast_text, cast_text, cast_text, const cast_sink*,
                                    const cast_sink* reason) -> std::int32_t {
    const std::string text(1000, 'x');
    while (reason->write(reason->context, text.data(), text.size()) == 1) {
    }
    return CAST_REFUSED;
  });
  EXPECT_THAT(refused.detail, EndsWith("longer than 64 KiB)"));
  EXPECT_LT(refused.detail.size(), (64U << 10U) + 100);
}

TEST(PluginTableConversion, AnExceptionIsTheCallsFaultAndItsTextIsNotTold) {
  EXPECT_THAT(
      faultOf([] {
        converted([](cast_text, cast_text, cast_text, cast_text, const cast_sink*,
                     const cast_sink*) -> std::int32_t { throw std::runtime_error("of patient DOE^JOHN"); });
      }),
      AllOf(HasSubstr("convert threw an exception (std::runtime_error)"), Not(HasSubstr("DOE"))));
  EXPECT_THAT(faultOf([] {
                converted([](cast_text, cast_text, cast_text, cast_text, const cast_sink*,
                             const cast_sink*) -> std::int32_t { throw 7; });
              }),
              HasSubstr("convert threw an exception"));
}

TEST(PluginTableConversion, AResultOver16MiBIsAFaultEvenOfAPluginThatDoesNotListen) {
  EXPECT_THAT(faultOf([] {
                converted([](cast_text, cast_text, cast_text, cast_text, const cast_sink* result,
                             const cast_sink*) -> std::int32_t {
                  const std::string text(1U << 20U, 'x');
                  for (int i = 0; i < 17; ++i) write(result, text);
                  return CAST_DONE;
                });
              }),
              HasSubstr("more than 16 MiB"));
}

TEST(PluginTableConversion, ExactlySixteenMiBIsNoFault) {
  const auto result = converted([](cast_text, cast_text, cast_text, cast_text, const cast_sink* sink,
                                   const cast_sink*) -> std::int32_t {
    const std::string text(1U << 20U, 'x');
    for (int i = 0; i < 16; ++i) write(sink, text);
    return CAST_DONE;
  });
  EXPECT_THAT(std::get<std::string>(result), SizeIs(16U << 20U));
}

TEST(PluginTableConversion, TextWithoutAnAddressIsAFault) {
  EXPECT_THAT(faultOf([] {
                converted([](cast_text, cast_text, cast_text, cast_text, const cast_sink* result,
                             const cast_sink*) -> std::int32_t {
                  result->write(result->context, nullptr, 10);
                  return CAST_DONE;
                });
              }),
              HasSubstr("text without an address"));
}

TEST(PluginTableConversion, ATableThatIsSmallOrEmptyIsAFault) {
  extensions = {};
  EXPECT_FALSE(PluginTable(&kTable).converts());
  EXPECT_THAT(faultOf([] { PluginTable(&kTable).convert("a", "b", "c", "{}"); }),
              HasSubstr("no extension cast.converter/1"));
  EXPECT_THAT(faultOf([] { converted(nullptr); }), HasSubstr("too small or has no convert"));
  const cast_converter small{8, nullptr};
  extensions = {&small, nullptr, nullptr};
  EXPECT_THAT(faultOf([] { PluginTable(&kTable).converts(); }), HasSubstr("too small or has no convert"));
}

TEST(PluginTableRules, APluginWithoutRulesHasNothingAgainstAnything) {
  extensions = {};
  EXPECT_FALSE(PluginTable(&kTable).judges());
  EXPECT_FALSE(PluginTable(&kTable).judge("test:event", "{}"));
}

TEST(PluginTableRules, ARefusalGivesPointerAndDetail) {
  const auto refused =
      judged([](cast_text, cast_text, const cast_sink* pointer, const cast_sink* detail) -> std::int32_t {
        write(pointer, "/context/0");
        write(detail, "expected a reference");
        return CAST_REFUSED;
      });
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->pointer, "/context/0");
  EXPECT_EQ(refused->detail, "expected a reference");
}

TEST(PluginTableRules, APointerThatIsNoneMeansThePayload) {
  const auto refused =
      judged([](cast_text, cast_text, const cast_sink* pointer, const cast_sink*) -> std::int32_t {
        write(pointer, "context");
        return CAST_REFUSED;
      });
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->pointer, "");
  EXPECT_EQ(refused->detail, "judge returned 1 and gave no reason");
}

TEST(PluginTableRules, AnExceptionIsTheCallsFault) {
  EXPECT_THAT(faultOf([] {
                judged([](cast_text, cast_text, const cast_sink*, const cast_sink*) -> std::int32_t {
                  throw std::logic_error("of patient DOE^JOHN");
                });
              }),
              AllOf(HasSubstr("judge threw an exception (std::logic_error)"), Not(HasSubstr("DOE"))));
}

TEST(PluginTableRules, ATableWithoutJudgeIsAFault) {
  EXPECT_THAT(faultOf([] { judged(nullptr); }), HasSubstr("too small or has no judge"));
}

cast_text textOf(const char* text) { return {text, std::strlen(text)}; }

TEST(PluginTableExamples, AreCopiedInTheirOrder) {
  const cast_example list[] = {{textOf("a.schema.json"), textOf("first"), textOf("{}"), 1},
                               {textOf("a.schema.json"), textOf("second"), textOf("[]"), 0}};
  const cast_examples examples{sizeof(cast_examples), 2, list};
  extensions = {nullptr, nullptr, &examples};
  const auto all = PluginTable(&kTable).examples();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].name, "first");
  EXPECT_TRUE(all[0].accepted);
  EXPECT_EQ(all[1].payload, "[]");
  EXPECT_FALSE(all[1].accepted);
}

TEST(PluginTableExamples, NoneAreNoFaultAndAListThatIsNotThereIs) {
  extensions = {};
  EXPECT_THAT(PluginTable(&kTable).examples(), IsEmpty());
  const cast_examples none{sizeof(cast_examples), 0, nullptr};
  extensions = {nullptr, nullptr, &none};
  EXPECT_THAT(PluginTable(&kTable).examples(), IsEmpty());
  const cast_examples lost{sizeof(cast_examples), 3, nullptr};
  extensions = {nullptr, nullptr, &lost};
  EXPECT_THAT(faultOf([] { PluginTable(&kTable).examples(); }), HasSubstr("cast.examples/1"));
}

TEST(PluginTableExamples, AnExampleWithoutPayloadIsNamed) {
  const cast_example list[] = {{textOf("a.schema.json"), textOf("first"), {nullptr, 0}, 1}};
  const cast_examples examples{sizeof(cast_examples), 1, list};
  extensions = {nullptr, nullptr, &examples};
  EXPECT_THAT(faultOf([] { PluginTable(&kTable).examples(); }), HasSubstr("its example first is empty"));
}

TEST(PluginTableFormats, FormatsWithoutTheirExtensionAreAFault) {
  extensions = {};
  EXPECT_THAT(faultOf([] { PluginTable(&kTable).formatSchemaOf("lab"); }),
              HasSubstr("no extension cast.formats/1"));
}

}  // namespace
}  // namespace cast::hub
