// Times of measurement and OpenIGTLink's 64-bit time stamps.
#include "clock_time.hpp"

#include <igtlTimeStamp.h>

#include "payloads.hpp"

namespace cast::navicast {
namespace {

Json at(const std::string& measured) { return {{"time", {{"clock", "ptp"}, {"measured", measured}}}}; }
Json atSeconds(double seconds) { return {{"time", {{"clock", "polaris"}, {"seconds", seconds}}}}; }
std::uint64_t stamp(const Json& payload) { return wireTimeOf(Members(payload)); }

constexpr std::uint64_t kSecond = std::uint64_t{1} << 32U;

TEST(Time, ofMeasurementIsSecondsAndTheirFraction) {
  EXPECT_EQ(stamp(at("1970-01-01T00:00:01Z")), kSecond);
  EXPECT_EQ(stamp(at("2026-03-01T09:30:00Z")), 1772357400 * kSecond);
  EXPECT_EQ(stamp(at("2026-03-01T09:30:00.25Z")), 1772357400 * kSecond + kSecond / 4);
  EXPECT_EQ(stamp(at("2026-03-01T10:30:00.25+01:00")), 1772357400 * kSecond + kSecond / 4);
  EXPECT_EQ(stamp(at("2026-03-01t04:00:00.25-05:30")), 1772357400 * kSecond + kSecond / 4);
  EXPECT_EQ(stamp(at("2024-02-29T23:59:60z")), stamp(at("2024-03-01T00:00:00Z")));
  EXPECT_EQ(stamp(atSeconds(5123.0625)), 5123 * kSecond + kSecond / 16);
}

TEST(Time, isExactToTheNanosecond) {
  for (const std::uint64_t nanoseconds : {1U, 250'000'001U, 999'999'999U}) {
    const std::string digits = std::to_string(1'000'000'000 + nanoseconds).substr(1);
    const std::uint64_t fraction = stamp(at("1970-01-01T00:00:00." + digits + "Z"));
    EXPECT_EQ((fraction * 1'000'000'000 + kSecond / 2) / kSecond, nanoseconds);
  }
}

TEST(Time, isWhatTheLibraryReadsInIt) {
  const std::uint64_t ours = stamp(at("2026-03-01T09:30:00.123456789Z"));
  const auto time = igtl::TimeStamp::New();
  time->SetTime(igtlUint64{ours});
  igtlUint32 second = 0;
  igtlUint32 nanosecond = 0;
  time->GetTimeStamp(&second, &nanosecond);
  EXPECT_EQ(second, 1772357400U);
  EXPECT_NEAR(nanosecond, 123456789, 50);  // the library's own rounding
}

TEST(Time, thatIsNoneIsRefusedByName) {
  for (const auto* wrong :
       {"", "yesterday", "2026-03-01", "2026-03-01 09:30:00Z", "2026-03-01T09:30:00", "2026-02-29T09:30:00Z",
        "2026-13-01T09:30:00Z", "2026-03-01T24:30:00Z", "2026-03-01T09:60:00Z", "2026-03-01T09:30:61Z",
        "2026-03-01T09:30:00.Z", "2026-03-01T09:30:00+1:00", "2026-03-01T09:30:00Z ", "26-03-01T09:30:00Z",
        "2026-03-01T09:30:00+24:00"})
    EXPECT_EQ(refusalOf([&] { stamp(at(wrong)); }).pointer, "/time/measured") << wrong;
}

TEST(Time, beyondWhatAStampHoldsIsRefusedByName) {
  EXPECT_EQ(refusalOf([] { stamp(at("1969-12-31T23:59:59Z")); }).pointer, "/time/measured");
  EXPECT_EQ(refusalOf([] { stamp(at("2106-02-07T06:28:16Z")); }).pointer, "/time/measured");
  EXPECT_EQ(stamp(at("2106-02-07T06:28:15Z")) >> 32U, UINT32_MAX);
  EXPECT_EQ(refusalOf([] { stamp(atSeconds(-1)); }).pointer, "/time/seconds");
  EXPECT_EQ(refusalOf([] { stamp(atSeconds(4294967296.0)); }).pointer, "/time/seconds");
}

TEST(Time, needsAClockAndOneTime) {
  const auto refused = [](Json time) { return refusalOf([&] { stamp({{"time", time}}); }).pointer; };
  EXPECT_EQ(refused({{"seconds", 1}}), "/time/clock");
  EXPECT_EQ(refused({{"clock", ""}, {"seconds", 1}}), "/time/clock");
  EXPECT_EQ(refused({{"clock", "ptp"}}), "/time");
  EXPECT_EQ(refused({{"clock", "ptp"}, {"seconds", 1}, {"measured", "1970-01-01T00:00:01Z"}}), "/time");
  EXPECT_EQ(refused({{"clock", "ptp"}, {"seconds", "1"}}), "/time/seconds");
  EXPECT_EQ(refused("now"), "/time");
}

TEST(Time, ofAHeaderAgreesWithinAMicrosecondOrIsNotStated) {
  const Json payload = at("2026-03-01T09:30:00.25Z");
  const std::uint64_t exact = stamp(payload);
  EXPECT_TRUE(sameTime(0, Members(payload)));
  EXPECT_TRUE(sameTime(exact + 4294, Members(payload)));
  EXPECT_TRUE(sameTime(exact - 4294, Members(payload)));
  EXPECT_FALSE(sameTime(exact + 4300, Members(payload)));
  EXPECT_FALSE(sameTime(exact - 4300, Members(payload)));
}

}  // namespace
}  // namespace cast::navicast
