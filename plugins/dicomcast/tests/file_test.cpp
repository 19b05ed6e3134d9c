// `application/dicom` -> `dicom+json`, and the way back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>

#include "base64.hpp"
#include "conversions.hpp"
#include "encoded.hpp"
#include "refusal.hpp"

namespace cast::dicomcast {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using namespace testing;  // NOLINT(google-build-using-namespace): the makers of bytes

Json read(const char* text) { return Json::parse(text); }

Json payloadOf(const std::string& bytes) {
  return {{"format", "application/dicom"}, {"data", encodeBase64(bytes)}};
}

Json dataSetOfFile(const std::string& dataSet, const char* transferSyntax = kExplicit) {
  return fileToModel(payloadOf(file(dataSet, transferSyntax))).at("data");
}

TEST(FileToModel, readsEveryValueRepresentation) {
  const std::string dataSet =
      explicitElement(0x00080008, "CS", "ORIGINAL\\ \\AXIAL ") +
      explicitElement(0x00080020, "DA", "20240115") + explicitElement(0x00080050, "SH", "") +
      explicitElement(0x00081060, "PN", "A^B=C==\\ \\D^E ") +
      explicitElement(0x00081155, "UI", std::string("1.2.3\0", 6)) +
      explicitElement(0x00081190, "UR", "http://a/ ") + explicitElement(0x00090010, "LO", " ACME 1.1 ") +
      explicitElement(0x00091001, "UN", std::string("\0\1\2\3", 4)) + tagBytes(0x00091002) + "ZZ" +
      std::string(6, '\0') + explicitElement(0x00104000, "LT", " a\\b ") +
      explicitElement(0x00180050, "DS", "1.50\\x\\-2") +
      explicitElement(0x00189313, "FD", number(std::bit_cast<std::uint64_t>(0.1), 8)) +
      explicitElement(0x00189445, "FL", number(std::bit_cast<std::uint32_t>(0.1F), 4)) +
      explicitElement(0x00200013, "IS", "+45 ") +
      explicitElement(0x00280009, "AT", tagBytes(0x00181063) + tagBytes(0x00091001)) +
      explicitElement(0x00280010, "US", number(512, 2)) +
      explicitElement(0x00280106, "SS", number(0xfffb, 2)) + explicitElement(0x0040a122, "OV", number(7, 8)) +
      explicitElement(0x00720080, "UC", " a\\b ") +
      explicitElement(0x00720082, "SV", number(~std::uint64_t{0}, 8)) +
      explicitElement(0x00720083, "UV", number(~std::uint64_t{0}, 8)) +
      explicitElement(0x00720075, "UL", number(4294967295U, 4));
  EXPECT_EQ(dataSetOfFile(dataSet), read(R"({
    "00080008": {"vr": "CS", "Value": ["ORIGINAL", null, "AXIAL"]}, "00080020": {"vr": "DA", "Value": ["20240115"]},
    "00080050": {"vr": "SH"}, "00081060": {"vr": "PN", "Value": [{"Alphabetic": "A^B", "Ideographic": "C"}, null, {"Alphabetic": "D^E"}]},
    "00081155": {"vr": "UI", "Value": ["1.2.3"]}, "00081190": {"vr": "UR", "Value": ["http://a/"]},
    "00090010": {"vr": "LO", "Value": ["ACME 1.1"]}, "00091001": {"vr": "UN", "InlineBinary": "AAECAw=="}, "00091002": {"vr": "UN"},
    "00104000": {"vr": "LT", "Value": [" a\\b"]}, "00180050": {"vr": "DS", "Value": [1.5, "x", -2]},
    "00189313": {"vr": "FD", "Value": [0.1]}, "00189445": {"vr": "FL", "Value": [0.1]}, "00200013": {"vr": "IS", "Value": [45]},
    "00280009": {"vr": "AT", "Value": ["00181063", "00091001"]}, "00280010": {"vr": "US", "Value": [512]},
    "00280106": {"vr": "SS", "Value": [-5]}, "0040A122": {"vr": "OV", "InlineBinary": "BwAAAAAAAAA="},
    "00720075": {"vr": "UL", "Value": [4294967295]}, "00720080": {"vr": "UC", "Value": [" a", "b"]},
    "00720082": {"vr": "SV", "Value": [-1]}, "00720083": {"vr": "UV", "Value": ["18446744073709551615"]}})"));
}

TEST(FileToModel, readsBigEndianValuesInTheirOrder) {
  const std::string dataSet =
      explicitElement(0x00081140, "SQ", item(explicitElement(0x00281201, "OW", "\1\2\3\4", true), true),
                      true) +
      explicitElement(0x00280010, "US", number(512, 2, true), true) +
      explicitElement(0x00720075, "UL", number(70000, 4, true), true) +
      explicitElement(0x00189313, "FD", number(std::bit_cast<std::uint64_t>(-2.5), 8, true), true) +
      explicitElement(0x00280009, "AT", tagBytes(0x00181063, true), true);
  EXPECT_EQ(dataSetOfFile(dataSet, kBigEndian), read(R"({
    "00081140": {"vr": "SQ", "Value": [{"00281201": {"vr": "OW", "InlineBinary": "AgEEAw=="}}]},
    "00189313": {"vr": "FD", "Value": [-2.5]}, "00280009": {"vr": "AT", "Value": ["00181063"]},
    "00280010": {"vr": "US", "Value": [512]}, "00720075": {"vr": "UL", "Value": [70000]}})"));
}

TEST(FileToModel, asksTheDictionaryWhereTheVrIsImplicit) {
  const std::string dataSet =
      implicitElement(0x00080060, "CT") + implicitElement(0x00090010, "GEMS_IDEN_01") +
      implicitElement(0x00091002, "CT01") + implicitElement(0x00110010, "NOBODY KNOWS") +
      implicitElement(0x00111001, "ab") + implicitElement(0x00280103, number(1, 2)) +
      implicitElement(0x00280106, number(0xfffb, 2)) + implicitElement(0x60000010, number(9, 2));
  EXPECT_EQ(dataSetOfFile(dataSet, kImplicit), read(R"({
    "00080060": {"vr": "CS", "Value": ["CT"]}, "00090010": {"vr": "LO", "Value": ["GEMS_IDEN_01"]},
    "00091002": {"vr": "SH", "Value": ["CT01"]}, "00110010": {"vr": "LO", "Value": ["NOBODY KNOWS"]},
    "00111001": {"vr": "UN", "InlineBinary": "YWI="}, "00280103": {"vr": "US", "Value": [1]},
    "00280106": {"vr": "SS", "Value": [-5]}, "60000010": {"vr": "US", "Value": [9]}})"));
}

TEST(FileToModel, followsSequencesOfEveryKind) {
  const std::string code = explicitElement(0x00080100, "SH", "T1");
  const std::string unknown = tagBytes(0x00091001) + "UN" + std::string(2, '\0') + number(0xffffffff, 4) +
                              item(implicitElement(0x00080060, "MR")) + tagBytes(0xfffee0dd) + number(0, 4);
  const std::string dataSet =
      explicitElement(0x00081140, "SQ", "") + explicitElement(0x00082218, "SQ", item(code) + item("")) +
      unknown +
      undefinedSequence(0x00400275, undefinedItem(undefinedSequence(0x00400008, item(code))) + item(code));
  EXPECT_EQ(dataSetOfFile(dataSet), read(R"({
    "00081140": {"vr": "SQ"}, "00082218": {"vr": "SQ", "Value": [{"00080100": {"vr": "SH", "Value": ["T1"]}}, {}]},
    "00091001": {"vr": "SQ", "Value": [{"00080060": {"vr": "CS", "Value": ["MR"]}}]},
    "00400275": {"vr": "SQ", "Value": [{"00400008": {"vr": "SQ", "Value": [{"00080100": {"vr": "SH", "Value": ["T1"]}}]}},
      {"00080100": {"vr": "SH", "Value": ["T1"]}}]}})"));
}

TEST(FileToModel, putsGroupsOfTheDataSetInOrderAndLeavesOutGroupLengths) {
  const std::string dataSet =
      explicitElement(0x00100000, "UL", number(10, 4)) + explicitElement(0x00100020, "LO", "1 ") +
      explicitElement(0x00080060, "CS", "CT") + explicitElement(0x00080060, "CS", "CT");
  EXPECT_EQ(dataSetOfFile(dataSet),
            read(R"({"00080060": {"vr": "CS", "Value": ["CT"]}, "00100020": {"vr": "LO", "Value": ["1"]}})"));
}

// Loses: pixel data, bulk data, text that its character set does not have. Named in `omitted`.
TEST(FileToModel, namesWhatItLeavesOut) {
  const std::string fragments = tagBytes(0x7fe00010) + "OB" + std::string(2, '\0') + number(0xffffffff, 4) +
                                item("") + item("abcd") + tagBytes(0xfffee0dd) + number(0, 4);
  const std::string inner =
      explicitElement(0x00420011, "OB", std::string(70000, 'x')) + explicitElement(0x00420010, "ST", "ok");
  const std::string dataSet = explicitElement(0x00081140, "SQ", item("") + item(inner)) +
                              explicitElement(0x00100010, "PN", "M\xfcller") + fragments;
  const Json result = fileToModel(payloadOf(file(dataSet)));
  EXPECT_EQ(result["omitted"], read(R"(["00081140/1/00420011", "00100010", "7FE00010"])"));
  EXPECT_EQ(
      result["data"],
      read(R"({"00081140": {"vr": "SQ", "Value": [{}, {"00420010": {"vr": "ST", "Value": ["ok"]}}]}})"));
}

TEST(FileToModel, unfoldsADeflatedDataSet) {
  // A raw deflate stream (RFC 1951) of one stored block.
  const std::string dataSet = explicitElement(0x00080060, "CS", "CT");
  const std::string deflated = "\1" + number(dataSet.size(), 2) + number(~dataSet.size(), 2) + dataSet;
  EXPECT_EQ(dataSetOfFile(deflated, kDeflated), read(R"({"00080060": {"vr": "CS", "Value": ["CT"]}})"));
}

TEST(FileToModel, guessesATransferSyntaxThatIsNotSaid) {
  const std::string meta = explicitElement(0x00020002, "UI", "1.2.3.");
  const std::string start = std::string(128, '\0') + "DICM" + meta;
  const Json expected = read(R"({"00080060": {"vr": "CS", "Value": ["CT"]}})");
  EXPECT_EQ(fileToModel(payloadOf(start + explicitElement(0x00080060, "CS", "CT")))["data"], expected);
  EXPECT_EQ(fileToModel(payloadOf(start + implicitElement(0x00080060, "CT")))["data"], expected);
}

TEST(FileToModel, keepsThePayloadsOtherMembers) {
  Json payload = payloadOf(file(explicitElement(0x00080060, "CS", "CT")));
  payload["measurement"] = {{"value", 1}};
  EXPECT_EQ(fileToModel(payload)["measurement"], payload["measurement"]);
}

const char* const kWritable = R"({
  "00080005": {"vr": "CS", "Value": ["ISO_IR 192"]}, "00080008": {"vr": "CS", "Value": ["ORIGINAL", null, "AXIAL"]},
  "00080016": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"]}, "00080018": {"vr": "UI", "Value": ["1.2.3.4"]},
  "00080050": {"vr": "SH"}, "00081140": {"vr": "SQ", "Value": [{"00081155": {"vr": "UI", "Value": ["1.2.3"]}}, {}]}, "00081150": {"vr": "UI"},
  "00090010": {"vr": "LO", "Value": ["ACME"]}, "00091001": {"vr": "UN", "InlineBinary": "AAECAw=="},
  "00100010": {"vr": "PN", "Value": [{"Alphabetic": "Yamada^Tarou", "Ideographic": "山田^太郎", "Phonetic": "やまだ^たろう"}]},
  "00104000": {"vr": "LT", "Value": ["a\\b"]}, "00180050": {"vr": "DS", "Value": [1.25, "x", null, -2]},
  "00189313": {"vr": "FD", "Value": [0.1, "NaN", "-Infinity"]}, "00189445": {"vr": "FL", "Value": [0.1]},
  "00200013": {"vr": "IS", "Value": [45]}, "00280009": {"vr": "AT", "Value": ["00181063"]}, "00280010": {"vr": "US", "Value": [512]},
  "00280106": {"vr": "SS", "Value": [-5]}, "00281201": {"vr": "OW", "InlineBinary": "AAECAw=="},
  "00720075": {"vr": "UL", "Value": [4294967295]}, "0072007C": {"vr": "SL", "Value": [-2147483648]},
  "00720080": {"vr": "UC", "Value": ["a", "b"]}, "00720082": {"vr": "SV", "Value": ["-9223372036854775808"]},
  "00720083": {"vr": "UV", "Value": ["18446744073709551615"]}, "00080120": {"vr": "UR", "Value": ["http://a/"]}})";

TEST(ModelToFile, givesAFileThatSaysTheSame) {
  const Json payload = {{"format", "dicom+json"}, {"data", read(kWritable)}, {"measurement", 1}};
  const Json made = modelToFile(payload);
  EXPECT_EQ(made["format"], "application/dicom");
  EXPECT_EQ(fileToModel(made), payload);
  EXPECT_EQ(modelToFile(fileToModel(made)), made);
}

Json withUids(const char* more) {
  Json dataSet = read(
      R"({"00080016": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"]}, "00080018": {"vr": "UI", "Value": ["1.2.3.4"]}})");
  dataSet.update(read(more));
  return {{"format", "dicom+json"}, {"data", dataSet}};
}

TEST(ModelToFile, declaresUtf8WhereThereIsMoreThanAscii) {
  const Json back = fileToModel(modelToFile(
      withUids(R"({"00081140": {"vr": "SQ", "Value": [{"00104000": {"vr": "LT", "Value": ["ü"]}}]}})")));
  EXPECT_EQ(back["data"]["00080005"]["Value"][0], "ISO_IR 192");
  EXPECT_EQ(back["data"]["00081140"]["Value"][0]["00104000"]["Value"][0], "ü");
}

// Loses: digits of a number beyond a DS's 16 characters, and bulk data that is elsewhere.
TEST(ModelToFile, losesDigitsAndBulkDataThatIsElsewhere) {
  const Json back =
      fileToModel(modelToFile(withUids(R"({"00180050": {"vr": "DS", "Value": [0.30000000000000004]},
    "7FE00010": {"vr": "OW", "BulkDataURI": "https://pacs.example.com/1"}})")));
  EXPECT_EQ(back["data"]["00180050"]["Value"][0], 0.3);
  EXPECT_FALSE(back["data"].contains("7FE00010"));
  EXPECT_EQ(back["omitted"], read(R"(["7FE00010"])"));
}

TEST(ModelToFile, namesWhatCannotBeWritten) {
  const auto why = [](const char* more) { return refusal(modelToFile, withUids(more)); };
  EXPECT_THAT(why(R"({"00280010": {"vr": "US", "Value": [65536]}})"),
              StartsWith("/data/00280010/Value/0: expected an integer in the range"));
  EXPECT_THAT(why(R"({"00280010": {"vr": "US", "Value": [1, null]}})"),
              StartsWith("/data/00280010/Value/1: "));
  EXPECT_THAT(why(R"({"00280106": {"vr": "SS", "Value": [1.5]}})"), StartsWith("/data/00280106/Value/0: "));
  EXPECT_THAT(why(R"({"00189313": {"vr": "FD", "Value": ["x"]}})"),
              StartsWith("/data/00189313/Value/0: expected a number in the range"));
  EXPECT_THAT(why(R"({"00189445": {"vr": "FL", "Value": [1e300]}})"), StartsWith("/data/00189445/Value/0: "));
  EXPECT_THAT(why(R"({"00200013": {"vr": "IS", "Value": [4294967296]}})"),
              StartsWith("/data/00200013/Value/0: expected an integer of 32 bits"));
  EXPECT_THAT(why(R"({"00280009": {"vr": "AT", "Value": [null]}})"),
              StartsWith("/data/00280009/Value/0: expected a tag"));
  EXPECT_THAT(why(R"({"00080060": {"vr": "CS", "Value": ["C\\T"]}})"),
              StartsWith("/data/00080060/Value/0: a backslash can't be written"));
  EXPECT_THAT(why(R"({"00080060": {"vr": "CS", "Value": ["ü"]}})"),
              StartsWith("/data/00080060: a value of the VR CS is in ASCII"));
  EXPECT_THAT(why(R"({"00104000": {"vr": "LT", "Value": ["a", "b"]}})"),
              HasSubstr("the VR LT has one value"));
  EXPECT_THAT(why(R"({"00281201": {"vr": "OW", "InlineBinary": "AAEC"}})"),
              StartsWith("/data/00281201: the bytes are no whole number"));
  EXPECT_THAT(why((R"({"00080060": {"vr": "CS", "Value": [")" + std::string(70000, 'A') + "\"]}}").c_str()),
              StartsWith("/data/00080060: more bytes than"));
  EXPECT_THAT(refusal(modelToFile, Json{{"data", Json::object()}}), HasSubstr("a file needs a valid SOP"));
}

}  // namespace
}  // namespace cast::dicomcast
