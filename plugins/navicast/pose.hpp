// Rotations and positions: what makes them usable. A rotation that is none (scaled, sheared, mirrored, a
// quaternion of another length) puts a tool in the wrong place, so it is refused, not repaired.
#pragma once

#include <string_view>

#include "members.hpp"

namespace cast::navicast {

/// How far a rotation may be from orthonormal with determinant +1, a quaternion or direction from length 1,
/// and two statements of one pose from each other (mm for positions).
inline constexpr double kPoseTolerance = 1e-4;

/// Each throws Fault at the member.
Matrix rotationMatrix(const Members& members, std::string_view name);
Quaternion unitQuaternion(const Members& members, std::string_view name);
Vector3 unitDirection(const Members& members, std::string_view name);

/// The payload's pose: `matrix`, or `position` with `quaternion`, or all three where they agree.
void judgePose(const Members& members);
bool hasPose(const Members& members);  ///< whether any member of a pose is there

Vector3 difference(const Vector3& a, const Vector3& b);  ///< a - b
double dot(const Vector3& a, const Vector3& b);
double length(const Vector3& a);

}  // namespace cast::navicast
