// The examples of PS3.5 annexes H (Japanese), I (Korean), J (GB18030, UTF-8) and K (GB 2312), and what no
// character set has.
#include "character_set.hpp"

#include <gtest/gtest.h>

#include "element_value.hpp"
#include "encoded.hpp"

namespace cast::dicomcast {
namespace {

struct Text {
  const char* shows;
  std::vector<std::string> terms;
  std::string bytes;
  const char* utf8;
  Delimiters delimiters = Delimiters::kNames;
};

void PrintTo(const Text& text, std::ostream* out) { *out << text.shows; }

class CharacterSets : public ::testing::TestWithParam<Text> {};

TEST_P(CharacterSets, becomeUtf8) {
  const auto& [shows, terms, bytes, utf8, delimiters] = GetParam();
  EXPECT_EQ(CharacterSet(terms).toUtf8(bytes, delimiters), utf8);
}

INSTANTIATE_TEST_SUITE_P(
    Each, CharacterSets,
    ::testing::Values(
        Text{"DefaultRepertoire", {}, "Doe^John", "Doe^John"},
        Text{"JapaneseH31",
             {"", "ISO 2022 IR 87"},
             "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
             "Yamada^Tarou=山田^太郎=やまだ^たろう"},
        Text{"JapaneseH32",
             {"ISO 2022 IR 13", "ISO 2022 IR 87"},
             "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&"
             "\x1b(J",
             "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"},
        Text{"JapaneseSupplementary", {"", "ISO 2022 IR 159"}, "\x1b$(D\x30\x21\x1b(B", "丂"},
        Text{"JapaneseSingleByte", {"ISO_IR 13"}, "\xb1\\\xb2~", "ｱ\\ｲ‾", Delimiters::kValues},
        Text{"YenInOneText", {"ISO_IR 13"}, "\\100", "¥100", Delimiters::kNone},
        Text{"BackslashBytesWithinKanji", {"", "ISO 2022 IR 87"}, "\x1b$B\x5c\x5c\x3d\x5e\x1b(B", "樛殉"},
        Text{"KoreanI2",
             {"", "ISO 2022 IR 149"},
             "Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
             "Hong^Gildong=洪^吉洞=홍^길동"},
        Text{"KoreanI3Lines",
             {"", "ISO 2022 IR 149"},
             "\x1b$)CThe first line includes \xb1\xe6\xb5\xbf.\r\n\x1b$)CThe second line includes "
             "\xb1\xe6\xb5\xbf, too.\r\n",
             "The first line includes 길동.\r\nThe second line includes 길동, too.\r\n",
             Delimiters::kNone},
        Text{"Utf8J1",
             {"ISO_IR 192"},
             "Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1",
             "Wang^XiaoDong=王^小東"},
        Text{"Gb18030J3", {"GB18030"}, "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab", "Wang^XiaoDong=王^小东"},
        Text{"ChineseK2",
             {"", "ISO 2022 IR 58"},
             "Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=",
             "Zhang^XiaoDong=张^小东="},
        Text{"Latin1", {"ISO_IR 100"}, "Buc^J\xe9r\xf4me", "Buc^Jérôme"},
        Text{"Latin2", {"ISO_IR 101"}, "Wa\xb3\xeasa", "Wałęsa"}, Text{"Latin3", {"ISO_IR 109"}, "\xa1", "Ħ"},
        Text{"Latin4", {"ISO_IR 110"}, "\xa5", "Ĩ"},
        Text{"Latin5",
             {"ISO_IR 148"},
             "\xc7"
             "a\xf0la",
             "Çağla"},
        Text{"Latin9", {"ISO_IR 203"}, "\xa4", "€"},
        Text{"Cyrillic",
             {"ISO_IR 144"},
             "\xbb\xee\xda"
             "ceMypc",
             "ЛюкceMypc"},
        Text{"Arabic", {"ISO_IR 127"}, "\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1", "قباني^لنزار"},
        Text{"Greek", {"ISO_IR 126"}, "\xc4\xe9\xef\xed", "Διον"},
        Text{"Hebrew", {"ISO_IR 138"}, "\xf9\xf8\xe5\xef^\xe3\xe1\xe5\xf8\xe4", "שרון^דבורה"},
        Text{"Thai", {"ISO_IR 166"}, "\xa1", "ก"},
        Text{"SeveralSingleBytes", {"ISO 2022 IR 100", "ISO 2022 IR 144"}, "\xe4\x1b-L\xbb=\xe4", "äЛ=ä"}),
    [](const auto& each) { return std::string(each.param.shows); });

TEST(CharacterSet, refusesBytesThatItDoesNotHave) {
  const auto none = std::optional<std::string>();
  EXPECT_EQ(CharacterSet({}).toUtf8("M\xfcller", Delimiters::kNames), none);
  EXPECT_EQ(CharacterSet({"ISO_IR 192"}).toUtf8("M\xfcller", Delimiters::kNames), none);
  EXPECT_EQ(CharacterSet({"ISO_IR 999"}).toUtf8("M\xfcller", Delimiters::kNames), none);
  EXPECT_EQ(CharacterSet({"GB18030"}).toUtf8("\xd5", Delimiters::kNames), none);
  EXPECT_EQ(CharacterSet({"", "ISO 2022 IR 87"}).toUtf8("\x1b$B;", Delimiters::kNames), none);
  EXPECT_EQ(CharacterSet({"", "ISO 2022 IR 87"}).toUtf8("\x1b$Z;3", Delimiters::kNames), none);
  EXPECT_EQ(CharacterSet({"", "ISO 2022 IR 149"}).toUtf8("\xfb\xf3", Delimiters::kNames), none);
}

TEST(CharacterSet, knowsWellFormedUtf8) {
  for (const char* text : {"", "a", "é", "山", "😀", "\xf4\x8f\xbf\xbf"}) EXPECT_TRUE(isUtf8(text));
  for (const char* text : {"\x80", "\xc0\xaf", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                           "\xf5\x80\x80\x80", "\xe5\xb0"})
    EXPECT_FALSE(isUtf8(text));
}

TEST(CharacterSet, holdsForAnItemAndWhatIsInIt) {
  using namespace testing;  // NOLINT(google-build-using-namespace): the makers of bytes
  const std::string name = explicitElement(0x00100010, "PN", "\xbb\xee");
  const std::string inner =
      explicitElement(0x00080005, "CS", "ISO_IR 144") + explicitElement(0x00081140, "SQ", item(name));
  const std::string bytes = explicitElement(0x00080005, "CS", "ISO_IR 100") +
                            explicitElement(0x00082218, "SQ", item(inner) + item(name));
  const Json dataSet = modelOf(readDataSet(bytes, {})).dataSet;
  const Json& items = dataSet["00082218"]["Value"];
  EXPECT_EQ(items[0]["00081140"]["Value"][0]["00100010"]["Value"][0]["Alphabetic"], "Лю");
  EXPECT_EQ(items[1]["00100010"]["Value"][0]["Alphabetic"], "»î");
  EXPECT_EQ(items[0]["00080005"]["Value"][0], "ISO_IR 192");
}

}  // namespace
}  // namespace cast::dicomcast
