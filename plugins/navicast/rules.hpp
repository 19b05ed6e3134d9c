// What a `navi` payload has to be that no schema can say, by event. Everything that a receiver needs to use
// a pose safely is asked for again here, since conversions get payloads that no schema has seen.
#pragma once

#include "pose.hpp"

namespace cast::navicast {

/// How far a stated deviation may be from the one its positions give: publishers round.
inline constexpr double kDistanceToleranceMm = 0.1;
inline constexpr double kAngleToleranceDegrees = 0.5;
/// Entry and target nearer to each other than this have no direction.
inline constexpr double kShortestTrajectoryMm = 0.01;

/// What every payload states, in whatever format: units, axes, quality and time. Throws Fault.
void judgeStatement(const Members& payload);

// One event each; all throw Fault at the member that is wrong.
void judgeToolTracked(const Members& payload);
void judgeToolCalibrated(const Members& payload);
void judgeRegistration(const Members& payload);
void judgeImageSlice(const Members& payload);
void judgeTargetSet(const Members& payload);
void judgeTargetReached(const Members& payload);
void judgeTrajectoryPlanned(const Members& payload);
void judgeOnTrajectory(const Members& payload);  ///< trajectory-reached and trajectory-deviated
void judgeSystemStatus(const Members& payload);

}  // namespace cast::navicast
