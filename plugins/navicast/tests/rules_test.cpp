// The rules that no schema can say, beyond what the examples show: limits from both sides.
#include "rules.hpp"

#include <cmath>

#include "navi_payload.hpp"
#include "payloads.hpp"

namespace cast::navicast {
namespace {

constexpr std::string_view kTracked = "navi:tool-tracked";
constexpr std::string_view kDeviated = "navi:trajectory-deviated";
const Json kIdentity = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};

bool passes(std::string_view event, const Json& payload) {
  try {
    judgePayload(event, payload);
    return true;
  } catch (const Fault&) {
    return false;
  }
}

std::string blamed(std::string_view event, const Json& payload) {
  return refusalOf([&] { judgePayload(event, payload); }).pointer;
}

Json tracked(std::size_t index, double value) {
  Json matrix = kIdentity;
  matrix[index] = value;
  return with(statement(kTracked), "matrix", matrix);
}

// A line along x to the origin.
Json deviated() {
  Json payload = statement(kDeviated);
  payload["entry"] = {-100, 0, 0};
  payload["target"] = {0, 0, 0};
  payload["tipPosition"] = {-20, 3, 4};
  payload["distanceMm"] = 5;
  return payload;
}

TEST(Rotation, mayBeOffByLessThanTheTolerance) {
  EXPECT_TRUE(passes(kTracked, tracked(0, 1 + 4e-5)));
  EXPECT_FALSE(passes(kTracked, tracked(0, 1 + 6e-5)));  // its square is off by 1.2e-4
  EXPECT_TRUE(passes(kTracked, tracked(1, 9e-5)));
  EXPECT_FALSE(passes(kTracked, tracked(1, 1.1e-4)));
}

TEST(Rotation, isBlamedOnTheMatrix) {
  EXPECT_EQ(blamed(kTracked, tracked(10, -1)), "/matrix");
  EXPECT_EQ(blamed(kTracked, tracked(12, 1)), "/matrix");
  EXPECT_EQ(blamed(kTracked, tracked(15, 2)), "/matrix");
  EXPECT_EQ(blamed(kTracked, tracked(0, 1e200)), "/matrix");
}

TEST(Quaternion, mayBeOffByLessThanTheTolerance) {
  const auto payload = [](double w) {
    return with(with(statement(kTracked), "position", {1, 2, 3}), "quaternion", {0, 0, 0, w});
  };
  EXPECT_TRUE(passes(kTracked, payload(1 - 9e-5)));
  EXPECT_TRUE(passes(kTracked, payload(-1)));
  EXPECT_EQ(blamed(kTracked, payload(1 - 1.1e-4)), "/quaternion");
  EXPECT_EQ(blamed(kTracked, payload(0)), "/quaternion");
}

TEST(Pose, statedTwiceHasToAgree) {
  Json payload = with(tracked(3, 10), "position", {10, 0, 0});
  EXPECT_TRUE(passes(kTracked, with(payload, "quaternion", {0, 0, 0, 1})));
  EXPECT_TRUE(passes(kTracked, with(payload, "quaternion", {0, 0, 0, -1})));
  EXPECT_EQ(blamed(kTracked, with(payload, "quaternion", {0, 0, 1, 0})), "/quaternion");
  payload["position"] = {10, 0, 0.001};
  EXPECT_EQ(blamed(kTracked, with(payload, "quaternion", {0, 0, 0, 1})), "/position");
  EXPECT_EQ(blamed(kTracked, payload), "/quaternion");  // half of it is missing
}

TEST(Pose, isThereExactlyWhileTheToolIsSeen) {
  EXPECT_EQ(blamed(kTracked, statement(kTracked)), "/matrix");
  const Json lost = with(statement(kTracked), "quality", {{"tracking", "lost"}});
  EXPECT_TRUE(passes(kTracked, lost));
  EXPECT_EQ(blamed(kTracked, with(lost, "position", {1, 2, 3})), "/position");
}

TEST(Statement, isAskedForInEveryFormat) {
  const Json sound = tracked(3, 1);
  for (const auto* name : {"units", "coordinateFrame", "quality", "time"})
    for (const auto* format : {"navi", "openigtlink", "proprietary"})
      EXPECT_EQ(blamed(kTracked, without(with(sound, "format", format), name)), std::string("/") + name);
  EXPECT_TRUE(passes(kTracked, with(sound, "format", "proprietary")));
  EXPECT_TRUE(passes(kTracked, with(without(sound, "matrix"), "resourceType", "Observation")));
  EXPECT_EQ(blamed(kTracked, with(sound, "units", "cm")), "/units");
  EXPECT_EQ(blamed(kTracked, with(sound, "coordinateFrame", "ras")), "/coordinateFrame");
}

TEST(Deviation, isHeldAgainstItsPositions) {
  EXPECT_TRUE(passes(kDeviated, deviated()));
  EXPECT_TRUE(passes(kDeviated, with(deviated(), "distanceMm", 5.09)));
  EXPECT_EQ(blamed(kDeviated, with(deviated(), "distanceMm", 5.11)), "/distanceMm");
  EXPECT_TRUE(passes(kDeviated, with(deviated(), "depthMm", -20.09)));
  EXPECT_EQ(blamed(kDeviated, with(deviated(), "depthMm", 20)), "/depthMm");
}

TEST(Deviation, hasTheAngleOfItsDirection) {
  const Json slanted = with(deviated(), "tipDirection", {0.8, 0.6, 0});  // 36.87 degrees
  EXPECT_TRUE(passes(kDeviated, with(slanted, "angleDegrees", 37.3)));
  EXPECT_EQ(blamed(kDeviated, with(slanted, "angleDegrees", 37.4)), "/angleDegrees");
  EXPECT_EQ(blamed(kDeviated, with(deviated(), "tipDirection", {0.8, 0.7, 0})), "/tipDirection");
  EXPECT_TRUE(passes(kDeviated, with(deviated(), "angleDegrees", 180)));
  EXPECT_EQ(blamed(kDeviated, with(deviated(), "angleDegrees", 180.1)), "/angleDegrees");
}

TEST(Trajectory, hasADirection) {
  EXPECT_EQ(blamed(kDeviated, with(deviated(), "entry", {0, 0, 0.009})), "/target");
  EXPECT_EQ(blamed(kDeviated, with(with(deviated(), "entry", {1e308, 0, 0}), "target", {-1e308, 0, 0})),
            "/target");
}

TEST(Target, isReachedAtTheDistanceOfItsPositions) {
  constexpr std::string_view kReached = "navi:target-reached";
  Json payload = with(statement(kReached), "position", {1, 1, 1});
  payload["tipPosition"] = {1, 1, 3};
  EXPECT_TRUE(passes(kReached, with(payload, "distanceMm", 2)));
  EXPECT_EQ(blamed(kReached, with(payload, "distanceMm", 1)), "/distanceMm");
  EXPECT_EQ(blamed(kReached, payload), "/distanceMm");
}

TEST(Event, thatIsUnknownIsRefused) {
  EXPECT_EQ(refusalOf([] { toNavi("navi:tool-lost", asOpenIgtLink(statement(kTracked), {})); }).detail,
            "this plugin knows no such event type");
}

}  // namespace
}  // namespace cast::navicast
