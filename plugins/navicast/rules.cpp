#include "rules.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "clock_time.hpp"
#include "system_state.hpp"

namespace cast::navicast {
namespace {

void judgeOneOf(const Members& members, std::string_view name,
                std::initializer_list<std::string_view> allowed) {
  const std::string value = members.text(name);
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return;
  std::string words;
  for (const auto word : allowed) words += (words.empty() ? "" : ", ") + std::string(word);
  members.refuse(name, "expected one of: " + words);
}

// At least 0, where the member is there.
void judgeSize(const Members& members, std::string_view name) {
  if (const auto value = members.optionalNumber(name); value && *value < 0)
    members.refuse(name, "expected at least 0");
}

void judgePositive(const Members& members, std::string_view name) {
  if (const auto value = members.optionalNumber(name); value && !(*value > 0))
    members.refuse(name, "expected more than 0");
}

// A pose leads from one named frame to another.
void judgeFrames(const Members& payload) {
  if (payload.text("fromFrame") == payload.text("toFrame"))
    payload.refuse("toFrame", "expected another frame than `fromFrame`: a pose leads from one to the other");
}

bool lost(const Members& payload) { return payload.object("quality").text("tracking") == "lost"; }

void judgeDistance(const Members& payload, double actual, const char* words) {
  const double stated = payload.number("distanceMm");
  if (!(std::abs(stated - actual) <= kDistanceToleranceMm))
    payload.refuse("distanceMm", std::string("expected the distance of `tipPosition` from ") + words +
                                     ", within 0.1 mm: the positions give another");
}

// Gives the unit vector from entry to target.
Vector3 judgeLine(const Members& payload) {
  const auto entry = payload.numbers<3>("entry");
  const auto target = payload.numbers<3>("target");
  Vector3 along = difference(target, entry);
  const double size = length(along);
  if (!(size >= kShortestTrajectoryMm))
    payload.refuse("target", "expected another point than `entry`, at least 0.01 mm away: there is no line");
  if (!std::isfinite(size)) payload.refuse("target", "expected a point that can be reached from `entry`");
  for (double& part : along) part /= size;
  judgePositive(payload, "diameterMm");
  return along;
}

void judgeAngle(const Members& payload, const Vector3& along) {
  const auto stated = payload.optionalNumber("angleDegrees");
  if (stated && (*stated < 0 || *stated > 180)) payload.refuse("angleDegrees", "expected 0 to 180");
  if (!payload.has("tipDirection")) return;
  const Vector3 direction = unitDirection(payload, "tipDirection");
  const double cosine = std::clamp(dot(direction, along), -1.0, 1.0);
  const double actual = std::acos(cosine) * 180 / std::numbers::pi;
  if (stated && !(std::abs(*stated - actual) <= kAngleToleranceDegrees))
    payload.refuse("angleDegrees",
                   "expected the angle between `tipDirection` and the line from `entry` to `target`, within "
                   "0.5 degrees: they give another");
}

}  // namespace

void judgeStatement(const Members& payload) {
  judgeOneOf(payload, "units", {"mm"});
  judgeOneOf(payload, "coordinateFrame", {"RAS", "LPS"});
  const Members quality = payload.object("quality");
  judgeOneOf(quality, "tracking", {"good", "degraded", "lost", "untracked"});
  judgeSize(quality, "errorMm");
  judgeTime(payload);
}

void judgeToolTracked(const Members& payload) {
  payload.text("toolId");
  judgeFrames(payload);
  judgeOneOf(payload.object("quality"), "tracking", {"good", "degraded", "lost"});
  if (!lost(payload)) return judgePose(payload);
  for (const auto* name : {"matrix", "position", "quaternion"})
    if (payload.has(name))
      payload.refuse(name, "expected no pose: tracking is lost, so where the tool is isn't known");
}

void judgeToolCalibrated(const Members& payload) {
  payload.text("toolId");
  judgeFrames(payload);
  judgeSize(payload, "calibrationErrorMm");
  const auto offset = payload.numbers<3>("tipOffset");
  if (!payload.has("matrix")) return;
  const Matrix matrix = rotationMatrix(payload, "matrix");
  if (!(length(difference(offset, {matrix[3], matrix[7], matrix[11]})) <= kPoseTolerance))
    payload.refuse("tipOffset", "expected the translation of `matrix`: the two differ by more than 1e-4 mm");
}

void judgeRegistration(const Members& payload) {
  payload.text("registrationId");
  judgeFrames(payload);
  judgePose(payload);
  const Members error = payload.object("error");
  error.number("freMm");
  judgeSize(error, "freMm");
  judgeSize(error, "treMm");
}

void judgeImageSlice(const Members& payload) {
  payload.text("imageId");
  judgeFrames(payload);
  judgePose(payload);
  judgePositive(payload, "thicknessMm");
}

void judgeTargetSet(const Members& payload) {
  payload.text("targetId");
  payload.text("frame");
  payload.numbers<3>("position");
  judgePositive(payload, "radiusMm");
}

void judgeTargetReached(const Members& payload) {
  judgeTargetSet(payload);
  payload.text("toolId");
  const auto apart = difference(payload.numbers<3>("tipPosition"), payload.numbers<3>("position"));
  judgeDistance(payload, length(apart), "`position`");
}

void judgeTrajectoryPlanned(const Members& payload) {
  payload.text("trajectoryId");
  payload.text("frame");
  judgeLine(payload);
}

void judgeOnTrajectory(const Members& payload) {
  payload.text("trajectoryId");
  payload.text("toolId");
  payload.text("frame");
  const Vector3 along = judgeLine(payload);
  const Vector3 fromTarget = difference(payload.numbers<3>("tipPosition"), payload.numbers<3>("target"));
  const double depth = dot(fromTarget, along);
  const Vector3 aside = difference(fromTarget, {depth * along[0], depth * along[1], depth * along[2]});
  judgeDistance(payload, length(aside), "the line through `entry` and `target`");
  const auto stated = payload.optionalNumber("depthMm");
  if (stated && !(std::abs(*stated - depth) <= kDistanceToleranceMm))
    payload.refuse("depthMm",
                   "expected how far `tipPosition` is past `target` along the line (negative: before it), "
                   "within 0.1 mm: the positions give another");
  judgeAngle(payload, along);
}

void judgeSystemStatus(const Members& payload) {
  payload.text("systemId");
  payload.text("frame");
  if (!codeOfState(payload.text("state")))
    payload.refuse("state", "expected one of OpenIGTLink's 19 states, such as ok or not-ready");
}

}  // namespace cast::navicast
