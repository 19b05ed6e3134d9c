#include "reports/result/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "samples.hpp"

namespace cast::report {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using Json = nlohmann::json;

auto defectAt(const std::string& pointer, const std::string& words) {
  return AllOf(Field(&Defect::pointer, pointer), Field(&Defect::message, HasSubstr(words)));
}

TEST(Reader, ReadsEveryMemberOfAResult) {
  const Result result = sample("mixed");
  EXPECT_EQ(result.subject.name, "Acme Integration Hub");
  EXPECT_EQ(result.subject.vendor, "Acme Imaging");
  EXPECT_THAT(result.subject.variants, ElementsAre("fhircast", "dicomcast"));
  EXPECT_EQ(result.suite.seed, "20250314");
  EXPECT_EQ(result.verdict, Conformance::kNotConformant);
  EXPECT_EQ(result.counts, (Counts{4, 3, 1, 3, 1}));
  EXPECT_THAT(result.profiles, SizeIs(4));
  EXPECT_EQ(result.profiles[2].verdict, Conformance::kNotTested);
  EXPECT_THAT(result.requirements, SizeIs(15));
  EXPECT_EQ(result.sha256, "8cdd52d9369a17964dd4d9574e52e9bb3864e0b31edf909b7da1d11c5a1e23cd");
  const Check& check = result.checks.at(2);
  EXPECT_EQ(check.id, "core-payload-kept");
  ASSERT_TRUE(check.failure);
  EXPECT_EQ(check.failure->pointer, "/payload");
  EXPECT_EQ(check.transcript.at(1).transport, Transport::kHttp);
  EXPECT_EQ(check.transcript.at(1).direction, Direction::kReceived);
}

TEST(Reader, ReadsAResultOfVersion1AndOfVersion2) {
  const Result old = sample("mixed");
  EXPECT_EQ(old.version, 1);
  EXPECT_EQ(old.suite.sha256, "");
  const Result result = sample("version_2");
  EXPECT_EQ(result.version, 2);
  EXPECT_EQ(result.suite.files.size(), 2u);
  EXPECT_EQ(result.suite.detection->found, 95u);
  EXPECT_EQ(result.goneDuring.size(), 1u);
  EXPECT_EQ(result.knownFailures->stale.size(), 1u);
}

TEST(Reader, WantsTheHashesOfTheSuiteFromVersion2On) {
  const Reading reading = readChanged("version_2", [](Json& json) { json["suite"].erase("sha256"); });
  EXPECT_FALSE(reading.result);
}

TEST(Reader, KeepsTheDigitsOfASeedBeyondSixtyThreeBits) {
  EXPECT_EQ(sample("hostile").suite.seed, "18446744073709551615");
}

TEST(Reader, NamesTheMemberThatIsMissing) {
  const Reading reading = readChanged("mixed", [](Json& json) { json["checks"][2].erase("title"); });
  EXPECT_FALSE(reading.result);
  EXPECT_THAT(reading.defects, ElementsAre(defectAt("/checks/2", "title")));
}

TEST(Reader, NamesTheMemberOfAWrongValueAndTheValue) {
  const Reading reading = readChanged("mixed", [](Json& json) { json["checks"][2]["verdict"] = "green"; });
  EXPECT_THAT(reading.defects, ElementsAre(defectAt("/checks/2/verdict", "\"green\"")));
}

TEST(Reader, NamesTheMemberOfAWrongTypeDeepInATranscript) {
  const Reading reading =
      readChanged("mixed", [](Json& json) { json["checks"][0]["transcript"][1]["bytes"] = "many"; });
  EXPECT_THAT(reading.defects, ElementsAre(defectAt("/checks/0/transcript/1/bytes", "\"many\"")));
}

TEST(Reader, NamesAMemberThatTheSchemaDoesNotKnow) {
  const Reading reading = readChanged("mixed", [](Json& json) { json["checks"][1]["mood"] = "fine"; });
  EXPECT_THAT(reading.defects, ElementsAre(defectAt("/checks/1", "mood")));
}

TEST(Reader, RefusesAHashThatIsNone) {
  const Reading reading = readChanged("mixed", [](Json& json) { json["profiles"][0]["sha256"] = "abc"; });
  EXPECT_THAT(reading.defects, ElementsAre(defectAt("/profiles/0/sha256", "pattern")));
}

TEST(Reader, SurvivesAStringThatWouldOverflowTheStackOfStdRegex) {
  const Reading reading =
      readChanged("mixed", [](Json& json) { json["profiles"][0]["sha256"] = std::string(2'000'000, 'a'); });
  EXPECT_THAT(reading.defects, ElementsAre(defectAt("/profiles/0/sha256", "pattern")));
}

TEST(Reader, RefusesAFormatItDoesNotKnowAndSaysWhatToDo) {
  const Reading reading =
      readChanged("mixed", [](Json& json) { json["format"] = "cast-conformance-result/9"; });
  EXPECT_THAT(reading.defects, ElementsAre(AllOf(defectAt("/format", "cast-conformance-result/9"),
                                                 defectAt("/format", "cast-conformance-result/1"))));
}

TEST(Reader, RefusesADocumentWithoutAFormat) {
  EXPECT_THAT(readResult("{}").defects, ElementsAre(defectAt("/format", "missing")));
  EXPECT_THAT(readResult("[]").defects, ElementsAre(defectAt("/format", "missing")));
}

TEST(Reader, RefusesWhatIsNotJsonAndNamesTheByte) {
  EXPECT_THAT(readResult("{\"format\":").defects, ElementsAre(defectAt("", "column 11")));
  EXPECT_THAT(readResult("").defects, ElementsAre(defectAt("", "not JSON")));
}

TEST(Reader, RefusesBytesThatAreNotUtf8) {
  EXPECT_THAT(readResult("{\"format\":\"\xC3\x28\"}").defects, ElementsAre(defectAt("", "UTF-8")));
  EXPECT_THAT(readResult("{\"format\":\"\xED\xA0\x80\"}").defects, ElementsAre(defectAt("", "UTF-8")));
}

TEST(Reader, RefusesASurrogateThatStandsAlone) {
  EXPECT_THAT(readResult(R"({"format":"\ud800"})").defects, ElementsAre(defectAt("", "surrogate")));
}

TEST(Reader, RefusesAnObjectThatNamesAMemberTwice) {
  const Reading reading =
      readResult(R"({"checks":[{"id":"a"},{"verdict":"failed","a/b":[],"verdict":"passed"}]})");
  EXPECT_THAT(reading.defects, ElementsAre(defectAt("/checks/1/verdict", "twice")));
}

TEST(Reader, RefusesCountsThatItsChecksDeny) {
  const Reading reading = readChanged("mixed", [](Json& json) { json["counts"]["failed"] = 0; });
  EXPECT_THAT(reading.defects, ElementsAre(defectAt("/counts/failed", "says 0, but the checks count 3")));
}

TEST(Reader, RefusesAVerdictThatItsChecksDeny) {
  const Reading reading = readChanged("mixed", [](Json& json) { json["verdict"] = "conformant"; });
  EXPECT_THAT(reading.defects, ElementsAre(defectAt("/verdict", "3 of its checks failed")));
}

TEST(Reader, RefusesACheckOfAProfileThatWasNotRun) {
  const Reading reading =
      readChanged("mixed", [](Json& json) { json["checks"][0]["profile"] = "elsewhere"; });
  EXPECT_THAT(reading.defects, Contains(defectAt("/checks/0/profile", "elsewhere")));
}

}  // namespace
}  // namespace cast::report
