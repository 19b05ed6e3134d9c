// `dicom` <-> `dicom+json`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conversions.hpp"
#include "refusal.hpp"

namespace cast::dicomcast {
namespace {

using ::testing::HasSubstr;
using testing::refusal;
using ::testing::StartsWith;

Json read(const char* text) { return Json::parse(text); }

const char* const kSpecification = R"({
  "format": "dicom", "studyId": "study-456", "studyInstanceUID": "1.2.840.113619.2.55.3.1234567890",
  "modality": "CT", "bodyPart": "CHEST", "studyDate": "2024-01-15", "patientId": "pat-001",
  "dicomAttributes": {"PatientName": "DOE^JOHN", "PatientID": "12345", "Modality": "CT", "StudyDescription": "CHEST CT"}
})";

TEST(KeywordsToModel, writesTheSpecificationsPayloadAsADataSet) {
  EXPECT_EQ(keywordsToModel(read(kSpecification)), read(R"({
    "format": "dicom+json", "patientId": "pat-001",
    "data": {
      "00080020": {"vr": "DA", "Value": ["20240115"]}, "00080060": {"vr": "CS", "Value": ["CT"]},
      "00081030": {"vr": "LO", "Value": ["CHEST CT"]}, "00100010": {"vr": "PN", "Value": [{"Alphabetic": "DOE^JOHN"}]},
      "00100020": {"vr": "LO", "Value": ["12345"]}, "00180015": {"vr": "CS", "Value": ["CHEST"]},
      "0020000D": {"vr": "UI", "Value": ["1.2.840.113619.2.55.3.1234567890"]},
      "00200010": {"vr": "SH", "Value": ["study-456"]}}})"));
}

TEST(KeywordsToModel, takesThePatientIdForThePatientsIdWhereNoOtherIsThere) {
  const Json result = keywordsToModel(read(R"({"patientId": "pat-001"})"));
  EXPECT_EQ(result,
            read(R"({"format": "dicom+json", "data": {"00100020": {"vr": "LO", "Value": ["pat-001"]}}})"));
}

TEST(KeywordsToModel, keepsWhatIsNoAttributeBesideTheDataSet) {
  const Json result = keywordsToModel(read(R"({"seriesInstanceUID": "1.2.3",
    "measurement": {"value": "2.5 cm"}, "attributes": {"Modality": "MR", "houseKeeping": [1]}})"));
  EXPECT_EQ(
      result,
      read(
          R"({"format": "dicom+json", "measurement": {"value": "2.5 cm"}, "attributes": {"houseKeeping": [1]},
    "data": {"00080060": {"vr": "CS", "Value": ["MR"]}, "0020000E": {"vr": "UI", "Value": ["1.2.3"]}}})"));
}

TEST(KeywordsToModel, readsEveryUsualSpellingOfAValue) {
  const Json result = keywordsToModel(read(R"json({"attributes": {
    "ImageType": "ORIGINAL\\PRIMARY", "PixelSpacing": "0.5\\0.25", "Rows": "512", "PatientBirthDate": "1980-01-15",
    "StudyTime": "10:30:00", "(0010,0020)": 12345, "00281050": [40, -600], "PatientName": {"Alphabetic": "A^B"},
    "FrameIncrementPointer": "FrameTime", "AccessionNumber": "", "SeriesDescription": null,
    "ReferencedImageSequence": {"ReferencedSOPInstanceUID": "1.2.3"}}})json"));
  EXPECT_EQ(result["data"], read(R"({
    "00080008": {"vr": "CS", "Value": ["ORIGINAL", "PRIMARY"]}, "00080030": {"vr": "TM", "Value": ["103000"]},
    "00080050": {"vr": "SH"}, "0008103E": {"vr": "LO"},
    "00081140": {"vr": "SQ", "Value": [{"00081155": {"vr": "UI", "Value": ["1.2.3"]}}]},
    "00100010": {"vr": "PN", "Value": [{"Alphabetic": "A^B"}]}, "00100020": {"vr": "LO", "Value": ["12345"]},
    "00100030": {"vr": "DA", "Value": ["19800115"]}, "00280009": {"vr": "AT", "Value": ["00181063"]},
    "00280010": {"vr": "US", "Value": [512]}, "00280030": {"vr": "DS", "Value": [0.5, 0.25]},
    "00281050": {"vr": "DS", "Value": [40, -600]}})"));
}

TEST(KeywordsToModel, leavesADateThatIsNoDayInItsMember) {
  const Json result =
      keywordsToModel(read(R"({"studyInstanceUID": "1.2.3", "studyDate": "2024-01-15T10:00:00Z"})"));
  EXPECT_EQ(result["studyDate"], "2024-01-15T10:00:00Z");
  EXPECT_FALSE(result["data"].contains("00080020"));
}

TEST(KeywordsToModel, namesTheAttributeWhoseValueCannotBeOne) {
  EXPECT_THAT(refusal(keywordsToModel, read(R"({"attributes": {"Rows": "many"}})")),
              StartsWith("/attributes/Rows: expected a number for the VR US"));
  EXPECT_THAT(refusal(keywordsToModel, read(R"({"dicomAttributes": {"PatientName": [true]}})")),
              StartsWith("/dicomAttributes/PatientName/0: expected a string or a number; found boolean"));
  EXPECT_THAT(refusal(keywordsToModel, read(R"({"attributes": {"RedPaletteColorLookupTableData": "AAA="}})")),
              StartsWith("/attributes/RedPaletteColorLookupTableData: a binary value is an object"));
  EXPECT_THAT(
      refusal(keywordsToModel, read(R"({"attributes": {"ReferencedImageSequence": [{"Nonsense": 1}]}})")),
      StartsWith("/attributes/ReferencedImageSequence/0/Nonsense: expected a DICOM keyword or tag"));
  EXPECT_THAT(refusal(keywordsToModel, read(R"({"attributes": {"00091001": "x"}})")),
              HasSubstr("the VR is not known by this name"));
  EXPECT_THAT(refusal(keywordsToModel, read(R"({"attributes": [1]})")),
              StartsWith("/attributes: expected an object"));
}

TEST(KeywordsToModel, namesALongNameInWholeCharacters) {
  Json item = Json::object();
  item[std::string(63, 'x') + "山"] = 1;
  const Json payload = {{"attributes", {{"ReferencedImageSequence", Json::array({item})}}}};
  EXPECT_THAT(refusal(keywordsToModel, payload),
              StartsWith("/attributes/ReferencedImageSequence/0/" + std::string(63, 'x') + ": expected"));
}

TEST(KeywordsToModel, refusesTwoNamesThatContradictEachOther) {
  EXPECT_THAT(refusal(keywordsToModel,
                      read(R"({"attributes": {"Modality": "CT"}, "dicomAttributes": {"Modality": "MR"}})")),
              StartsWith("/dicomAttributes/Modality: the payload says something else"));
}

TEST(KeywordsToModel, quotesNothingOfAValue) {
  for (const char* payload :
       {R"({"attributes": {"Rows": "DOE^JOHN"}})", R"({"attributes": {"PatientBirthDate": {"DOE": 1}}})",
        R"({"attributes": {"PatientName": {"vr": "PN", "Value": ["DOE^JOHN"]}}})"})
    EXPECT_THAT(refusal(keywordsToModel, read(payload)), ::testing::Not(HasSubstr("DOE")));
}

// Loses: which spelling of several the payload used.
TEST(KeywordsToModel, givesBackTheSameFactsInOneSpelling) {
  const Json back = modelToKeywords(keywordsToModel(read(kSpecification)));
  EXPECT_EQ(back, read(R"({
    "format": "dicom", "studyId": "study-456", "studyInstanceUID": "1.2.840.113619.2.55.3.1234567890",
    "modality": "CT", "bodyPart": "CHEST", "studyDate": "2024-01-15", "patientId": "pat-001",
    "attributes": {"PatientName": "DOE^JOHN", "PatientID": "12345", "StudyDescription": "CHEST CT"}})"));
  EXPECT_EQ(modelToKeywords(keywordsToModel(back)), back);
}

struct DataSetCase {
  const char* shows;
  const char* dataSet;
};

void PrintTo(const DataSetCase& each, std::ostream* out) { *out << each.shows; }

class ModelToKeywords : public ::testing::TestWithParam<DataSetCase> {};

TEST_P(ModelToKeywords, losesNothing) {
  const Json payload = {
      {"format", "dicom+json"}, {"data", read(GetParam().dataSet)}, {"measurement", {{"value", 1}}}};
  EXPECT_EQ(keywordsToModel(modelToKeywords(payload)), payload) << modelToKeywords(payload);
}

INSTANTIATE_TEST_SUITE_P(
    Each, ModelToKeywords,
    ::testing::Values(
        DataSetCase{"Nothing", R"({})"},
        DataSetCase{
            "MembersOfTheirOwn",
            R"({"0020000D": {"vr": "UI", "Value": ["1.2.3"]}, "00080020": {"vr": "DA", "Value": ["20240115"]},
    "00281050": {"vr": "DS", "Value": [40, -600]}, "00200013": {"vr": "IS", "Value": [45]}})"},
        DataSetCase{"MembersWithoutValue",
                    R"({"00080060": {"vr": "CS"}, "00080020": {"vr": "DA"}, "0020000D": {"vr": "UI"}})"},
        DataSetCase{
            "ValuesNoMemberCanHave",
            R"({"00080020": {"vr": "DA", "Value": ["20240199"]}, "0020000D": {"vr": "UI", "Value": ["1.02"]},
    "00200013": {"vr": "IS", "Value": ["x"]}, "00080060": {"vr": "CS", "Value": ["CT", "MR"]}, "00281051": {"vr": "DS", "Value": ["400"]}})"},
        DataSetCase{"ThreeComponentGroups",
                    R"({"00100010": {"vr": "PN", "Value": [{"Alphabetic": "Yamada^Tarou",
    "Ideographic": "山田^太郎", "Phonetic": "やまだ^たろう"}]}})"},
        DataSetCase{
            "NamesInPart",
            R"({"00081060": {"vr": "PN", "Value": [{"Phonetic": "a"}, null, {"Alphabetic": "b=c"}, {}]}})"},
        DataSetCase{
            "EmptyValuesBetween",
            R"({"00080008": {"vr": "CS", "Value": ["ORIGINAL", null, "AXIAL"]}, "00101000": {"vr": "LO", "Value": [null]}})"},
        DataSetCase{"AnEmptyList", R"({"00080008": {"vr": "CS", "Value": []}})"},
        DataSetCase{"PrivateElements",
                    R"({"00090010": {"vr": "LO", "Value": ["ACME"]}, "00091001": {"vr": "DS", "Value": [1.5]},
    "00091002": {"vr": "SQ", "Value": [{"00090010": {"vr": "LO", "Value": ["ACME"]}}]}})"},
        DataSetCase{
            "NestedSequences",
            R"({"00400275": {"vr": "SQ", "Value": [{"00400008": {"vr": "SQ", "Value": [{"00080100": {"vr": "SH", "Value": ["1"]}}, {}]}}]},
    "00081140": {"vr": "SQ"}})"},
        DataSetCase{
            "BinaryValues",
            R"({"00281201": {"vr": "OW", "InlineBinary": "AAEC"}, "7FE00010": {"vr": "OW", "BulkDataURI": "https://x/1"},
    "00420011": {"vr": "OB"}})"},
        DataSetCase{
            "AVrThatTheDictionaryDoesNotSay",
            R"({"00280106": {"vr": "SS", "Value": [-5]}, "00080060": {"vr": "UN", "InlineBinary": "Q1Q="}})"},
        DataSetCase{
            "NumbersAsText",
            R"({"00280030": {"vr": "DS", "Value": ["0.12345678901234567", "0.50"]}, "00720082": {"vr": "SV", "Value": ["9223372036854775807"]}})"},
        DataSetCase{
            "RepeatingGroups",
            R"({"60000010": {"vr": "US", "Value": [512]}, "60020010": {"vr": "US", "Value": [256]}})"},
        DataSetCase{"TextWithBackslashes", R"({"00104000": {"vr": "LT", "Value": ["a\\b"]}})"},
        DataSetCase{"Tags", R"({"00280009": {"vr": "AT", "Value": ["00181063", "00091001"]}})"}),
    [](const auto& each) { return std::string(each.param.shows); });

TEST(ModelToKeywords, putsNoInvalidUidIntoAMember) {
  const Json result = modelToKeywords(read(R"({"data": {"0020000D": {"vr": "UI", "Value": ["1.02.3"]}}})"));
  EXPECT_FALSE(result.contains("studyInstanceUID"));
  EXPECT_EQ(result["attributes"]["StudyInstanceUID"], "1.02.3");
}

TEST(ModelToKeywords, pointsToWhatIsNoModel) {
  EXPECT_THAT(refusal(modelToKeywords, read(R"({"data": {"0020000d": {"vr": "UI"}}})")),
              StartsWith("/data: an attribute is named"));
  EXPECT_THAT(refusal(modelToKeywords, read(R"({"data": {"00080060": {"vr": "CS", "Value": "CT"}}})")),
              StartsWith("/data/00080060/Value: Value is an array"));
  EXPECT_THAT(refusal(modelToKeywords, read(R"({"data": {"00020010": {"vr": "UI"}}})")),
              StartsWith("/data/00020010: "));
  EXPECT_THAT(refusal(modelToKeywords, read(R"({"data": {"00281201": {"vr": "OW", "InlineBinary": "A"}}})")),
              StartsWith("/data/00281201/InlineBinary: "));
  EXPECT_THAT(refusal(modelToKeywords,
                      read(R"({"data": {"00080060": {"vr": "CS", "Value": [], "BulkDataURI": "x"}}})")),
              StartsWith("/data/00080060: an attribute has one of"));
}

}  // namespace
}  // namespace cast::dicomcast
