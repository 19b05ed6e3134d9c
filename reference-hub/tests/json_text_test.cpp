// How strictly a JSON text is read, and that its bytes stay what they are.
#include "session/json_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cast::hub {
namespace {

using Kind = JsonMember::Kind;
using testing::HasSubstr;

JsonObject objectOf(std::string_view text) {
  auto read = JsonObject::read(text, "the body");
  if (const auto* rejection = std::get_if<Rejection>(&read)) {
    ADD_FAILURE() << "refused: " << rejection->detail << "\n" << text;
    return {};
  }
  return std::get<JsonObject>(std::move(read));
}

Rejection refusalOf(std::string_view text) {
  auto read = JsonObject::read(text, "the body");
  if (auto* rejection = std::get_if<Rejection>(&read)) return *rejection;
  ADD_FAILURE() << "accepted: " << text;
  return {};
}

TEST(JsonText, KeepsEveryByteOfAMembersNameAndValue) {
  const JsonObject object =
      objectOf("{ \"a\" :  { \"b\" : [ 1 , 2 ] }\t,\r\n\"c\\u0041\":\"x\\\"y\" , \"d\" :null}");
  ASSERT_EQ(object.members().size(), 3U);
  EXPECT_EQ(object.members()[0].nameText, "\"a\"");
  EXPECT_EQ(object.members()[0].text, "{ \"b\" : [ 1 , 2 ] }");
  EXPECT_EQ(object.members()[1].name, "cA");
  EXPECT_EQ(object.members()[1].nameText, "\"c\\u0041\"");
  EXPECT_EQ(object.members()[1].text, "\"x\\\"y\"");
  EXPECT_EQ(object.members()[1].string, "x\"y");
  EXPECT_EQ(object.members()[2].text, "null");
}

TEST(JsonText, FindsTheNameOfAMemberWhoseNeighboursHoldQuotesColonsAndCommas) {
  const JsonObject object = objectOf(R"({"a":"\\\",\"b\":1","b\"":[":",","],"":{"\\":"\\"},"\\":0})");
  ASSERT_EQ(object.members().size(), 4U);
  EXPECT_EQ(object.members()[1].nameText, R"("b\"")");
  EXPECT_EQ(object.members()[1].text, R"([":",","])");
  EXPECT_EQ(object.members()[2].nameText, "\"\"");
  EXPECT_EQ(object.members()[2].text, R"({"\\":"\\"})");
  EXPECT_EQ(object.members()[3].nameText, R"("\\")");
  EXPECT_EQ(object.members()[3].text, "0");
}

TEST(JsonText, TellsAMembersKind) {
  const JsonObject object = objectOf(R"({"n":null,"t":true,"f":false,"i":-1,"d":1.5,"s":"","a":[],"o":{}})");
  const std::vector<std::pair<const char*, Kind>> kinds{
      {"n", Kind::Null},   {"t", Kind::Boolean}, {"f", Kind::Boolean}, {"i", Kind::Number},
      {"d", Kind::Number}, {"s", Kind::String},  {"a", Kind::Array},   {"o", Kind::Object}};
  for (const auto& [name, kind] : kinds) {
    ASSERT_NE(object.find(name), nullptr) << name;
    EXPECT_EQ(object.find(name)->kind, kind) << name;
  }
  EXPECT_EQ(object.find("absent"), nullptr);
}

class Number : public testing::TestWithParam<std::string> {};

TEST_P(Number, GoesThroughAsItCame) {
  const std::string text = "{\"before\":\"1e999\",\"n\":" + GetParam() + " ,\"list\":[" + GetParam() + "]}";
  const JsonObject object = objectOf(text);
  ASSERT_EQ(object.members().size(), 3U);
  EXPECT_EQ(object.find("n")->text, GetParam());
  EXPECT_EQ(object.find("n")->kind, Kind::Number);
  EXPECT_EQ(object.find("list")->text, "[" + GetParam() + "]");
  EXPECT_EQ(object.find("before")->string, "1e999");
}

INSTANTIATE_TEST_SUITE_P(OfAnySize, Number,
                         testing::Values("0", "-0", "1.0", "1.50", "1e400", "-1E+400", "1e-400",
                                         "0e9999999999", "12345678901234567890123", "9007199254740993",
                                         "0.1e-5", std::string(400, '9'),
                                         "-" + std::string(400, '1') + ".25e12", "0." + std::string(400, '3'),
                                         "1e00000000000000000000001"));

class Broken : public testing::TestWithParam<std::string> {};

TEST_P(Broken, TextIsNotJson) {
  const Rejection refusal = refusalOf(GetParam());
  EXPECT_EQ(refusal.status, 400);
  EXPECT_EQ(refusal.kind, "not-json");
  EXPECT_THAT(refusal.detail, HasSubstr("the body"));
}

INSTANTIATE_TEST_SUITE_P(
    Syntax, Broken,
    testing::Values("", " ", "{", "}", "{}}", "{} {}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{a:1}",
                    "{'a':1}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":1e}",
                    "{\"a\":1e400x}", "{\"a\":1e400.5}", "{\"a\":1e400e1}", "{\"a\":NaN}", "{\"a\":Infinity}",
                    "{\"a\":0x10}", "{\"a\":True}", "{\"a\":nul}", "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}",
                    "{\"a\":\"\\u12\"}", "{\"a\":[1,]}", "{\"a\":[}", "// c\n{}", "{/*c*/}", "\xEF\xBB\xBF{}",
                    "{\"a\":\"unended}", "{\"a\":\"\\", "{\"a\":1 \"b\":2}", "{\"a\" 1}", "{\f}"));

using namespace std::string_literals;
INSTANTIATE_TEST_SUITE_P(NulBytes, Broken,
                         testing::Values("\0"s, "{}\0"s, "{}\0{}"s, "{\"a\":\"\0\"}"s, "{\"a\":1\0}"s,
                                         "\0{}"s));

INSTANTIATE_TEST_SUITE_P(Unicode, Broken,
                         testing::Values("{\"a\":\"\xFF\"}", "{\"a\":\"\xC0\xAF\"}",
                                         "{\"a\":\"\xE0\x80\xAF\"}", "{\"a\":\"\xED\xA0\x80\"}",
                                         "{\"a\":\"\xF4\x90\x80\x80\"}", "{\"a\":\"\xF5\x80\x80\x80\"}",
                                         "{\"a\":\"\xE2\x82\"}", "{\"a\":\"\x80\"}", "{\"\xC3\":1}",
                                         "{\"a\":\"\\uD800\"}", "{\"a\":\"\\uDC00\"}", "{\"a\":\"\\uD800x\"}",
                                         "{\"a\":\"\\uD800\\u0041\"}", "{\"a\":\"\\uDC00\\uD800\"}",
                                         "{\"\\uDBFF\":1}"));

TEST(JsonText, TakesAllOfUnicodeEscapedOrNot) {
  const JsonObject object =
      objectOf("{\"a\":\"\xF0\x9F\xA9\xBB\xE2\x82\xAC\xC3\xA9\x7F\",\"b\":\"\\uD83E\\uDE7B\\u20ac\\u0000\"}");
  EXPECT_EQ(object.find("a")->string, "\xF0\x9F\xA9\xBB\xE2\x82\xAC\xC3\xA9\x7F");
  EXPECT_EQ(object.find("b")->string, "\xF0\x9F\xA9\xBB\xE2\x82\xAC\0"s);
  EXPECT_EQ(object.find("b")->text, "\"\\uD83E\\uDE7B\\u20ac\\u0000\"");
}

TEST(JsonText, MustBeAnObject) {
  for (const char* text :
       {"[]", "1", "\"a\"", "null", "true", "[{\"a\":1}]", "[\"a\"]", "[[\"a\"],\"b\",1]"}) {
    EXPECT_EQ(refusalOf(text).kind, "wrong-type") << text;
  }
}

struct Duplicate {
  std::string text;
  std::string pointer;
};

class Duplicates : public testing::TestWithParam<Duplicate> {};

TEST_P(Duplicates, AreRefusedWithAPointerToTheSecond) {
  const Rejection refusal = refusalOf(GetParam().text);
  EXPECT_EQ(refusal.kind, "duplicate-member");
  EXPECT_EQ(refusal.pointer, GetParam().pointer);
  EXPECT_THAT(refusal.detail, HasSubstr(GetParam().pointer));
}

INSTANTIATE_TEST_SUITE_P(
    AtAnyDepth, Duplicates,
    testing::Values(Duplicate{R"({"a":1,"a":2})", "/a"}, Duplicate{R"({"a":1,"b":2,"\u0061":1})", "/a"},
                    Duplicate{R"({"p":{"q":{"x":1,"x":1}}})", "/p/q/x"},
                    Duplicate{R"({"p":[0,[],{"x":{},"y":[1],"x":2}]})", "/p/2/x"},
                    Duplicate{R"({"p":[[{"a":1}],[{"a":1},{"b":[{"c":1,"c":1}]}]]})", "/p/1/1/b/0/c"},
                    Duplicate{R"({"a/b":{"~":1,"~":2}})", "/a~1b/~0"}, Duplicate{R"({"":1,"":2})", "/"},
                    Duplicate{R"({"ok":{"a":1},"last":{"a":{"a":1},"a":2}})", "/last/a"}));

TEST(JsonText, TheSameNameInDifferentObjectsIsNoDuplicate) {
  EXPECT_EQ(objectOf(R"({"a":{"a":{"a":[{"a":1},{"a":2}]}},"b":{"a":1},"A":3})").members().size(), 3U);
}

TEST(JsonText, NestsSixtyFourLevelsDeepAndNoDeeper) {
  const auto nested = [](std::size_t arrays) {
    return "{\"a\":" + std::string(arrays, '[') + std::string(arrays, ']') + "}";
  };
  EXPECT_EQ(objectOf(nested(JsonObject::kMaxDepth - 1)).members().size(), 1U);
  EXPECT_EQ(refusalOf(nested(JsonObject::kMaxDepth)).kind, "too-deep");
  EXPECT_EQ(refusalOf(std::string(1'000'000, '[')).kind, "too-deep");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(refusalOf(objects).kind, "too-deep");
}

TEST(JsonText, AHundredThousandDifferentNamesAreNoDuplicates) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += "\"" + std::to_string(i) + "\":0,";
  text += "\"last\":0}";
  EXPECT_EQ(objectOf(text).members().size(), 100'001U);
}

TEST(JsonText, StringsOfAnArrayOrTheFirstThatIsNone) {
  EXPECT_EQ(std::get<0>(stringsOf(R"(["a", "\u0062" ,"" ])")), (std::vector<std::string>{"a", "b", ""}));
  EXPECT_TRUE(std::get<0>(stringsOf("[ ]")).empty());
  EXPECT_EQ(std::get<1>(stringsOf(R"([1])")), 0U);
  EXPECT_EQ(std::get<1>(stringsOf(R"(["a",null])")), 1U);
  EXPECT_EQ(std::get<1>(stringsOf(R"(["a","b",["c"]])")), 2U);
  EXPECT_EQ(std::get<1>(stringsOf(R"(["a",{"b":"c"}])")), 1U);
  EXPECT_EQ(std::get<1>(stringsOf(R"([1e400])")), 0U);
}

TEST(JsonText, AWrittenStringIsReadBackAndIsAlwaysUtf8) {
  for (const std::string& text : {"plain"s, "q\"b\\s/"s, "\0\x01\n\t\x1f\x7f"s, "\xF0\x9F\xA9\xBB"s}) {
    EXPECT_EQ(objectOf("{\"a\":" + jsonString(text) + "}").find("a")->string, text);
  }
  const std::string mended = jsonString("a\xFF\x62\xE2\x82");
  EXPECT_TRUE(isUtf8(mended)) << mended;
  EXPECT_THAT(objectOf("{\"a\":" + mended + "}").find("a")->string, HasSubstr("b"));
}

TEST(JsonText, KnowsUtf8) {
  for (const std::string& text : {""s, "a\0b"s, "\xC2\x80"s, "\xEF\xBF\xBF"s, "\xF4\x8F\xBF\xBF"s}) {
    EXPECT_TRUE(isUtf8(text));
  }
  for (const std::string& text : {"\x80"s, "\xC1\x81"s, "\xC2"s, "a\xE2\x82"s, "\xED\xBF\xBF"s,
                                  "\xF0\x8F\xBF\xBF"s, "\xF4\x90\x80\x80"s, "\xFE"s}) {
    EXPECT_FALSE(isUtf8(text));
  }
}

}  // namespace
}  // namespace cast::hub
