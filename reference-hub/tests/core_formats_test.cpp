// The core's formats: what older systems send becomes text, and text becomes what they sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "variant/variants.hpp"

namespace cast::hub {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const Variants& core() {
  static const Variants variants([](const std::string& line) { ADD_FAILURE() << line; });
  return variants;
}

json envelope(const std::string& format, const std::string& data, const std::string& encoding) {
  return {
      {"format", format}, {"system", "mainframe"}, {"data", data}, {"metadata", {{"encoding", encoding}}}};
}

Conversion toText(const json& legacy) {
  return core().convert("patient-open", legacy.dump(), "legacy", "text");
}

Conversion toLegacy(const json& text) {
  return core().convert("patient-open", text.dump(), "text", "legacy");
}

std::string dataOf(const Conversion& conversion) {
  return conversion.payload ? json::parse(*conversion.payload).at("data").get<std::string>()
                            : "no result: " + conversion.fault;
}

TEST(CoreFormats, EbcdicBecomesText) {
  EXPECT_EQ(dataOf(toText(envelope("legacy", "yMXT09Y=", "EBCDIC"))), "HELLO");
  EXPECT_EQ(dataOf(toText(envelope("legacy", "1NyTk4WZ", "IBM037"))), "Müller");
  EXPECT_EQ(dataOf(toText(envelope("legacy", "1NyTk4WZ", "ibm037"))), "Müller");
}

TEST(CoreFormats, CodePagesOfOneLanguageDiffer) {
  EXPECT_EQ(dataOf(toText(envelope("legacy", "1NCTk4WZ", "IBM273"))), "Müller");
  EXPECT_EQ(dataOf(toText(envelope("legacy", "TfxsbGVy", "ISO-8859-1"))), "Müller");
  EXPECT_EQ(dataOf(toText(envelope("legacy", "pA==", "ISO-8859-15"))), "€");
  EXPECT_EQ(dataOf(toText(envelope("legacy", "jlKTYw==", "SHIFT_JIS"))), "山田");
}

TEST(CoreFormats, OtherMembersKeepTheirBytes) {
  const auto conversion =
      core().convert("patient-open",
                     R"({"big":123456789012345678901234567890,"format":"legacy","data":"yA==",)"
                     R"("metadata":{"encoding":"EBCDIC","recordType":"patient"},"x":1.50})",
                     "legacy", "text");
  EXPECT_EQ(conversion.payload, R"({"format":"text","big":123456789012345678901234567890,"data":"H",)"
                                R"("metadata":{"encoding":"EBCDIC","recordType":"patient"},"x":1.50})")
      << conversion.fault;
}

std::string base64(const std::string& bytes) {
  constexpr const char* kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) {
      return at < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[at])) : 0U;
    };
    const unsigned three = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
    for (unsigned digit = 0; digit < 4; ++digit)
      text += i + digit > bytes.size() ? '=' : kDigits[three >> (18U - 6U * digit) & 63U];
  }
  return text;
}

class CodePage : public testing::TestWithParam<const char*> {};

TEST_P(CodePage, EveryByteComesBackFromTextAsItWas) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string data = base64(std::string(3, static_cast<char>(byte)));
    const auto text = toText(envelope("legacy", data, GetParam()));
    if (!text.payload) {
      EXPECT_THAT(text.fault, HasSubstr("byte 0 of its 3 bytes begins no character of ")) << byte;
      continue;
    }
    EXPECT_EQ(dataOf(toLegacy(json::parse(*text.payload))), data) << byte;
  }
}

INSTANTIATE_TEST_SUITE_P(Each, CodePage,
                         testing::Values("EBCDIC", "IBM037", "IBM273", "IBM278", "IBM285", "IBM297", "IBM500",
                                         "IBM1047", "IBM1140", "IBM1141", "IBM1148", "ISO-8859-1",
                                         "ISO-8859-15", "CP1252", "KOI8-R"),
                         [](const auto& codePage) {
                           std::string name = codePage.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(CoreFormats, AnEncodingWithStatesGoesThereAndBack) {
  const auto legacy = toLegacy(envelope("text", "AB 山田 CD", "IBM930"));
  ASSERT_TRUE(legacy.payload) << legacy.fault;
  EXPECT_EQ(dataOf(toText(json::parse(*legacy.payload))), "AB 山田 CD");
}

TEST(CoreFormats, AnUnknownEncodingIsNamed) {
  EXPECT_THAT(dataOf(toText(envelope("legacy", "yA==", "EBCDIC-KLINGON"))),
              AllOf(HasSubstr("/metadata/encoding"), HasSubstr("not known"), HasSubstr("iconv --list")));
}

TEST(CoreFormats, WhatIconvReadsBesideANameIsNoName) {
  for (const char* encoding : {"IBM037//TRANSLIT", "IBM037//IGNORE", "../../tmp/evil", "a b", "IBM037,"})
    EXPECT_THAT(dataOf(toLegacy(envelope("text", "x", encoding))),
                AllOf(HasSubstr("/metadata/encoding"), HasSubstr("not the name of a character encoding")))
        << encoding;
}

TEST(CoreFormats, BytesThatAreNoTextAreNamedByTheirPlace) {
  EXPECT_THAT(dataOf(toText(envelope("legacy", "QUL/", "UTF-8"))),
              HasSubstr("/data: byte 2 of its 3 bytes begins no character of UTF-8"));
  EXPECT_THAT(dataOf(toText(envelope("legacy", base64("AB\xe5\xb1"), "UTF-8"))), HasSubstr("/data: byte 2"));
}

TEST(CoreFormats, ACharacterTheEncodingLacksIsNamedByItsPlace) {
  const std::string fault = dataOf(toLegacy(envelope("text", "Müller 山田", "IBM037")));
  EXPECT_THAT(fault, AllOf(HasSubstr("/data: character 8 of the text can't be written in IBM037"),
                           Not(HasSubstr("山"))));
}

TEST(CoreFormats, Base64IsReadAsItIsWritten) {
  EXPECT_THAT(dataOf(toText(envelope("legacy", "yB==", "EBCDIC"))), HasSubstr("expected base64"));
  EXPECT_THAT(dataOf(toText(envelope("legacy", "yA", "EBCDIC"))), HasSubstr("base64"));
  EXPECT_EQ(dataOf(toText(envelope("legacy", "", "EBCDIC"))), "");
}

TEST(CoreFormats, OneMebibyteGoesThereAndBack) {
  std::string bytes;
  for (int i = 0; i < 768 << 10; ++i) bytes += static_cast<char>(i % 256);
  const auto text = toText(envelope("legacy", base64(bytes), "IBM037"));
  ASSERT_TRUE(text.payload) << text.fault;
  EXPECT_EQ(dataOf(toLegacy(json::parse(*text.payload))), base64(bytes));
}

TEST(CoreFormats, ProprietaryLeadsNowhere) {
  for (const char* format : {"native", "text", "legacy", "fhir"})
    EXPECT_FALSE(core()
                     .convert("patient-open", R"({"format":"proprietary","system":"s","data":1})",
                              "proprietary", format)
                     .reachable);
}

}  // namespace
}  // namespace cast::hub
