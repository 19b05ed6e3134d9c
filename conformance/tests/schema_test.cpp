#include "engine/schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/json_text.hpp"
#include "engine/schema_words.hpp"

namespace cast::conformance {
namespace {

using testing::HasSubstr;

bool fits(const std::string& schema, const std::string& value) {
  return Schema(Json::parse(schema)).fits(Json::parse(value));
}

std::string words(const std::string& schema, const std::string& value) {
  return Schema(Json::parse(schema)).mismatch(Json::parse(value))->words;
}

TEST(JsonText, ReadsOneSoundValue) {
  const JsonText read = readJson(R"({"b":1,"a":[2.5,null]})");
  EXPECT_EQ(read.defect, "");
  EXPECT_EQ(read.value->dump(), R"({"b":1,"a":[2.5,null]})");
}

TEST(JsonText, NamesWhatIsUnsound) {
  EXPECT_THAT(readJson(R"({"a":1,"b":{"c":1,"c":2}})").defect, HasSubstr("\"c\" occurs twice"));
  EXPECT_THAT(readJson("{\"a\":\"\xFF\"}").defect, HasSubstr("not UTF-8: byte 6"));
  EXPECT_THAT(readJson("{} {}").defect, HasSubstr("not JSON"));
  EXPECT_THAT(readJson("").defect, HasSubstr("not JSON"));
  EXPECT_THAT(readJson(std::string(600, '[') + std::string(600, ']')).defect, HasSubstr("512 levels"));
}

TEST(JsonText, TheSameNameInTwoObjectsIsNoDuplicate) {
  EXPECT_EQ(readJson(R"([{"a":1},{"a":{"a":1}}])").defect, "");
}

TEST(Schema, ANumberIsTheSameHoweverItIsWritten) {
  EXPECT_TRUE(fits(R"({"const":1})", "1.0"));
  EXPECT_TRUE(fits(R"({"type":"integer"})", "10.0"));
  EXPECT_TRUE(fits(R"({"const":{"a":[1.0]}})", R"({"a":[1]})"));
  EXPECT_FALSE(fits(R"({"const":1})", "1.5"));
  EXPECT_FALSE(fits(R"({"const":9007199254740993})", "9007199254740992"));
}

TEST(Schema, LengthsCountCharactersAndNullCharactersToo) {
  EXPECT_TRUE(fits(R"({"minLength":3,"maxLength":3})", R"("a\u0000€")"));
  EXPECT_FALSE(fits(R"({"minLength":4})", R"("a\u0000€")"));
}

TEST(Schema, PatternsSearchAndTakeLongTexts) {
  EXPECT_TRUE(fits(R"({"pattern":"b$"})", "\"ab\""));
  EXPECT_FALSE(fits(R"({"pattern":"^b"})", "\"ab\""));
  EXPECT_FALSE(fits(R"({"pattern":"b$"})", "\"ab\\n\""));
  EXPECT_TRUE(fits(R"({"pattern":"^[a-z]+$"})", "\"" + std::string(100000, 'x') + "\""));
}

TEST(Schema, AMemberMayBeNamedLikeAKeyword) {
  const std::string schema = R"({"properties":{"format":{"const":"dicom"},"pattern":{"type":"integer"}}})";
  EXPECT_TRUE(fits(schema, R"({"format":"dicom","pattern":1})"));
  EXPECT_FALSE(fits(schema, R"({"format":"fhir"})"));
  EXPECT_FALSE(fits(R"({"const":{"format":"date-time"}})", R"({"castFormat":"date-time"})"));
}

TEST(Schema, FormatsAreChecked) {
  EXPECT_TRUE(fits(R"({"format":"date-time"})", "\"2024-01-15T10:30:00Z\""));
  EXPECT_FALSE(fits(R"({"format":"date-time"})", "\"tomorrow\""));
  EXPECT_FALSE(fits(R"({"format":"uuid"})", "\"1234\""));
}

TEST(Schema, TimesCompareAsMoments) {
  const std::string same = R"({"notBefore":"2024-01-15T10:30:00Z","notAfter":"2024-01-15T10:30:00Z"})";
  EXPECT_TRUE(fits(same, R"("2024-01-15T12:30:00.0+02:00")"));
  EXPECT_FALSE(fits(same, R"("2024-01-15T10:30:00.001Z")"));
  EXPECT_FALSE(fits(same, R"("half past ten")"));
  EXPECT_EQ(words(same, R"("noon")"), "it is \"noon\", it should be the moment \"2024-01-15T10:30:00Z\"");
  EXPECT_THROW(fits(R"({"notBefore":"soon"})", "1"), std::invalid_argument);
}

TEST(Schema, AMismatchNamesTheDeepestPlaceAndWhatShouldBeThere) {
  const std::string event = R"({"type":"object","required":["eventType","payload"],"properties":
      {"eventType":{"const":"patient-open"},"payload":{"const":{"id":"p-1","deep":{"n":1}}},"n":{"type":"integer"}}})";
  EXPECT_EQ(words(event, R"({"eventType":"patient-open"})"), "it has no payload");
  EXPECT_EQ(words(event, R"({"eventType":"patient-close","payload":{"id":"p-1","deep":{"n":1}}})"),
            R"(/eventType is "patient-close", it should be "patient-open")");
  EXPECT_EQ(words(event, R"({"eventType":"patient-open","payload":{"id":"p-1","deep":{"n":2}}})"),
            "/payload/deep/n is 2, it should be 1");
  EXPECT_EQ(words(event, R"({"eventType":"patient-open","payload":{"id":"p-1","deep":{"n":1}},"n":"x"})"),
            R"(/n is "x", it should be an integer)");
}

TEST(SchemaWords, SayWhatASchemaMeans) {
  EXPECT_EQ(schemaWords(Json::parse(R"({"enum":[200,201,202]})")), "200, 201 or 202");
  EXPECT_EQ(schemaWords(Json::parse(R"({"type":"integer","minimum":400,"maximum":499})")), "400 to 499");
  EXPECT_EQ(schemaWords(false), "absent");
  EXPECT_EQ(schemaWords(Json::parse(
                R"({"allOf":[{"$ref":"#/definitions/alpha"}],"properties":{"payload":{"const":{"n":1}}},
      "definitions":{"alpha":{"required":["eventType"],"properties":{"eventType":{"const":"a"}}}}})")),
            R"({payload?: {"n":1}, eventType: "a"})");
}

TEST(Schema, WhatIsNoSchemaIsRefused) {
  EXPECT_THROW(Schema(Json::parse("3")), std::invalid_argument);
  EXPECT_THROW(Schema(Json::parse(R"({"type":7})")), std::invalid_argument);
}

}  // namespace
}  // namespace cast::conformance
