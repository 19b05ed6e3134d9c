// There and back over seeded random poses, for every message that carries one.
#include <cmath>
#include <limits>
#include <random>

#include "message.hpp"
#include "navi_payload.hpp"
#include "payloads.hpp"
#include "pose.hpp"

namespace cast::navicast {
namespace {

constexpr int kPoses = 400;

class RoundTrip : public testing::Test {
 protected:
  double number(double limit) { return std::uniform_real_distribution<double>(-limit, limit)(random_); }
  Json point() { return {number(500), number(500), number(500)}; }

  std::array<double, 4> quaternion() {
    std::normal_distribution<double> normal;
    std::array<double, 4> q{normal(random_), normal(random_), normal(random_), normal(random_)};
    const double size = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    for (double& part : q) part /= size;
    return q;
  }

  Json matrix() {
    const auto [x, y, z, w] = quaternion();
    return {1 - 2 * (y * y + z * z),
            2 * (x * y - z * w),
            2 * (x * z + y * w),
            number(500),
            2 * (x * y + z * w),
            1 - 2 * (x * x + z * z),
            2 * (y * z - x * w),
            number(500),
            2 * (x * z - y * w),
            2 * (y * z + x * w),
            1 - 2 * (x * x + y * y),
            number(500),
            0,
            0,
            0,
            1};
  }

  // Every number of `members` comes back to 1e-6 of itself, all else as it was.
  static void comesBack(std::string_view event, const Json& payload) {
    const Json back = toNavi(event, toOpenIgtLink(event, payload));
    ASSERT_EQ(back.size(), payload.size() + 1) << back.dump();  // `format`
    for (const auto& [name, value] : payload.items()) {
      if (!value.is_array()) {
        ASSERT_EQ(back.at(name), value);
        continue;
      }
      for (std::size_t i = 0; i < value.size(); ++i) {
        const double before = value[i].get<double>();
        ASSERT_NEAR(back.at(name).at(i).get<double>(), before, 1e-6 * std::abs(before)) << name << i;
      }
    }
    // And the second time exactly: what a float means is written so that it means that float.
    ASSERT_EQ(toNavi(event, toOpenIgtLink(event, back)), back);
  }

  std::mt19937_64 random_{20260301};
};

TEST_F(RoundTrip, ofAMatrixInTrackingDataAndTransform) {
  for (int i = 0; i < kPoses; ++i) {
    Json payload = with(statement("navi:tool-tracked"), "matrix", matrix());
    ASSERT_NO_FATAL_FAILURE(comesBack("navi:tool-tracked", payload));
    payload["messageType"] = "TRANSFORM";
    ASSERT_NO_FATAL_FAILURE(comesBack("navi:tool-tracked", payload));
  }
}

TEST_F(RoundTrip, ofPositionAndQuaternionInQuaternionTrackingDataAndPosition) {
  for (int i = 0; i < kPoses; ++i) {
    Json payload = with(statement("navi:tool-tracked"), "position", point());
    payload["quaternion"] = quaternion();
    ASSERT_NO_FATAL_FAILURE(comesBack("navi:tool-tracked", payload));
    payload["messageType"] = "POSITION";
    ASSERT_NO_FATAL_FAILURE(comesBack("navi:tool-tracked", payload));
  }
}

TEST_F(RoundTrip, ofPointsAndTrajectories) {
  for (int i = 0; i < kPoses; ++i) {
    ASSERT_NO_FATAL_FAILURE(
        comesBack("navi:target-set", with(statement("navi:target-set"), "position", point())));
    Json plan = with(statement("navi:trajectory-planned"), "entry", point());
    plan["target"] = point();
    ASSERT_NO_FATAL_FAILURE(comesBack("navi:trajectory-planned", plan));
  }
}

TEST_F(RoundTrip, ofWhatPeopleWriteIsExact) {
  Json plan = with(statement("navi:trajectory-planned"), "entry", {-60.125, 20.1, 70.5});
  plan["target"] = {-41.2, 10.533, 0};
  plan["diameterMm"] = 2.1;
  plan["label"] = "Biopsy, approach A";
  EXPECT_EQ(toNavi("navi:trajectory-planned", toOpenIgtLink("navi:trajectory-planned", plan)),
            with(plan, "format", "navi"));
}

TEST_F(RoundTrip, ofAnyFloatIsThatFloat) {
  for (int i = 0; i < 100'000; ++i) {
    const auto bits = static_cast<std::uint32_t>(random_());
    float value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    ASSERT_EQ(toWire(fromWire(value), ""), value) << bits;
  }
}

TEST_F(RoundTrip, neverMovesBetweenTheAxesOfPatients) {
  for (const auto* frame : {"RAS", "LPS"}) {
    Json payload = with(statement("navi:target-set"), "position", {1, 2, 3});
    payload["coordinateFrame"] = frame;
    const Json converted = toOpenIgtLink("navi:target-set", payload);
    EXPECT_EQ(converted.at("coordinateFrame"), frame);
    EXPECT_EQ(toNavi("navi:target-set", converted).at("position"), payload.at("position"));
  }
}

TEST(Number, beyondAFloatIsRefusedByName) {
  Json payload = with(statement("navi:target-set"), "position", {1, 1e39, 3});
  const auto refusal = refusalOf([&] { toOpenIgtLink("navi:target-set", payload); });
  EXPECT_EQ(refusal.pointer, "/position/1");
  EXPECT_EQ(refusal.detail, "beyond the range of a 32-bit float, which OpenIGTLink has");
  payload["position"] = {1, 3.4e38, 3};
  EXPECT_NO_THROW(toOpenIgtLink("navi:target-set", payload));
}

}  // namespace
}  // namespace cast::navicast
