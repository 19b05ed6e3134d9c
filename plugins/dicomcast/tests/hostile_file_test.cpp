// Files that somebody made to do harm: each is refused with the element at fault, in little time and memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base64.hpp"
#include "conversions.hpp"
#include "encoded.hpp"
#include "limits.hpp"
#include "refusal.hpp"

namespace cast::dicomcast {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using namespace testing;  // NOLINT(google-build-using-namespace): the makers of bytes

std::string refusalOf(const std::string& bytes) {
  return refusal(fileToModel, Json{{"format", "application/dicom"}, {"data", encodeBase64(bytes)}});
}

// An element whose header claims `length` bytes.
std::string claiming(std::uint32_t tag, const char* vr, std::uint32_t length, const std::string& value) {
  return tagBytes(tag) + vr +
         (hasLongHeader(vr) ? std::string(2, '\0') + number(length, 4) : number(length, 2)) + value;
}

std::string nested(int depth, bool undefined) {
  std::string sequence = explicitElement(0x00080100, "SH", "T1");
  for (int i = 0; i < depth; ++i)
    sequence = undefined ? undefinedSequence(0x00400275, undefinedItem(sequence))
                         : explicitElement(0x00400275, "SQ", item(sequence));
  return sequence;
}

TEST(HostileFile, isNoDicomFile) {
  for (const std::string& bytes : {std::string(), std::string("DICM"), std::string(131, '\0'),
                                   std::string(200, 'x'), std::string("\x89PNG\r\n")})
    EXPECT_THAT(refusalOf(bytes), StartsWith("/data: not a DICOM file"));
}

TEST(HostileFile, isNoBase64) {
  for (const Json& data : {Json("AAA"), Json("A-_="), Json("A A="), Json(5), Json(nullptr), Json::array()})
    EXPECT_THAT(refusal(fileToModel, Json{{"data", data}}), StartsWith("/data: "));
  EXPECT_THAT(refusal(fileToModel, Json::object()), StartsWith("/data: expected a DICOM file in base64"));
}

TEST(HostileFile, claimsMoreThanItHas) {
  EXPECT_THAT(refusalOf(file(claiming(0x00104000, "UT", 0xfffffffe, "abc"))), HasSubstr("element 00104000"));
  EXPECT_THAT(refusalOf(file(claiming(0x00080060, "CS", 0xffff, "CT"))), HasSubstr("goes beyond the end"));
  EXPECT_THAT(refusalOf(file(claiming(0x00400275, "SQ", 0x7fffffff, item("")))),
              HasSubstr("element 00400275"));
  EXPECT_THAT(refusalOf(file(explicitElement(0x00400275, "SQ", tagBytes(0xfffee000) + number(100, 4)))),
              HasSubstr("an item goes beyond"));
  EXPECT_THAT(refusalOf(file(explicitElement(0x00400275, "SQ", item(claiming(0x00080060, "CS", 8, "CT"))) +
                             std::string(64, '\0'))),
              HasSubstr("element 00080060"));
}

TEST(HostileFile, neverEndsWhatItBegan) {
  EXPECT_THAT(refusalOf(file(claiming(0x00400275, "SQ", 0xffffffff, item("")))),
              HasSubstr("goes beyond the end"));
  EXPECT_THAT(refusalOf(file(claiming(0x7fe00010, "OB", 0xffffffff, item("abcd")))),
              HasSubstr("goes beyond the end"));
  EXPECT_THAT(
      refusalOf(file(claiming(0x7fe00010, "OB", 0xffffffff, explicitElement(0x00080060, "CS", "CT")))),
      HasSubstr("other than a fragment"));
  EXPECT_THAT(
      refusalOf(file(claiming(0x00400275, "SQ", 0xffffffff, explicitElement(0x00080060, "CS", "CT")))),
      HasSubstr("other than an item"));
  EXPECT_THAT(refusalOf(file(claiming(0x00104000, "UT", 0xffffffff, "abc"))),
              HasSubstr("only a sequence may have an undefined length"));
  EXPECT_THAT(refusalOf(file(tagBytes(0xfffee00d) + number(0, 4))),
              HasSubstr("a delimiter where an element was expected"));
}

TEST(HostileFile, isNestedTooDeep) {
  for (const bool undefined : {false, true}) {
    EXPECT_THAT(refusalOf(file(nested(kMaxSequenceDepth, undefined))), StartsWith("not refused"));
    EXPECT_THAT(refusalOf(file(nested(kMaxSequenceDepth + 1, undefined))),
                HasSubstr("nested deeper than 16 sequences"));
  }
  std::string endless;
  for (int i = 0; i < 500'000; ++i)
    endless += claiming(0x00400275, "SQ", 0xffffffff, tagBytes(0xfffee000) + number(0xffffffff, 4));
  EXPECT_THAT(refusalOf(file(endless)), HasSubstr("nested deeper"));
}

TEST(HostileFile, hasTooManyElements) {
  std::string elements;
  for (std::uint32_t i = 0; i <= kMaxElements; ++i)
    elements += explicitElement(0x00091000 + i % 0xe000, "CS", "");
  EXPECT_THAT(refusalOf(file(elements)), HasSubstr("more than 200000 elements"));
}

TEST(HostileFile, hasItsElementsInTheWorstOrder) {
  std::string elements;
  for (std::uint32_t i = 30'000; i > 0; --i) elements += explicitElement(0x00100010 + i * 0x11, "UN", "");
  EXPECT_THAT(refusalOf(file(elements)), StartsWith("not refused"));
}

TEST(HostileFile, saysTwoThingsOfOneAttribute) {
  EXPECT_THAT(
      refusalOf(file(explicitElement(0x00100020, "LO", "1 ") + explicitElement(0x00100020, "LO", "2 "))),
      HasSubstr("element 00100020"));
}

TEST(HostileFile, unfoldsWithoutEnd) {
  // Stored blocks of zeros would be as long as what they unfold to; fixed Huffman codes of one long
  // repetition are 1000 times shorter: a literal 0, then length 258 at distance 1, again and again.
  std::string deflated;
  unsigned held = 0;
  unsigned bits = 0;
  const auto emit = [&](unsigned code, unsigned count) {
    held |= code << bits;
    for (bits += count; bits >= 8; bits -= 8, held >>= 8) deflated += static_cast<char>(held & 0xff);
  };
  emit(1, 1);
  emit(1, 2);
  emit(0x0c, 8);  // literal 0: 00110000, most significant bit first
  for (std::size_t i = 0; i < kMaxInflatedBytes / 258 + 10; ++i) {
    emit(0xa3, 8);  // length 258: 11000101
    emit(0, 5);     // distance 1
  }
  emit(0, 7);
  emit(0, 8);
  EXPECT_LT(deflated.size(), 1'000'000U);
  EXPECT_THAT(refusalOf(file(deflated, kDeflated)), HasSubstr("unfolds to more than"));
  EXPECT_THAT(refusalOf(file("no deflate stream", kDeflated)), StartsWith("/data: "));
}

TEST(HostileFile, namesATransferSyntaxThatIsNone) {
  EXPECT_THAT(refusalOf(file("", "1.2.3.4")), HasSubstr("not a transfer syntax of PS3.5"));
}

TEST(HostileFile, quotesNothingOfItsContent) {
  EXPECT_THAT(refusalOf(file(explicitElement(0x00100010, "PN", "DOE^JOHN") +
                             claiming(0x00100020, "LO", 99, "12345 DOE"))),
              ::testing::Not(HasSubstr("DOE")));
}

std::string wellFormedFile() {
  return file(explicitElement(0x00080005, "CS", "ISO 2022 IR 13\\ISO 2022 IR 87") +
              explicitElement(0x00080008, "CS", "ORIGINAL\\AXIAL") +
              explicitElement(0x00081140, "SQ", item(explicitElement(0x00081155, "UI", "1.2.34"))) +
              explicitElement(0x00090010, "LO", "GEMS_IDEN_01") + explicitElement(0x00091001, "UN", "abcd") +
              explicitElement(0x00100010, "PN", "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J") +
              explicitElement(0x00180050, "DS", "1.5\\2 ") + nested(5, true) +
              explicitElement(0x00400276, "SQ", item(nested(3, false))) +
              explicitElement(0x00720083, "UV", number(7, 8)));
}

TEST(HostileFile, mayEndAnywhere) {
  const std::string whole = wellFormedFile();
  EXPECT_THAT(refusalOf(whole), StartsWith("not refused"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto verdict = refusalOf(whole.substr(0, size));
    EXPECT_TRUE(verdict.rfind("not refused", 0) == 0 || verdict.rfind("/data: ", 0) == 0) << verdict;
  }
}

// Whatever is read goes through every further conversion.
void convertOnwards(const Json& model) {
  refusal(modelToFhir, model);
  refusal(modelToFile, model);
  EXPECT_EQ(keywordsToModel(modelToKeywords(model)), model);
}

TEST(HostileFile, mayHaveAnyByteChanged) {
  const std::string whole = wellFormedFile();
  std::mt19937 random(20240115);  // the same mutations in every run
  int readable = 0;
  for (int round = 0; round < 1000; ++round) {
    std::string bytes = whole;
    for (int change = 0; change < 3; ++change)
      bytes[132 + random() % (bytes.size() - 132)] = static_cast<char>(random());
    try {
      const Json model = fileToModel({{"format", "application/dicom"}, {"data", encodeBase64(bytes)}});
      model.dump();
      ++readable;
      convertOnwards(model);
    } catch (const Fault& fault) {
      EXPECT_EQ(fault.pointer(), "/data") << fault.what();
    }
  }
  EXPECT_GT(readable, 50);
}

}  // namespace
}  // namespace cast::dicomcast
