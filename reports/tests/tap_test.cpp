#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <sstream>

#include "reports/faces/face.hpp"
#include "samples.hpp"

namespace cast::report {
namespace {

using ::testing::HasSubstr;

TEST(Tap, CountsItsPointsAsItsPlansSay) {
  for (const char* name : {"all_passed", "mixed", "hostile"}) {
    std::istringstream lines(renderTap(sample(name)));
    std::string line;
    std::getline(lines, line);
    EXPECT_EQ(line, "TAP version 14");
    std::size_t planned = 0, profiles = 0, points = 0;
    bool inYaml = false;
    const std::regex point(R"(( *)(not )?ok (\d+) - .*)"), plan(R"(( *)1\.\.(\d+).*)");
    while (std::getline(lines, line)) {
      std::smatch match;
      if (line == "      ---" || line == "      ...") {
        inYaml = line.back() == '-';
      } else if (inYaml) {
        EXPECT_TRUE(std::regex_match(line, std::regex(R"(      [a-z]+: ".*")"))) << line;
      } else if (std::regex_match(line, match, point)) {
        std::size_t& counted = match[1].length() == 0 ? profiles : points;
        EXPECT_EQ(std::stoul(match[3]), ++counted) << line;
        if (match[1].length() == 0) points = 0;
      } else if (std::regex_match(line, match, plan)) {
        if (match[1].length() == 0)
          planned = std::stoul(match[2]);
        else
          EXPECT_EQ(std::stoul(match[2]), points) << line;
      } else {
        EXPECT_EQ(line.front(), '#') << name << ": " << line;
      }
    }
    EXPECT_EQ(planned, profiles);
  }
}

TEST(Tap, SkipsWithAReasonAndLetsNoTitleBecomeADirective) {
  EXPECT_THAT(renderTap(sample("mixed")), HasSubstr(" # SKIP "));
  Result result = sample("all_passed");
  result.checks.at(0).title = "done # SKIP it\nnot ok 7";
  EXPECT_THAT(renderTap(result), HasSubstr(": done \\# SKIP it[U+000A]not ok 7\n"));
}

}  // namespace
}  // namespace cast::report
