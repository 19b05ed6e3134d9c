// Numbers, dates, names and base64: the small pieces of every conversion.
#include <gtest/gtest.h>

#include <cmath>

#include "base64.hpp"
#include "date_time.hpp"
#include "model.hpp"
#include "number_text.hpp"
#include "person_name.hpp"

namespace cast::dicomcast {
namespace {

TEST(NumberText, isANumberWhereADoubleSaysTheSame) {
  EXPECT_EQ(valueOfNumberText("1.50"), Json(1.5));
  EXPECT_EQ(valueOfNumberText("+007"), Json(7));
  EXPECT_EQ(valueOfNumberText("-1.2E-3"), Json(-0.0012));
  EXPECT_EQ(valueOfNumberText(".5"), Json(0.5));
  EXPECT_EQ(valueOfNumberText("0.1"), Json(0.1));
  EXPECT_TRUE(valueOfNumberText("2.0").is_number_integer());
}

TEST(NumberText, staysTextWhereADoubleCannotHoldIt) {
  EXPECT_EQ(valueOfNumberText("0.12345678901234567"), Json("0.12345678901234567"));
  EXPECT_EQ(valueOfNumberText("9007199254740993"), Json("9007199254740993"));
  EXPECT_EQ(valueOfNumberText("1e999"), Json("1e999"));
  for (const char* text : {"abc", "1,5", "1e", "--1", ".", "1 2", "0x10", "nan", "inf"})
    EXPECT_EQ(valueOfNumberText(text), Json(text));
}

TEST(NumberText, keepsIntegersThatManyReadersWouldRoundAsText) {
  EXPECT_EQ(valueOfInteger(std::int64_t{-9007199254740992}), Json(-9007199254740992));
  EXPECT_EQ(valueOfInteger(std::int64_t{-9007199254740993}), Json("-9007199254740993"));
  EXPECT_EQ(valueOfInteger(std::uint64_t{18446744073709551615U}), Json("18446744073709551615"));
  EXPECT_EQ(integerOfValue(Json("18446744073709551615"), false), std::int64_t{-1});
  EXPECT_EQ(integerOfValue(Json(1.5), true), std::nullopt);
  EXPECT_EQ(integerOfValue(Json("1x"), true), std::nullopt);
}

TEST(NumberText, writesAFloatWithTheDigitsThatItHas) {
  EXPECT_EQ(valueOfFloat(0.1F), Json(0.1));
  EXPECT_EQ(valueOfFloat(NAN), Json("NaN"));
  EXPECT_EQ(valueOfFloat(-HUGE_VAL), Json("-Infinity"));
  EXPECT_EQ(floatOfValue(Json("-Infinity")), -HUGE_VAL);
}

TEST(NumberText, fitsADecimalStringInto16Characters) {
  EXPECT_EQ(decimalText(Json(0.30000000000000004)), "0.3");
  EXPECT_EQ(decimalText(Json(-1.0 / 3)), "-0.3333333333333");
  EXPECT_EQ(decimalText(Json(1.5)), "1.5");
  EXPECT_EQ(decimalText(Json("1.50")), "1.50");
  EXPECT_LE(decimalText(Json(-1.2345678901234567e-300)).value().size(), 16U);
  EXPECT_EQ(decimalText(Json("NaN")), std::nullopt);
}

TEST(DateTime, knowsTheDaysOfTheCalendar) {
  EXPECT_EQ(isoOfDate("20240115"), "2024-01-15");
  EXPECT_EQ(isoOfDate("20230229"), std::nullopt);
  EXPECT_EQ(isoOfDate("2024011"), std::nullopt);
  EXPECT_EQ(dateOfIso("2024-01-15"), "20240115");
  EXPECT_EQ(dateOfIso("2024.01.15"), "20240115");
  EXPECT_EQ(dateOfIso("2024-01.15"), std::nullopt);
  EXPECT_EQ(timeOfIso("10:30:00.5"), "103000.5");
  EXPECT_EQ(timeOfIso("24:00"), std::nullopt);
}

TEST(DateTime, goesToFhirAndBack) {
  EXPECT_EQ(fhirDateTime("20240115", "1030", "-0530"), "2024-01-15T10:30:00-05:30");
  EXPECT_EQ(fhirDateTime("20240115", "103000", ""), "2024-01-15");
  EXPECT_EQ(fhirDateTime("", "103000", "+0000"), std::nullopt);
  const auto read = dicomDateTime("2024-01-15T10:30:00Z");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->date + " " + read->time + " " + read->offset, "20240115 103000 +0000");
  EXPECT_EQ(dicomDateTime("2024-01"), std::nullopt);
  EXPECT_EQ(dicomDateTime("2024-01-15T25:00:00Z")->time, "");
}

TEST(PersonName, partsItsComponentGroups) {
  EXPECT_EQ(nameOfText("A^B=C^D=E^F"),
            (Json{{"Alphabetic", "A^B"}, {"Ideographic", "C^D"}, {"Phonetic", "E^F"}}));
  EXPECT_EQ(nameOfText("=C"), (Json{{"Ideographic", "C"}}));
  EXPECT_EQ(nameOfText("^^^^"), Json::object());
  EXPECT_EQ(textOfName(nameOfText("=C=")), "=C");
}

TEST(PersonName, keepsItsFiveComponentsThroughFhir) {
  for (const char* name :
       {"Adams^John Robert Quincy^^Rev.^B.A. M.Div.", "Morrison-Jones^Susan^^^Ph.D., Chief Executive Officer",
        "Doe", "Wang^XiaoDong=王^小東", "Yamada^Tarou=山田^太郎=やまだ^たろう", "^Cher"})
    EXPECT_EQ(textOfHumanNames(humanNamesOf(name)), name);
}

TEST(PersonName, isOneComponentWhereFhirHasItAsATextAlone) {
  const auto dicomOf = [](const Json& humanName) { return textOfHumanNames(Json::array({humanName})); };
  EXPECT_EQ(dicomOf({{"text", "John Doe"}}), "John Doe");
  EXPECT_EQ(dicomOf({{"text", "John Doe"}, {"family", "Doe"}}), "Doe");
  EXPECT_EQ(dicomOf({{"text", "Doe^John=A"}}), "Doe John A");
}

TEST(Base64, hasOneSpellingForEachContent) {
  for (const std::string bytes : {"", "f", "fo", "foo", "foob", "fooba", "foobar"})
    EXPECT_EQ(decodeBase64(encodeBase64(bytes)), bytes);
  EXPECT_EQ(encodeBase64("fooba"), "Zm9vYmE=");
  for (const char* text : {"Zg=", "Zg", "Zh==", "Zg==Zg==", "Zm9v\n", "Zm-_", "====", "Z==="})
    EXPECT_EQ(decodeBase64(text), std::nullopt) << text;
}

TEST(Uid, isNumbersJoinedByDots) {
  for (const char* uid : {"1.2", "2.25.0", "1.2.840.10008.1.2"}) EXPECT_TRUE(isUid(uid)) << uid;
  for (const char* uid : {"", "1", "1.", ".1", "1..2", "1.02", "3.1", "1.2a", "12.3"})
    EXPECT_FALSE(isUid(uid)) << uid;
  EXPECT_FALSE(isUid("1." + std::string(63, '1')));
}

}  // namespace
}  // namespace cast::dicomcast
