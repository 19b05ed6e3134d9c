// Payloads that are unusual, hostile or just legitimate in a way a validator might not expect.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "variant/variants.hpp"

namespace cast::hub {
namespace {

using testing::HasSubstr;

class VariantValidation : public testing::Test {
 protected:
  VariantValidation() { variants_.loadDirectory(CAST_PLUGIN_DIR); }

  Rejection refused(const std::string& eventType, const std::string& payload) const {
    auto rejection = variants_.validate(eventType, payload);
    EXPECT_TRUE(rejection) << payload.substr(0, 200);
    return rejection.value_or(Rejection{});
  }

  bool accepted(const std::string& eventType, const std::string& payload) const {
    const auto rejection = variants_.validate(eventType, payload);
    EXPECT_FALSE(rejection) << rejection->pointer << ": " << rejection->detail;
    return !rejection;
  }

  Variants variants_{[](const std::string& line) { ADD_FAILURE() << line; }};
};

TEST_F(VariantValidation, whatAnUnknownTypeCarriesIsPassedOn) {
  EXPECT_TRUE(accepted("study-select", R"({"format":"dicom","studyId":17})"));
  EXPECT_TRUE(accepted("pharmacy:medication-review-complete", "[1e400]"));
  EXPECT_TRUE(accepted("patient-open-soon", "null"));
}

TEST_F(VariantValidation, eventTypesAreToldApartByTheirCase) {
  EXPECT_TRUE(accepted("patient-open", R"({"patientId":"1"})"));
  EXPECT_EQ(refused("Patient-open", R"({"patientId":"1"})").pointer, "/payload/context");
}

TEST_F(VariantValidation, aMissingMemberIsNamedWithItsOwnPlace) {
  const Rejection rejection = refused("patient-open", R"({"patientName":"John Doe"})");
  EXPECT_EQ(rejection.status, 422);
  EXPECT_EQ(rejection.kind, "invalid-payload");
  EXPECT_EQ(rejection.title, "The payload does not fit its event type");
  EXPECT_EQ(rejection.pointer, "/payload/patientId");
  EXPECT_EQ(rejection.detail, "payload of patient-open: it has no member `patientId`, which has to be there");
}

TEST_F(VariantValidation, aRefusalTellsTypesAndSizesAndNothingAboutThePatient) {
  const Rejection rejection =
      refused("patient-open", R"({"patientId":["MRN-4711"],"patientName":"Erika Mustermann"})");
  EXPECT_EQ(rejection.detail,
            "payload of patient-open: `patientId`: expected a string; found an array with 1 item");
}

TEST_F(VariantValidation, numbersOfEveryKindAreAcceptedWhereNumbersAre) {
  for (const std::string number :
       {"0", "-0.0", "45", "45.0", "4.5e1", "-1.7976931348623157e308", "1e-400", "9223372036854775808",
        "18446744073709551616", "123456789012345678901234567890",
        "0.1234567890123456789012345678901234567890"})
    EXPECT_TRUE(accepted("user-click", R"({"coordinates":{"x":)" + number + R"(,"y":1}})")) << number;
}

TEST_F(VariantValidation, wholeNumbersMayBeWrittenAsDecimals) {
  const auto slice = [](const std::string& number) {
    return R"({"seriesInstanceUID":"1.2.3","instanceNumber":)" + number + "}";
  };
  EXPECT_TRUE(accepted("dicom:slice-navigate", slice("45")));
  EXPECT_TRUE(accepted("dicom:slice-navigate", slice("45.0")));
  EXPECT_TRUE(accepted("dicom:slice-navigate", slice("18446744073709551615")));
  EXPECT_THAT(refused("dicom:slice-navigate", slice("45.5")).detail, HasSubstr("expected a whole number"));
}

TEST_F(VariantValidation, aNumberBeyondADoubleIsRefusedInWords) {
  for (const std::string& number :
       {std::string("1e400"), std::string("-1e400"), "1" + std::string(400, '0')}) {
    const Rejection rejection = refused("patient-open", R"({"patientId":"1","weight":)" + number + "}");
    EXPECT_EQ(rejection.pointer, "/payload");
    EXPECT_THAT(rejection.detail, HasSubstr("beyond the range of a double"));
  }
}

TEST_F(VariantValidation, textThatIsNoJsonIsRefusedAndDoesNoHarm) {
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("{}{}"), std::string("nul"), std::string("\"\xff\""),
        std::string("{\"patientId\":\"\\ud800\"}"), std::string("{\"a\":\0}", 7), std::string("[1,]"),
        std::string("NaN"), std::string("{\"patientId\":\"1\",}")})
    EXPECT_THAT(refused("patient-open", text).detail, testing::StartsWith("payload of patient-open: "));
}

TEST_F(VariantValidation, nestingIsBounded) {
  const auto nested = [](int depth) {
    return R"({"patientId":"1","tree":)" + std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']') + "}";
  };
  EXPECT_TRUE(accepted("patient-open", nested(63)));
  EXPECT_THAT(refused("patient-open", nested(64)).detail, HasSubstr("deeper than 64"));
  EXPECT_THAT(refused("patient-open", nested(1'000'000)).detail, HasSubstr("deeper than 64"));
}

TEST_F(VariantValidation, aLongStringAgainstAPatternDoesNoHarm) {
  const auto uid = [](const std::string& text) { return R"({"studyInstanceUID":")" + text + R"("})"; };
  std::string dotted = "1";
  while (dotted.size() < 1'000'000) dotted += ".2";
  for (const std::string& text : {std::string(30'000, '1'), dotted, dotted + ".x"})
    EXPECT_EQ(refused("dicom-study-view", uid(text)).pointer, "/payload/studyInstanceUID");
  const std::string date =
      R"({"studyInstanceUID":"1.2","studyDate":"2024-01-15T)" + std::string(1'000'000, '0');
  EXPECT_TRUE(accepted("dicom-study-view", date + R"("})"));
}

TEST_F(VariantValidation, aLineBreakAfterAUidIsNotOverlooked) {
  EXPECT_EQ(refused("dicom-study-view", R"({"studyInstanceUID":"1.2.3\n"})").pointer,
            "/payload/studyInstanceUID");
}

TEST_F(VariantValidation, aMemberDeepInsideIsNamedByItsPlace) {
  EXPECT_EQ(refused("patient-open", R"({"patientId":"1","identifiers":[{},{},{"value":1}]})").pointer,
            "/payload/identifiers/2/value");
}

TEST_F(VariantValidation, allOfUnicodeIsCountedInCharacters) {
  std::string uid = R"({"studyInstanceUID":")";
  for (int i = 0; i < 70; ++i) uid += "\xF0\x9F\xA9\xBB";  // U+1FA7B X-RAY
  EXPECT_THAT(refused("dicom-study-view", uid + R"("})").detail,
              HasSubstr("found a string of 70 characters"));
}

TEST_F(VariantValidation, aRefusalOfAVeryWrongPayloadIsAsShortAsAnyOther) {
  std::string payload = R"({"patientId":"1","identifiers":[0)";
  for (int i = 0; i < 100'000; ++i) payload += ",0";
  const Rejection rejection = refused("patient-open", payload + "]}");
  EXPECT_EQ(rejection.pointer, "/payload/identifiers/0");
  EXPECT_LT(rejection.detail.size(), 200U);
}

TEST_F(VariantValidation, manyThreadsValidateAtOnce) {
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([this] {
      for (int i = 0; i < 200; ++i) {
        EXPECT_FALSE(variants_.validate("dicom-study-view", R"({"studyInstanceUID":"1.2.840"})"));
        EXPECT_TRUE(variants_.validate("dicom-study-view", R"({"studyInstanceUID":"1.02"})"));
        EXPECT_FALSE(variants_.validate("user-click", R"({"timestamp":"2024-01-15T10:30:00Z"})"));
        EXPECT_EQ(variants_.loaded().size(), 3U);
      }
    });
  for (auto& thread : threads) thread.join();
}

TEST_F(VariantValidation, aPluginIsLoadedWhileOthersValidate) {
  Variants variants([](const std::string& line) { ADD_FAILURE() << line; });
  std::thread validating([&] {
    for (int i = 0; i < 1000; ++i) EXPECT_FALSE(variants.validate("patient-open", R"({"patientId":"1"})"));
  });
  variants.loadDirectory(CAST_PLUGIN_DIR);
  validating.join();
  EXPECT_TRUE(variants.validate("dicom-study-view", "{}"));
}

}  // namespace
}  // namespace cast::hub
