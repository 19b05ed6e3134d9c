#include "engine/variables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/timestamp.hpp"

namespace cast::conformance {
namespace {

Variables some() {
  Variables variables;
  variables.set("session", "s-1");
  variables.set("count", 3);
  variables.set("list", Json::parse(R"([1,{"a":null}])"));
  return variables;
}

TEST(Variables, StandWithinTexts) {
  EXPECT_EQ(some().text("/x/${session}?n=${count}&l=${list}"), "/x/s-1?n=3&l=[1,{\"a\":null}]");
}

TEST(Variables, AreOneSegmentOfAPath) {
  Variables variables;
  variables.set("id", "sub:55//D6=+x y#?\u00e9%2F\r\n");
  EXPECT_EQ(variables.path("/subscribe/${id}"), "/subscribe/sub:55%2F%2FD6=+x%20y%23%3F%C3%A9%252F%0D%0A");
}

TEST(Variables, AStringThatIsOneVariableTakesItsType) {
  const Json value =
      some().value(Json::parse(R"({"n":"${count}","t":"${count} of","deep":[{"l":"${list}"}]})"));
  EXPECT_EQ(value, Json::parse(R"({"n":3,"t":"3 of","deep":[{"l":[1,{"a":null}]}]})"));
}

TEST(Variables, RepeatTakesTextsWithBracesAndColons) {
  EXPECT_EQ(some().text("${repeat:ab:3}"), "ababab");
  EXPECT_EQ(some().text("${repeat:{\"a\"::2}1${repeat:}:2}"), "{\"a\":{\"a\":1}}");
  EXPECT_EQ(some().text("${repeat:x:0}"), "");
}

TEST(Variables, UuidIsFreshAtEachUse) { EXPECT_NE(some().text("${uuid}"), some().text("${uuid}")); }

TEST(Variables, NowIsADateTime) { EXPECT_TRUE(isDateTime(some().text("${now}"))); }

TEST(Variables, AgoIsADateTimeBeforeNow) {
  const Variables variables;
  const auto before = instantOf(variables.text("${ago:300}"));
  const auto now = instantOf(variables.text("${now}"));
  ASSERT_TRUE(before && now);
  EXPECT_GE(*now - *before, std::chrono::seconds(300));
  EXPECT_THROW(variables.text("${ago:soon}"), VariableFault);
}

TEST(Variables, InIsADateTimeAfterNow) {
  const Variables variables;
  const auto now = instantOf(variables.text("${now}"));
  const auto later = instantOf(variables.text("${in:300}"));
  ASSERT_TRUE(now && later);
  EXPECT_GE(*later - *now, std::chrono::seconds(300));
  EXPECT_THROW(variables.text("${in:soon}"), VariableFault);
}

TEST(Variables, AnUnboundOneIsAFault) {
  EXPECT_THROW(some().text("${nobody}"), VariableFault);
  EXPECT_THROW(some().text("${open"), VariableFault);
  EXPECT_THROW(some().text("${repeat:0123456789:99999999}"), VariableFault);
}

TEST(Variables, NamesThatATextUsesAreFound) {
  EXPECT_EQ(Variables::namesIn("${a} ${now} ${repeat:x:2} ${b.url}"),
            (std::vector<std::string>{"a", "b.url"}));
}

TEST(Timestamp, TellsDateTimesOfRfc3339) {
  for (const char* good :
       {"2024-01-15T10:30:00Z", "2024-02-29T23:59:60+00:00", "2024-01-15t10:30:00.123456-05:30"})
    EXPECT_TRUE(isDateTime(good)) << good;
  for (const char* bad :
       {"2024-01-15", "2024-01-15T10:30:00", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
        "2024-01-15T24:00:00Z", "2024-01-15T10:30:60Z", "2024-01-15T10:30:00.Z", "2024-01-15 10:30:00Z"})
    EXPECT_FALSE(isDateTime(bad)) << bad;
}

TEST(Timestamp, TheSameMomentIsTheSameHoweverItIsWritten) {
  const auto moment = instantOf("2024-01-15T10:30:00Z");
  ASSERT_TRUE(moment);
  for (const char* same :
       {"2024-01-15T12:30:00+02:00", "2024-01-14T23:30:00.000-11:00", "2024-01-15t10:30:00z"})
    EXPECT_EQ(instantOf(same), moment) << same;
  EXPECT_EQ(*instantOf("2024-01-15T10:30:00.25Z") - *moment, std::chrono::milliseconds(250));
  EXPECT_EQ(instantOf("2016-12-31T23:59:60Z"), instantOf("2017-01-01T00:00:00Z")) << "a leap second";
  EXPECT_EQ(instantOf("2024-01-15T10:30:00"), std::nullopt) << "no zone";
}

}  // namespace
}  // namespace cast::conformance
