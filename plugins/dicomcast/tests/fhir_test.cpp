// `dicom+json` <-> `fhir`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conversions.hpp"
#include "refusal.hpp"

namespace cast::dicomcast {
namespace {

using testing::refusal;
using ::testing::StartsWith;

Json read(const char* text) { return Json::parse(text); }

Json modelOf(const char* dataSet) { return {{"format", "dicom+json"}, {"data", read(dataSet)}}; }

const char* const kStudy = R"({
  "00080016": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"]}, "00080018": {"vr": "UI", "Value": ["1.2.3.4.5"]},
  "00080020": {"vr": "DA", "Value": ["20240115"]}, "00080021": {"vr": "DA", "Value": ["20240115"]},
  "00080030": {"vr": "TM", "Value": ["103000"]}, "00080031": {"vr": "TM", "Value": ["103500.5"]},
  "00080050": {"vr": "SH", "Value": ["A-77"]}, "00080060": {"vr": "CS", "Value": ["CT"]},
  "00080090": {"vr": "PN", "Value": [{"Alphabetic": "SMITH^ANNA^^DR"}]},
  "00080201": {"vr": "SH", "Value": ["+0100"]}, "00081030": {"vr": "LO", "Value": ["CHEST CT"]},
  "00081032": {"vr": "SQ", "Value": [{"00080100": {"vr": "SH", "Value": ["24627-2"]}, "00080102": {"vr": "SH", "Value": ["LN"]},
    "00080104": {"vr": "LO", "Value": ["CT Chest"]}}]},
  "0008103E": {"vr": "LO", "Value": ["Thorax 1.0"]}, "00081060": {"vr": "PN", "Value": [{"Alphabetic": "JONES^TOM"}]},
  "00100010": {"vr": "PN", "Value": [{"Alphabetic": "Yamada^Tarou", "Ideographic": "山田^太郎", "Phonetic": "やまだ^たろう"}]},
  "00100020": {"vr": "LO", "Value": ["12345"]}, "00100021": {"vr": "LO", "Value": ["General Hospital"]},
  "00100024": {"vr": "SQ", "Value": [{"00400032": {"vr": "UT", "Value": ["1.2.9"]}, "00400033": {"vr": "CS", "Value": ["ISO"]}}]},
  "00100030": {"vr": "DA", "Value": ["19800115"]}, "00100040": {"vr": "CS", "Value": ["M"]},
  "00101002": {"vr": "SQ", "Value": [{"00100020": {"vr": "LO", "Value": ["X-9"]}}]},
  "00180015": {"vr": "CS", "Value": ["CHEST"]}, "0020000D": {"vr": "UI", "Value": ["1.2.3"]},
  "0020000E": {"vr": "UI", "Value": ["1.2.3.4"]}, "00200010": {"vr": "SH", "Value": ["study-456"]},
  "00200011": {"vr": "IS", "Value": [2]}, "00200013": {"vr": "IS", "Value": [45]}, "00200060": {"vr": "CS", "Value": ["L"]},
  "00201206": {"vr": "IS", "Value": [3]}, "00201208": {"vr": "IS", "Value": [300]}, "00201209": {"vr": "IS", "Value": [100]}})";

TEST(ModelToFhir, saysAStudyAsAnImagingStudyWithItsPatient) {
  EXPECT_EQ(modelToFhir(modelOf(kStudy)), read(R"({
    "format": "fhir", "resourceType": "ImagingStudy", "status": "available",
    "contained": [
      {"resourceType": "Patient", "id": "patient", "gender": "male", "birthDate": "1980-01-15",
       "identifier": [{"value": "12345", "system": "urn:oid:1.2.9", "assigner": {"display": "General Hospital"}}, {"value": "X-9"}],
       "name": [{"family": "Yamada", "given": ["Tarou"]},
         {"family": "山田", "given": ["太郎"], "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation", "valueCode": "IDE"}]},
         {"family": "やまだ", "given": ["たろう"], "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation", "valueCode": "SYL"}]}]},
      {"resourceType": "Practitioner", "id": "referrer", "name": [{"family": "SMITH", "given": ["ANNA"], "prefix": ["DR"]}]},
      {"resourceType": "Practitioner", "id": "interpreter", "name": [{"family": "JONES", "given": ["TOM"]}]}],
    "identifier": [{"system": "urn:dicom:uid", "value": "urn:oid:1.2.3"},
      {"type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "ACSN"}]}, "value": "A-77"},
      {"type": {"text": "Study ID"}, "value": "study-456"}],
    "modality": [{"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "CT"}],
    "subject": {"reference": "#patient"}, "started": "2024-01-15T10:30:00+01:00",
    "referrer": {"reference": "#referrer"}, "interpreter": [{"reference": "#interpreter"}],
    "numberOfSeries": 3, "numberOfInstances": 300, "description": "CHEST CT",
    "procedureCode": [{"coding": [{"system": "http://loinc.org", "code": "24627-2", "display": "CT Chest"}]}],
    "series": [{"uid": "1.2.3.4", "number": 2, "modality": {"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "CT"},
      "description": "Thorax 1.0", "numberOfInstances": 100, "bodySite": {"display": "CHEST"},
      "laterality": {"system": "http://snomed.info/sct", "code": "7771000"}, "started": "2024-01-15T10:35:00.5+01:00",
      "instance": [{"uid": "1.2.3.4.5", "sopClass": {"system": "urn:ietf:rfc:3986", "code": "urn:oid:1.2.840.10008.5.1.4.1.1.2"}, "number": 45}]}]})"));
}

TEST(FhirToModel, givesBackWhatTheImagingStudyHasRoomFor) {
  EXPECT_EQ(fhirToModel(modelToFhir(modelOf(kStudy))), modelOf(kStudy));
}

// Loses: attributes without an element, members beside the data set.
TEST(ModelToFhir, losesWhatFhirHasNoRoomFor) {
  Json payload =
      modelOf(R"({"0020000D": {"vr": "UI", "Value": ["1.2.3"]}, "00180050": {"vr": "DS", "Value": [1.25]}})");
  payload["measurement"] = {{"value", 1}};
  EXPECT_EQ(fhirToModel(modelToFhir(payload)), modelOf(R"({"0020000D": {"vr": "UI", "Value": ["1.2.3"]}})"));
}

// Loses: a time of which nobody can tell when it was.
TEST(ModelToFhir, givesNoTimeWithoutAnOffset) {
  const Json study = modelToFhir(modelOf(R"({"0020000D": {"vr": "UI", "Value": ["1.2.3"]},
    "00080020": {"vr": "DA", "Value": ["20240115"]}, "00080030": {"vr": "TM", "Value": ["103000"]}})"));
  EXPECT_EQ(study["started"], "2024-01-15");
}

TEST(ModelToFhir, namesTheResourceByThePayloadsPatientId) {
  Json payload = modelOf(
      R"({"0020000D": {"vr": "UI", "Value": ["1.2.3"]}, "00100020": {"vr": "LO", "Value": ["12345"]}})");
  payload["patientId"] = "pat-001";
  const Json study = modelToFhir(payload);
  EXPECT_EQ(study["subject"]["reference"], "#pat-001");
  EXPECT_EQ(study["contained"][0]["id"], "pat-001");
  EXPECT_EQ(fhirToModel(study), payload);
}

TEST(ModelToFhir, saysAPatientAloneAsAPatient) {
  const Json payload = modelOf(
      R"({"00100010": {"vr": "PN", "Value": [{"Alphabetic": "DOE^JOHN"}]}, "00100020": {"vr": "LO", "Value": ["1"]}})");
  const Json patient = modelToFhir(payload);
  EXPECT_EQ(patient["resourceType"], "Patient");
  EXPECT_EQ(patient["format"], "fhir");
  EXPECT_EQ(fhirToModel(patient), payload);
}

TEST(ModelToFhir, refusesAnImageOfNoStudy) {
  EXPECT_THAT(
      refusal(
          modelToFhir,
          modelOf(
              R"({"00080018": {"vr": "UI", "Value": ["1.2.3"]}, "00100020": {"vr": "LO", "Value": ["1"]}})")),
      StartsWith("/data/0020000D: an ImagingStudy needs"));
  EXPECT_THAT(refusal(modelToFhir, modelOf(R"({"0020000D": {"vr": "UI", "Value": ["1.02.3"]}})")),
              StartsWith("/data/0020000D: "));
}

TEST(FhirToModel, refersToSeveralSeriesAndTheirInstances) {
  const char* const study =
      R"({"resourceType": "ImagingStudy", "status": "available", "subject": {"reference": "Patient/pat-001"},
    "identifier": [{"system": "urn:dicom:uid", "value": "urn:oid:1.2.3"}], "modality": [{"code": "CT"}, {"code": "PT"}],
    "series": [
      {"uid": "1.2.3.1", "modality": {"code": "CT"}, "instance": [
        {"uid": "1.2.3.1.1", "sopClass": {"code": "urn:oid:1.2.840.10008.5.1.4.1.1.2"}, "number": 1},
        {"uid": "1.2.3.1.2", "sopClass": {"code": "urn:oid:1.2.840.10008.5.1.4.1.1.2"}, "number": 2}]},
      {"uid": "1.2.3.2", "modality": {"code": "PT"}}]})";
  const Json model = fhirToModel(read(study));
  EXPECT_EQ(model["patientId"], "pat-001");
  const Json& series = model["data"]["00081115"]["Value"];
  ASSERT_EQ(series.size(), 2U);
  EXPECT_EQ(series[0]["00081199"]["Value"][1],
            read(R"({"00081150": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"]},
    "00081155": {"vr": "UI", "Value": ["1.2.3.1.2"]}, "00200013": {"vr": "IS", "Value": [2]}})"));
  EXPECT_EQ(series[1]["00080060"]["Value"][0], "PT");
  EXPECT_EQ(model["data"]["00080061"]["Value"], read(R"(["CT", "PT"])"));
  const Json again = modelToFhir(model);
  EXPECT_EQ(again["series"].size(), 2U);
  EXPECT_EQ(again["series"][0]["instance"].size(), 2U);
  EXPECT_EQ(fhirToModel(again), model);
}

// Loses: codes whose system has no DICOM scheme, and elements that DICOM has no attribute for.
TEST(FhirToModel, losesWhatDicomHasNoAttributeFor) {
  const Json model = fhirToModel(read(R"({"resourceType": "ImagingStudy", "note": [{"text": "seen"}],
    "identifier": [{"system": "urn:dicom:uid", "value": "urn:oid:1.2.3"}],
    "procedureCode": [{"coding": [{"system": "https://local.example.com", "code": "7"}]}], "started": "2024-01"})"));
  EXPECT_EQ(model, modelOf(R"({"0020000D": {"vr": "UI", "Value": ["1.2.3"]}})"));
}

TEST(FhirToModel, pointsToWhatItCannotRead) {
  EXPECT_THAT(refusal(fhirToModel, read(R"({"resourceType": "Observation"})")),
              StartsWith("/resourceType: only an ImagingStudy or a Patient"));
  EXPECT_THAT(refusal(fhirToModel, read(R"({})")), StartsWith("/resourceType: "));
  EXPECT_THAT(
      refusal(
          fhirToModel,
          read(
              R"({"resourceType": "ImagingStudy", "identifier": [{"system": "urn:dicom:uid", "value": "urn:oid:1.x"}]})")),
      StartsWith("/identifier/0/value: expected a DICOM UID"));
  EXPECT_THAT(refusal(fhirToModel, read(R"({"resourceType": "ImagingStudy", "identifier": []})")),
              StartsWith("/identifier: no identifier has"));
  EXPECT_THAT(refusal(fhirToModel, read(R"({"resourceType": "ImagingStudy", "identifier": {"value": 1}})")),
              StartsWith("/identifier: expected an array"));
  EXPECT_THAT(refusal(fhirToModel, read(R"({"resourceType": "Patient", "gender": 3})")),
              StartsWith("/gender: expected a string"));
  EXPECT_THAT(
      refusal(
          fhirToModel,
          read(
              R"({"resourceType": "ImagingStudy", "identifier": [{"system": "urn:dicom:uid", "value": "urn:oid:1.2.3"}],
    "series": [{"uid": "1.2", "number": "two"}]})")),
      StartsWith("/series/0/number: expected an integer"));
}

}  // namespace
}  // namespace cast::dicomcast
