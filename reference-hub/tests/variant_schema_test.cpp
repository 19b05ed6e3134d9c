// What a schema may contain, what it means, and what its refusals say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "variant/schema_dialect.hpp"
#include "variant/text_format.hpp"
#include "variant/value_schema.hpp"
#include "variant/violation.hpp"

namespace cast::hub {
namespace {

using testing::HasSubstr;

std::string refusalOf(const std::string& schema) {
  try {
    const ValueSchema compiled(schema);
  } catch (const SchemaError& e) {
    return e.what();
  }
  return "accepted";
}

Violation violationOf(const std::string& schema, const std::string& value) {
  return ValueSchema(schema).check(value).value_or(Violation{"none", "none"});
}

TEST(Schema, thatWouldHarmTheHubOrNotBeCheckedIsRefused) {
  EXPECT_THAT(refusalOf("{"), HasSubstr("not one JSON text"));
  EXPECT_THAT(refusalOf("[]"), HasSubstr("#: a schema is an object, true or false"));
  EXPECT_THAT(refusalOf(R"({"$schema":"https://json-schema.org/draft/2020-12/schema"})"),
              HasSubstr("draft-07"));
  EXPECT_THAT(refusalOf(R"({"properties":{"a":{"patternProperties":{"x":{}}}}})"),
              HasSubstr("#/properties/a: `patternProperties` is not supported"));
  EXPECT_THAT(refusalOf(R"({"uniqueItems":true})"), HasSubstr("`maxItems`"));
  EXPECT_THAT(refusalOf(R"({"items":{"$ref":"https://example.org/x.json"}})"),
              HasSubstr("does not lead anywhere: write #/definitions/NAME"));
  EXPECT_THAT(refusalOf(R"({"items":{"$ref":"#/definitions/missing"}})"),
              HasSubstr("does not lead anywhere"));
  EXPECT_THAT(refusalOf(R"({"anyOf":[{"pattern":"("}]})"), HasSubstr("does not compile"));
  EXPECT_THAT(refusalOf(R"({"pattern":7})"), HasSubstr("#/pattern: it is a text"));
  EXPECT_THAT(refusalOf(R"({"allOf":{}})"), HasSubstr("#/allOf: a list of schemas is an array"));
  EXPECT_THAT(refusalOf(R"({"definitions":{"a":{"not":{"$ref":"#/definitions/a"}}}})"), HasSubstr("circle"));
  EXPECT_NE(refusalOf(R"({"type":"text"})"), "accepted");
  EXPECT_NE(refusalOf(R"({"minLength":"three"})"), "accepted");
  EXPECT_NE(refusalOf(R"({"required":"a"})"), "accepted");
}

TEST(Schema, thatIsDeepIsRefusedBeforeAnythingRecurses) {
  std::string schema;
  for (int i = 0; i < 100'000; ++i) schema += R"({"not":)";
  EXPECT_THAT(refusalOf(schema), HasSubstr("deeper than 64"));
}

TEST(Schema, mayReferToItselfOnTheWayIntoTheValue) {
  const ValueSchema tree(
      R"({"$ref":"#/definitions/node","definitions":{"node":{"type":"object","required":["id"],
    "properties":{"children":{"type":"array","items":{"$ref":"#/definitions/node"}}}}}})");
  EXPECT_FALSE(tree.check(R"({"id":1,"children":[{"id":2,"children":[]}]})"));
  const auto violation = tree.check(R"({"id":1,"children":[{"id":2,"children":[{}]}]})");
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->pointer, "/children/0/children/0/id");
}

TEST(Schema, mayReferToItselfAndSayWhatMembersAreCalled) {
  const ValueSchema dataSet(
      R"({"$ref":"#/definitions/dataSet","definitions":{
    "dataSet":{"type":"object","propertyNames":{"pattern":"^[0-9A-F]{8}$"},
               "additionalProperties":{"$ref":"#/definitions/attribute"}},
    "attribute":{"type":"object","required":["vr"],
                 "properties":{"Value":{"type":"array","items":{"$ref":"#/definitions/dataSet"}}}}}})");
  EXPECT_FALSE(dataSet.check(R"({"0020000D":{"vr":"UI"}})"));
  EXPECT_FALSE(dataSet.check(R"({"00081115":{"vr":"SQ","Value":[{"0020000E":{"vr":"UI"}}]}})"));
  EXPECT_TRUE(dataSet.check(R"({"StudyInstanceUID":{"vr":"UI"}})"));
  EXPECT_TRUE(dataSet.check(R"({"00081115":{"vr":"SQ","Value":[{"SeriesInstanceUID":{"vr":"UI"}}]}})"));
  EXPECT_TRUE(dataSet.check(R"({"00081115":{"vr":"SQ","Value":[{"0020000E":{}}]}})"));
}

TEST(Schema, renamesItsKeywordsOnlyWhereTheyAreKeywords) {
  const ValueSchema schema(R"({"properties":{"format":{"const":"date"},"pattern":{"enum":["("]},
    "type":{"const":{"type":"integer","format":"date"}}},"required":["format","pattern"]})");
  EXPECT_FALSE(schema.check(R"({"format":"date","pattern":"(","type":{"type":"integer","format":"date"}})"));
  EXPECT_TRUE(schema.check(R"({"format":"never","pattern":"("})"));
}

TEST(Schema, falseAllowsNothingAndTrueEverything) {
  EXPECT_EQ(violationOf("false", "1").detail, "the schema does not allow it");
  EXPECT_EQ(violationOf("true", "1").detail, "none");
  EXPECT_EQ(violationOf(R"({"anyOf":[false,false]})", "1").pointer, "");
  EXPECT_EQ(violationOf(R"({"properties":{"a":false}})", R"({"a":1})").detail,
            "it has a member `a`, which may not be there");
  EXPECT_EQ(violationOf(R"({"additionalProperties":false})", R"({"a/~":1})").pointer, "/a~1~0");
}

TEST(Schema, thatEveryItemBreaksIsExplainedByTheFirst) {
  std::string items = "[0";
  for (int i = 0; i < 100'000; ++i) items += ",0";
  items += "]";
  EXPECT_EQ(violationOf(R"({"items":{"type":"string"}})", items).pointer, "/0");
  EXPECT_EQ(
      violationOf(R"({"items":{"$ref":"#/definitions/a"},"definitions":{"a":{"const":1}}})", items).pointer,
      "/0");
  EXPECT_EQ(violationOf(R"({"items":false})", items).pointer, "/0");
  EXPECT_EQ(violationOf(R"({"uniqueItems":true,"maxItems":10})", items).detail,
            "expected an array with at most 10 items; found an array with 100001 items");
}

TEST(Schema, withAPatternThatRunsAwayCostsLittle) {
  EXPECT_EQ(violationOf(R"({"pattern":"^(a+)+$"})", "\"" + std::string(40, 'a') + "b\"").detail,
            "expected a string of the form ^(a+)+$; found a string of 41 characters");
}

TEST(Schema, withThePatternOfBase64TakesPayloadsOfAnyLength) {
  const ValueSchema schema(R"({"pattern":")" + std::string(kBase64Pattern) + "\"}");
  const std::string long1(1U << 20U, 'A');
  EXPECT_FALSE(schema.check("\"" + long1 + "\""));
  EXPECT_FALSE(schema.check("\"" + long1 + "AA==\""));
  EXPECT_TRUE(schema.check("\"" + long1 + "AA\""));
  EXPECT_TRUE(schema.check("\"" + long1 + "A===\""));
}

TEST(Schema, withThePatternOfBase64MeansWhatAnyEngineMakesOfIt) {
  const std::regex pattern{std::string(kBase64Pattern)};
  constexpr std::string_view kLetters = "A/=*";
  for (std::size_t number = 0; number < std::size_t{1} << 17U; ++number) {
    std::string text;  // up to eight letters; the first set bit ends the number
    for (std::size_t rest = number; rest > 1; rest /= 4) text += kLetters[rest % 4];
    ASSERT_EQ(fitsBase64(text), std::regex_match(text, pattern)) << text;
  }
}

TEST(Schema, withManyParenthesesInAPatternWorks) {
  std::string pattern;
  for (int i = 0; i < 60; ++i) pattern += "(a)";
  EXPECT_EQ(violationOf(R"({"pattern":")" + pattern + "\"}", "\"" + std::string(60, 'a') + "\"").detail,
            "none");
}

struct Refusal {
  std::string schema;
  std::string value;
  std::string detail;
};

class Wording : public testing::TestWithParam<Refusal> {};

TEST_P(Wording, namesWhatWasExpectedAndWhatWasFound) {
  EXPECT_EQ(violationOf(GetParam().schema, GetParam().value).detail, GetParam().detail);
}

// One for each message of Valijson's: a version that words them differently is seen here.
INSTANTIATE_TEST_SUITE_P(
    Each, Wording,
    testing::Values(
        Refusal{R"({"type":"object"})", "1", "expected an object; found a number"},
        Refusal{R"({"type":["integer","null"]})", "true", "expected a whole number or null; found a boolean"},
        Refusal{R"({"type":"integer"})", "1.5", "expected a whole number; found a number with a fraction"},
        Refusal{R"({"required":["a"]})", "{}", "it has no member `a`, which has to be there"},
        Refusal{R"({"dependencies":{"a":["b"]}})", R"({"a":1})",
                "it has no member `b`, which has to be there"},
        Refusal{R"({"properties":{"o":{"additionalProperties":false}}})", R"({"o":{"b":1}})",
                "`o` has a member `b`, which may not be there"},
        Refusal{R"({"enum":["a",1]})", R"("b")", "expected one of \"a\" or 1; found a string of 1 character"},
        Refusal{R"({"const":{"a":1}})", "{}", R"(expected {"a":1}; found an object with 0 members)"},
        Refusal{R"({"maxItems":1})", "[1,2]",
                "expected an array with at most 1 items; found an array with 2 items"},
        Refusal{R"({"minItems":1})", "[]",
                "expected an array that is not empty; found an array with 0 items"},
        Refusal{R"({"minItems":2})", "[1]",
                "expected an array with at least 2 items; found an array with 1 item"},
        Refusal{R"({"maxLength":1})", R"("ab")",
                "expected a string of at most 1 characters; found a string of 2 characters"},
        Refusal{R"({"minLength":1})", R"("")", "expected a string that is not empty; found an empty string"},
        Refusal{R"({"minLength":3})", R"("ab")",
                "expected a string of at least 3 characters; found a string of 2 characters"},
        Refusal{R"({"maxProperties":0})", R"({"a":1})",
                "expected an object with at most 0 members; found an object with 1 member"},
        Refusal{R"({"minProperties":1})", "{}",
                "expected an object that is not empty; found an object with 0 members"},
        Refusal{R"({"maximum":1.5})", "2", "expected a number of at most 1.5; found a greater one"},
        Refusal{R"({"exclusiveMaximum":1})", "1",
                "expected a number below 1; found that number or a greater one"},
        Refusal{R"({"minimum":1})", "0", "expected a number of at least 1; found a smaller one"},
        Refusal{R"({"exclusiveMinimum":1})", "1",
                "expected a number above 1; found that number or a smaller one"},
        Refusal{R"({"multipleOf":2})", "3", "expected a multiple of 2; found a number"},
        Refusal{R"({"multipleOf":0.5})", "0.3", "expected a multiple of 0.5; found a number"},
        Refusal{R"({"uniqueItems":true,"maxItems":9})", "[1,1]",
                "expected an array without equal items; found an array with 2 items"},
        Refusal{R"({"pattern":"^a$"})", R"("b")",
                "expected a string of the form ^a$; found a string of 1 character"},
        Refusal{R"({"format":"date"})", R"("yesterday")",
                "expected a date such as 2024-01-15 (RFC 3339); found a string of 9 characters"},
        Refusal{R"({"properties":{"p":{"description":"no text","not":{"type":"string"}}}})", R"({"p":"x"})",
                "`p`: expected no text; found a string of 1 character"},
        Refusal{R"({"properties":{"p":{"description":"a list with a 1","contains":{"const":1}}}})",
                R"({"p":[2]})", "`p`: expected a list with a 1; found an array with 1 item"},
        Refusal{
            R"({"properties":{"p":{"description":"a or b","anyOf":[{"required":["a"]},{"required":["b"]}]}}})",
            R"({"p":{}})", "`p`: expected a or b; found an object with 0 members"},
        Refusal{R"({"anyOf":[{"type":"string"},{"type":"null"}]})", "1",
                "expected a string or null; found a number"},
        Refusal{
            R"({"properties":{"p":{"description":"one of them","oneOf":[{"type":"number"},{"minimum":1}]}}})",
            R"({"p":2})", "`p`: expected one of them; found a number"},
        Refusal{R"({"if":{"required":["a"]},"then":{"required":["b"]}})", R"({"a":1})",
                "it has no member `b`, which has to be there"}));

TEST(Format, dateTimesAreThoseOfRfc3339) {
  for (const auto* good :
       {"2024-01-15T10:30:00Z", "2024-02-29t23:59:60z", "2024-01-15T10:30:00.123456789+05:30"})
    EXPECT_TRUE(fitsFormat("date-time", good)) << good;
  for (const auto* bad :
       {"", "2024-01-15", "2024-01-15T10:30:00", "2024-01-15 10:30:00Z", "2023-02-29T00:00:00Z",
        "2024-13-01T00:00:00Z", "2024-01-32T00:00:00Z", "2024-01-15T24:00:00Z", "2024-01-15T10:30:00.Z",
        "2024-01-15T10:30:00+0530", "2024-01-15T10:30:00Zx", "1-1-1T1:1:1Z"})
    EXPECT_FALSE(fitsFormat("date-time", bad)) << bad;
}

TEST(Format, urisHaveASchemeAndNoSpaces) {
  for (const auto* good : {"https://example.org/a?b#c", "urn:oid:1.2.3", "mailto:a@example.org"})
    EXPECT_TRUE(fitsFormat("uri", good)) << good;
  for (const auto* bad : {"", "example.org/a", "/a", "https://exa mple.org/", "http://[::1", "caf\xC3\xA9:x"})
    EXPECT_FALSE(fitsFormat("uri", bad)) << bad;
}

TEST(Format, thatIsNotKnownFitsAnything) { EXPECT_TRUE(fitsFormat("hostname", "not a hostname!")); }

}  // namespace
}  // namespace cast::hub
