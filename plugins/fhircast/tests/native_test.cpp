// native <-> fhir for patients, documents and orders.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/conversion.hpp"

namespace cast::fhircast {
namespace {

using testing::HasSubstr;

nlohmann::json toFhir(std::string_view eventType, std::string_view payload) {
  return converted(eventType, "native", "fhir", json(payload));
}

nlohmann::json toNative(std::string_view eventType, std::string_view payload) {
  return converted(eventType, "fhir", "native", json(payload));
}

TEST(NativePatient, isThePatientOfTheSpecification) {
  EXPECT_EQ(
      toFhir("patient-open", R"({"patientId":"pat-001","patientName":"John Doe","dateOfBirth":"1980-01-15",
      "mrn":"MRN-12345","identifiers":[{"system":"http://hospital.example.com/mrn","value":"MRN-12345"}]})"),
      json(R"({"format":"fhir","resourceType":"Patient","id":"pat-001","name":[{"text":"John Doe"}],
      "birthDate":"1980-01-15","identifier":[
        {"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"value":"MRN-12345"},
        {"system":"http://hospital.example.com/mrn","value":"MRN-12345"}]})"));
}

TEST(NativePatient, comesBackAsItWas) {
  for (
      const char* text :
      {R"({"format":"native","patientId":"pat-001","patientName":"John Doe","dateOfBirth":"1980-01-15",
            "mrn":"MRN-12345","identifiers":[{"system":"http://hospital.example.com/mrn","value":"MRN-12345"}]})",
       R"({"format":"native","patientId":"Müller-Ørsted/7","dateOfBirth":"1980"})",
       R"({"format":"native","patientId":"1","identifiers":[{"value":"x"},{"system":"urn:oid:1.2","value":"y"}]})",
       R"({"format":"native","patientId":"1","patientName":"李 小龍","dateOfBirth":"1940-11"})"}) {
    const nlohmann::json native = json(text);
    EXPECT_EQ(
        converted("patient-select", "fhir", "native", converted("patient-select", "native", "fhir", native)),
        native);
  }
}

TEST(NativePatient, withAnIdThatFhirHasNotKeepsItAsIdentifier) {
  const auto patient = toFhir("patient-open", R"({"patientId":"Müller-Ørsted/7"})");
  EXPECT_FALSE(patient.contains("id"));
  EXPECT_EQ(patient["identifier"][0]["value"], "Müller-Ørsted/7");
}

TEST(NativePatient, mayHaveANameInParts) {
  EXPECT_EQ(toFhir("patient-open",
                   R"({"patientId":"1","patientName":{"family":"李","given":["小龍"],"suffix":"Jr"}})")
                .at("name"),
            json(R"([{"family":"李","given":["小龍"],"suffix":["Jr"]}])"));
}

TEST(NativePatient, saysNothingThatTheSourceDoesNot) {
  EXPECT_EQ(
      toFhir("Patient-open",
             R"({"patientId":"1","patientName":null,"mrn":"","identifiers":[{"value":null}],"ward":"3B"})"),
      json(R"({"format":"fhir","resourceType":"Patient","id":"1"})"));
}

TEST(NativePatient, mayBeBornAtAnyPrecision) {
  const std::vector<std::pair<std::string, std::string>> cases{{"1980", "1980"},
                                                               {"1980-02", "1980-02"},
                                                               {"1980-02-29", "1980-02-29"},
                                                               {"19800229", "1980-02-29"},
                                                               {"1980-01-15T00:00:00", "1980-01-15"}};
  for (const auto& [native, fhir] : cases)
    EXPECT_EQ(converted("patient-open", "native", "fhir",
                        {{"patientId", "1"}, {"dateOfBirth", native}})["birthDate"],
              fhir);
  const auto timed = toFhir("patient-open", R"({"patientId":"1","dateOfBirth":"1980-01-15T03:04:05+01:00"})");
  EXPECT_EQ(timed["birthDate"], "1980-01-15");
  EXPECT_EQ(timed["_birthDate"]["extension"][0]["valueDateTime"], "1980-01-15T03:04:05+01:00");
}

TEST(NativePatient, isRefusedByTheNameOfItsMember) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {R"({"patientName":"John Doe"})", "/patientId"},
      {R"({"patientId":""})", "/patientId"},
      {R"({"patientId":7})", "/patientId"},
      {R"({"patientId":"1","dateOfBirth":"last spring"})", "/dateOfBirth"},
      {R"({"patientId":"1","dateOfBirth":"1981-02-29"})", "/dateOfBirth"},
      {R"({"patientId":"1","dateOfBirth":"0000"})", "/dateOfBirth"},
      {R"({"patientId":"1","dateOfBirth":"1980-13"})", "/dateOfBirth"},
      {R"({"patientId":"1","patientName":{"nick":"Joe"}})", "/patientName"}};
  for (const auto& [payload, pointer] : cases) {
    const Refusal refused = refusal("patient-open", "native", "fhir", json(payload));
    EXPECT_EQ(refused.pointer, pointer) << payload;
    EXPECT_THAT(refused.words, HasSubstr("expected")) << payload;
    EXPECT_THAT(refused.words, testing::Not(HasSubstr("spring")));
  }
}

TEST(FhirPatient, showsTheNameThatIsInUse) {
  EXPECT_EQ(toNative("Patient-open", R"({"resourceType":"Patient","id":"p","name":[
      {"use":"old","family":"Roe"},{"use":"nickname","given":["Jo"]},
      {"use":"official","prefix":["Dr."],"given":["John","Q."],"family":"Doe","suffix":["MD"]}]})")
                ["patientName"],
            "Dr. John Q. Doe MD");
  EXPECT_FALSE(
      toNative("Patient-open", R"({"resourceType":"Patient","id":"p","name":[{"use":"old","family":"Roe"}]})")
          .contains("patientName"));
}

TEST(FhirPatient, ofAnySourceGivesItsRecordNumber) {
  EXPECT_EQ(toNative("patient-close", R"({"resourceType":"Patient","id":"p","birthDate":"1980","identifier":[
      {"system":"urn:oid:9","value":"other"},
      {"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},
       "system":"urn:oid:1","value":"185444"}]})"),
            json(R"({"format":"native","patientId":"p","dateOfBirth":"1980","mrn":"185444",
      "identifiers":[{"system":"urn:oid:9","value":"other"},{"system":"urn:oid:1","value":"185444"}]})"));
}

TEST(FhirPatient, isRefusedWhereItIsNoneOrHasNoId) {
  EXPECT_EQ(refusal("patient-open", "fhir", "native", json(R"({"resourceType":"Device","id":"1"})")).pointer,
            "/resourceType");
  EXPECT_EQ(refusal("patient-open", "fhir", "native", json(R"({"resourceType":"Patient"})")).pointer, "/id");
}

constexpr char kDocument[] =
    R"({"format":"native","documentId":"doc-789","documentType":"progress-note","title":"Progress Note - 2024-01-15",
        "author":"Dr. Smith","date":"2024-01-15T10:00:00Z","patientId":"pat-001"})";

TEST(NativeDocument, isADocumentReferenceWhoseStatusNobodyKnows) {
  EXPECT_EQ(toFhir("document-open", kDocument),
            json(R"({"format":"fhir","resourceType":"DocumentReference","id":"doc-789",
      "_status":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]},
      "type":{"text":"progress-note"},"subject":{"reference":"Patient/pat-001","type":"Patient"},
      "author":[{"display":"Dr. Smith"}],"date":"2024-01-15T10:00:00Z",
      "content":[{"attachment":{"title":"Progress Note - 2024-01-15"}}]})"));
}

TEST(NativeDocument, comesBackAsItWas) {
  for (const char* text :
       {kDocument, R"({"format":"native","documentId":"doc 7"})",
        R"({"format":"native","documentId":"1","date":"2024-01","patientId":"a/b"})",
        R"({"format":"native","documentId":"1","author":{"reference":"Practitioner/7","display":"Dr. Smith"},
            "documentType":{"coding":[{"system":"http://loinc.org","code":"11506-3"}]}})"}) {
    const nlohmann::json native = json(text);
    EXPECT_EQ(
        converted("document-open", "fhir", "native", converted("document-open", "native", "fhir", native)),
        native);
  }
}

TEST(NativeDocument, withoutTitleSaysThatTheContentIsNotKnown) {
  EXPECT_TRUE(
      toFhir("document-select", R"({"documentId":"1"})")["content"][0]["attachment"].contains("extension"));
}

TEST(NativeDocument, isRefusedByTheNameOfItsMember) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {R"({"title":"x"})", "/documentId"},
      {R"({"documentId":"1","date":"yesterday"})", "/date"},
      {R"({"documentId":"1","date":"2024-01-15T10:00:00"})", "/date"},
      {R"({"documentId":"1","date":"2024-01-15T25:00:00Z"})", "/date"},
      {R"({"documentId":"1","author":{"age":7}})", "/author"},
      {R"({"documentId":"1","documentType":{"kind":"note"}})", "/documentType"}};
  for (const auto& [payload, pointer] : cases)
    EXPECT_EQ(refusal("document-open", "native", "fhir", json(payload)).pointer, pointer) << payload;
}

TEST(NativeOrder, isAServiceRequest) {
  EXPECT_EQ(
      toFhir("order-view", R"({"orderId":"order-321","orderType":"laboratory","status":"Active",
      "orderedDate":"2024-01-15T09:00:00Z","patientId":"pat-001"})"),
      json(
          R"({"format":"fhir","resourceType":"ServiceRequest","id":"order-321","intent":"order","status":"active",
      "category":[{"text":"laboratory"}],"authoredOn":"2024-01-15T09:00:00Z",
      "subject":{"reference":"Patient/pat-001","type":"Patient"}})"));
}

TEST(NativeOrder, comesBackAsItWas) {
  for (const char* text :
       {R"({"format":"native","orderId":"order-321","orderType":"laboratory","status":"active",
      "orderedDate":"2024-01-15T09:00:00Z","patientId":"pat-001"})",
        R"({"format":"native","orderId":"Ä","status":"unknown","orderedDate":"2024"})"}) {
    const nlohmann::json native = json(text);
    EXPECT_EQ(converted("order-view", "fhir", "native", converted("order-view", "native", "fhir", native)),
              native);
  }
}

TEST(NativeOrder, saysThatStatusAndPatientAreNotKnown) {
  const auto order = toFhir("order-select", R"({"orderId":"1"})");
  EXPECT_EQ(order["status"], "unknown");
  EXPECT_EQ(order["subject"]["extension"][0]["valueCode"], "unknown");
}

TEST(NativeOrder, isRefusedByAStatusThatFhirHasNot) {
  EXPECT_EQ(
      refusal("order-view", "native", "fhir", json(R"({"orderId":"1","status":"lost in the lab"})")).pointer,
      "/status");
  EXPECT_EQ(toFhir("order-view", R"({"orderId":"1","status":"cancelled"})")["status"], "revoked");
  EXPECT_EQ(toFhir("order-view", R"({"orderId":"1","status":{"code":"on-hold"}})")["status"], "on-hold");
}

TEST(Conversions, thatAreNotListedAreRefused) {
  EXPECT_THAT(refusal("user-click", "native", "fhir", json(R"({"patientId":"1"})")).words,
              HasSubstr("no conversion"));
  EXPECT_THAT(refusal("Patient-open", "fhir", "hl7v2", json("{}")).words, HasSubstr("no conversion"));
}

}  // namespace
}  // namespace cast::fhircast
