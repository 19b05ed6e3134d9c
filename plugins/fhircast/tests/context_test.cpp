// fhircast <-> fhir.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <tuple>
#include <vector>

#include "tests/conversion.hpp"

namespace cast::fhircast {
namespace {

namespace fs = std::filesystem;

nlohmann::json example(const std::string& path) {
  std::ifstream stream(fs::path(FHIRCAST_EXAMPLES) / (path + ".json"));
  return nlohmann::json::parse(stream);
}

nlohmann::json toFhir(std::string_view eventType, const nlohmann::json& payload) {
  return converted(eventType, "fhircast", "fhir", payload);
}

nlohmann::json toContext(std::string_view eventType, const nlohmann::json& payload) {
  return converted(eventType, "fhir", "fhircast", payload);
}

TEST(Context, becomesTheAnchorWithTheOthersContained) {
  const auto study = toFhir("ImagingStudy-open", example("imagingstudy-open/good-study-of-the-encounter"));
  EXPECT_EQ(study["resourceType"], "ImagingStudy");
  EXPECT_EQ(study["subject"]["reference"], "#ewUbXT9RWEbSj5wPEdgRaBw3");
  EXPECT_EQ(study["encounter"]["reference"], "#8cc652ba-770e-4ae1-b688-6e8e7c737438");
  ASSERT_EQ(study["contained"].size(), 2U);
  EXPECT_EQ(study["contained"][0]["resourceType"], "Patient");
  EXPECT_EQ(study["contained"][1]["subject"]["reference"], "#ewUbXT9RWEbSj5wPEdgRaBw3");
}

TEST(Context, comesBackAsItWas) {
  for (const auto& [eventType, path] : std::vector<std::pair<std::string, std::string>>{
           {"Patient-open", "patient-open/good-context"},
           {"Encounter-open", "encounter-open/good-context"},
           {"Encounter-close", "encounter-close/good-without-identifier"},
           {"ImagingStudy-open", "imagingstudy-open/good-study-of-the-encounter"},
           {"ImagingStudy-open", "imagingstudy-open/good-study-without-patient"},
           {"DiagnosticReport-open", "diagnosticreport-open/good-report-found-by-its-order"},
           {"SyncError", "syncerror/good-with-an-issue-of-its-own"},
           {"UserHibernate", "userhibernate/good-hub-hibernates"}}) {
    const auto context = example(path);
    EXPECT_EQ(toContext(eventType, toFhir(eventType, context))["context"], context["context"]) << path;
  }
}

TEST(Context, ofAReportHasItsStudies) {
  const auto report = toFhir("DiagnosticReport-open", example("diagnosticreport-open/good-several-studies"));
  EXPECT_EQ(report["imagingStudy"].size(), 6U);
  EXPECT_EQ(report["contained"].size(), 7U);
  const auto context = toContext("DiagnosticReport-open", report)["context"];
  EXPECT_EQ(context.size(), 8U);
}

TEST(Context, keepsWhatItsResourcesContain) {
  const auto encounter = toFhir("Encounter-open", json(R"({"context":[
      {"key":"encounter","resource":{"resourceType":"Encounter","id":"e","identifier":[{"value":"v"}],
        "subject":{"reference":"https://fhir.example.com/Patient/p/_history/2"}}},
      {"key":"patient","resource":{"resourceType":"Patient","id":"p","meta":{"versionId":"2"},"identifier":[{"value":"1"}],
        "managingOrganization":{"reference":"#org"},
        "contained":[{"resourceType":"Organization","id":"org","partOf":{"reference":"#"}}]}}]})"));
  EXPECT_EQ(encounter["subject"]["reference"], "#p");
  ASSERT_EQ(encounter["contained"].size(), 2U);
  EXPECT_EQ(encounter["contained"][0]["partOf"]["reference"], "#p");
  EXPECT_FALSE(encounter["contained"][1].contains("contained"));
  EXPECT_FALSE(encounter["contained"][1].contains("meta"));
  const auto back = toContext("Encounter-open", encounter)["context"];
  EXPECT_FALSE(back[0]["resource"].contains("contained"));
  EXPECT_EQ(back[1]["resource"]["contained"][0]["id"], "org");
  EXPECT_EQ(back[1]["resource"]["managingOrganization"]["reference"], "#org");
}

TEST(Context, thatSaysNoSubjectGetsThePatientOfTheContext) {
  const auto encounter = toFhir("Encounter-close", json(R"({"context":[
      {"key":"encounter","resource":{"resourceType":"Encounter","id":"e"}},
      {"key":"patient","resource":{"resourceType":"Patient","id":"p"}}]})"));
  EXPECT_EQ(encounter["subject"]["reference"], "#p");
}

TEST(Context, withoutItsAnchorIsRefused) {
  EXPECT_EQ(refusal("Patient-open", "fhircast", "fhir", json(R"({"context":[]})")).pointer, "/context");
  EXPECT_EQ(refusal("Patient-open", "fhircast", "fhir", json(R"({"context":7})")).pointer, "/context");
  EXPECT_EQ(refusal("Home-open", "fhircast", "fhir", json(R"({"context":[]})")).pointer, "/context");
}

TEST(Context, ofTwoResourcesWithOneIdIsRefused) {
  const Refusal refused = refusal("ImagingStudy-open", "fhircast", "fhir", json(R"({"context":[
      {"key":"study","resource":{"resourceType":"ImagingStudy","id":"s"}},
      {"key":"patient","resource":{"resourceType":"Patient","id":"1"}},
      {"key":"encounter","resource":{"resourceType":"Encounter","id":"1"}}]})"));
  EXPECT_EQ(refused.pointer, "/context/2/resource");
}

TEST(Context, ofThousandsOfResourcesIsRefused) {
  nlohmann::json payload =
      json(R"({"context":[{"key":"report","resource":{"resourceType":"DiagnosticReport","id":"r"}}]})");
  for (int i = 0; i < 3000; ++i)
    payload["context"].push_back(
        {{"key", "study"}, {"resource", {{"resourceType", "ImagingStudy"}, {"id", std::to_string(i)}}}});
  EXPECT_THAT(refusal("DiagnosticReport-open", "fhircast", "fhir", payload).words,
              testing::HasSubstr("at most"));
}

TEST(Resource, ofAnApplicationsOwnIsKnownByItsIdentifier) {
  // As a DICOM study comes: no id of its own, and the patient's names any patient.
  const nlohmann::json study = json(R"({"format":"fhir","resourceType":"ImagingStudy",
      "identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.2.3"}],"status":"unknown",
      "subject":{"reference":"#patient"},
      "contained":[{"resourceType":"Patient","id":"patient","identifier":[{"system":"urn:oid:9","value":"42"}]},
                   {"resourceType":"Practitioner","id":"practitioner"}],
      "referrer":{"reference":"#practitioner"}})");
  const auto context = toContext("dicom-study-select", study)["context"];
  const auto again = toContext("ImagingStudy-open", study)["context"];
  EXPECT_EQ(context, again);
  ASSERT_EQ(context.size(), 2U);
  EXPECT_EQ(context[0]["key"], "study");
  const std::string id = context[1]["resource"]["id"];
  EXPECT_EQ(id.size(), 36U);
  EXPECT_EQ(id[14], '5');  // RFC 4122: a UUID of version 5
  EXPECT_EQ(context[0]["resource"]["subject"]["reference"], "Patient/" + id);
  EXPECT_EQ(context[0]["resource"]["contained"][0]["resourceType"], "Practitioner");
}

TEST(Resource, thatTheProfileWouldNotTakeStaysContained) {
  const auto context = toContext("DiagnosticReport-open", json(R"({"resourceType":"DiagnosticReport","id":"r",
      "identifier":[{"value":"1"}],"subject":{"reference":"#p"},"encounter":{"reference":"#encounter"},
      "contained":[{"resourceType":"Patient","id":"p","identifier":[{"value":"1"}]},
                   {"resourceType":"Encounter","id":"encounter","subject":{"reference":"#p"}}]})"))
      ["context"];
  ASSERT_EQ(context.size(), 2U);
  EXPECT_EQ(context[0]["resource"]["contained"][0]["subject"]["reference"], "Patient/p");
}

TEST(Resource, thatTheEventIsNotAboutIsRefused) {
  const std::vector<std::tuple<const char*, const char*, const char*>> cases{
      {"Patient-open", R"({"resourceType":"Encounter","id":"1"})", "/resourceType"},
      {"patient-open", R"({"resourceType":"Device","id":"1"})", "/resourceType"},
      {"Patient-open", R"({"resourceType":"Patient"})", ""},
      {"Patient-open", R"({"resourceType":"Patient","id":"p"})", "/identifier"},
      {"Encounter-open", R"({"resourceType":"Encounter","id":"e","identifier":[{"value":"1"}],
        "subject":{"reference":"Patient/p"}})",
       "/subject"},
      {"Encounter-close", R"({"resourceType":"Encounter","id":"e","subject":{"reference":"#patient"},
        "contained":[{"resourceType":"Patient","id":"patient"}]})",
       "/contained/0"},
      {"Patient-open", R"({"resourceType":"Patient","id":"no id"})", ""}};
  for (const auto& [eventType, payload, pointer] : cases) {
    const Refusal refused = refusal(eventType, "fhir", "fhircast", json(payload));
    EXPECT_EQ(refused.pointer, pointer) << payload;
    EXPECT_FALSE(refused.words.empty()) << payload;
  }
}

TEST(Resource, thatContainsItselfInCirclesIsConverted) {
  const auto context = toContext(
      "Patient-close", json(R"({"resourceType":"Patient","id":"p","link":[{"other":{"reference":"#a"}}],
      "contained":[{"resourceType":"Patient","id":"a","link":[{"other":{"reference":"#b"}}]},
                   {"resourceType":"Patient","id":"b","link":[{"other":{"reference":"#a"}}]}]})"))["context"];
  EXPECT_EQ(context[0]["resource"]["contained"].size(), 2U);
}

TEST(Resource, containedInChainsIsConverted) {
  nlohmann::json patient =
      json(R"({"resourceType":"Patient","id":"p","link":[{"other":{"reference":"#0"}}]})");
  for (int i = 0; i < 200; ++i)
    patient["contained"].push_back({{"resourceType", "Basic"},
                                    {"id", std::to_string(i)},
                                    {"subject", {{"reference", "#" + std::to_string(i + 1)}}}});
  EXPECT_EQ(toContext("Patient-close", patient)["context"][0]["resource"]["contained"].size(), 200U);
}

}  // namespace
}  // namespace cast::fhircast
