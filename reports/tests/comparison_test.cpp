// Expectation against observation: what is laid over what, and what is left to the words.
#include "reports/faces/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/faces/expected_words.hpp"

namespace cast::report {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Check failing(const std::string& expected, const std::string& observed) {
  Check check;
  check.failure = Failure{"/checks/0", "a message", expected, observed, std::nullopt, ""};
  return check;
}

// A line as it reads in a diff.
std::vector<std::string> lines(const Check& check) {
  std::vector<std::string> all;
  for (const DiffLine& line : compare(check)) {
    const char* sign = line.side == Side::kExpected ? "-" : line.side == Side::kObserved ? "+" : " ";
    all.push_back(sign + std::string(line.depth, '.') + line.text);
  }
  return all;
}

TEST(Comparison, ShowsTheMemberThatDiffersAmongThoseThatDoNot) {
  EXPECT_THAT(lines(failing(R"(a message {userId: "a", n: 1})", R"(it differs in {"n":1,"userId":"b"})")),
              ElementsAre(" {", " .\"n\": 1,", "-.\"userId\": \"a\"", "+.\"userId\": \"b\"", " }"));
}

TEST(Comparison, ShowsWhatIsMissing) {
  EXPECT_THAT(lines(failing(R"(a body that is {error: {code: a string, detail?: a string}})",
                            R"(400: {"error":{"x":1}})")),
              ElementsAre(" {", " .\"error\": {", " ..\"x\": 1", "-..\"code\": a string", " .}", " }"));
}

TEST(Comparison, OfAValueThatMustBeExactMarksWhatShouldNotBeThere) {
  EXPECT_THAT(lines(failing(R"({payload: {"n":1}})", R"({"payload":{"n":1,"m":2}})")),
              ElementsAre(" {", " .\"payload\": {", " ..\"n\": 1,", "+..\"m\": 2", " .}", " }"));
}

TEST(Comparison, AlignsListsByWhatTheyHaveInCommon) {
  EXPECT_THAT(lines(failing("in the same order: [1,2,3]", "[1,3,2]")),
              ElementsAre(" [", " .1,", "-.2,", " .3,", "+.2", " ]"));
}

TEST(Comparison, FindsTheWholeOfAnExcerptInTheTranscript) {
  Check check =
      failing(R"(a message {last: "b"})", "it differs in {\"first\":\"aaaaaaaaaaaaaaaaaaaaaaaa\xE2\x80\xA6");
  Exchange came;
  came.direction = Direction::kReceived;
  came.text = "HTTP/1.1 200 OK\r\n\r\n{\"first\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"last\":\"c\"}";
  check.transcript.push_back(came);
  EXPECT_THAT(lines(check), ElementsAre(" {", " .\"first\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaa\",",
                                        "-.\"last\": \"b\"", "+.\"last\": \"c\"", " }"));
}

TEST(Comparison, FoldsWhatIsFarFromTheDifference) {
  std::string many = "{\"a0\":0";
  for (int i = 1; i < 40; ++i) many += ",\"a" + std::to_string(i) + "\":0";
  const auto shown = lines(failing("{a39: 1}", many + "}"));
  EXPECT_EQ(shown.size(), 8u);
  EXPECT_EQ(shown.front(), " \xE2\x80\xA6 36 more lines");
}

TEST(Comparison, LeavesToTheWordsWhatIsNotDataOnBothSides) {
  EXPECT_THAT(lines(failing("status 201", "status 500 Oops")), IsEmpty());
  EXPECT_THAT(lines(failing("a message {a: 1}", "no further message")), IsEmpty());
  EXPECT_THAT(lines(failing("a message {a: 1}", "it is cut in {\"a\":")), IsEmpty());
  EXPECT_THAT(lines(failing("a message {a: 1", "{\"a\":2}")), IsEmpty()) << "half an expectation";
  EXPECT_THAT(lines(failing("a message {a: anything}", "{\"a\":2}")), IsEmpty()) << "no difference";
}

TEST(Comparison, SurvivesNestingAndLength) {
  const std::string open(1 << 20, '[');
  EXPECT_THAT(lines(failing(open, open)), IsEmpty());
  EXPECT_THAT(lines(failing(std::string(16'000, '{'), open + std::string(1 << 20, ']'))), IsEmpty());
  const std::string deep = std::string(150, '[') + std::string(150, ']');
  EXPECT_FALSE(compare(failing("[1," + deep + "]", "[2," + deep + "]")).empty());
}

TEST(ExpectedWords, ReadChoicesTypesAndNegations) {
  const auto wanted = expectedValue(R"({a: "x" or "y", b: a number, c: not "z", d: absent, e: 1 to 5})");
  ASSERT_TRUE(wanted);
  EXPECT_TRUE(wanted->member("a")->allows("y"));
  EXPECT_FALSE(wanted->member("a")->allows("z"));
  EXPECT_FALSE(wanted->member("b")->allows("1"));
  EXPECT_FALSE(wanted->member("c")->allows("z"));
  EXPECT_FALSE(wanted->member("d")->allows(nullptr));
  EXPECT_TRUE(wanted->member("e")->allows(9)) << "words that are not understood show no difference";
}

}  // namespace
}  // namespace cast::report
