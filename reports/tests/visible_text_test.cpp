#include "reports/faces/visible_text.hpp"

#include <gtest/gtest.h>

#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

TEST(VisibleText, LeavesWhatIsSeenAsItIs) {
  const std::string text =
      "Nguy\xE1\xBB\x85n, \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xF0\x9F\x98\x80 \xE2\x80\x8D \xEF\xBF\xBD";
  EXPECT_EQ(visibleText(text, Lines::kOne), text);
}

TEST(VisibleText, MarksControlsDirectionsAndNoncharacters) {
  EXPECT_EQ(visibleText(std::string_view{"\0\x7F", 2}, Lines::kOne), "[U+0000][U+007F]");
  EXPECT_EQ(visibleText("\xC2\x85\xE2\x80\xA8\xE2\x80\xAE\xEF\xBB\xBF\xEF\xBF\xBF", Lines::kOne),
            "[U+0085][U+2028][U+202E][U+FEFF][U+FFFF]");
}

TEST(VisibleText, KeepsLayoutOnlyWhereThereAreLines) {
  EXPECT_EQ(visibleText("a\tb\r\nc\rd", Lines::kMany), "a\tb\nc[U+000D]d");
  EXPECT_EQ(visibleText("a\tb\n", Lines::kOne), "a[U+0009]b[U+000A]");
}

TEST(VisibleText, ReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(visibleText("a\xC3", Lines::kOne), "a\xEF\xBF\xBD");
}

TEST(VisibleText, NeverCutsACharacterInTwo) {
  EXPECT_EQ(firstBytes("a\xE2\x90\x80", 3), "a");
  EXPECT_EQ(firstBytes("a\xE2\x90\x80", 4), "a\xE2\x90\x80");
}

TEST(Wording, SaysDurationsInTheUnitThatFits) {
  EXPECT_EQ(duration(0), "0.0 ms");
  EXPECT_EQ(duration(999.949), "999.9 ms");
  EXPECT_EQ(duration(1203), "1.20 s");
  EXPECT_EQ(duration(125'000), "2 min 05 s");
}

TEST(Wording, ShowsTimesInUtcAndOtherTextAsItIs) {
  EXPECT_EQ(readableTime("2025-03-14T09:26:53.589Z"), "2025-03-14 09:26:53 UTC");
  EXPECT_EQ(readableTime("2025-03-14T11:26:53+02:00"), "2025-03-14 09:26:53 UTC");
  EXPECT_EQ(readableTime("yesterday"), "yesterday");
}

TEST(Wording, LeavesOutWhatIsZero) {
  EXPECT_EQ(phrase({}), "no checks");
  EXPECT_EQ(phrase({.passed = 84, .failed = 2, .warned = 0, .skipped = 6, .inconclusive = 0}),
            "2 failed, 84 passed, 6 skipped");
}

}  // namespace
}  // namespace cast::report
