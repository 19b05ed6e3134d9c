#include "pose.hpp"

#include <igtlMath.h>

#include <cmath>

namespace cast::navicast {
namespace {

Vector3 column(const Matrix& m, std::size_t index) { return {m[index], m[4 + index], m[8 + index]}; }

double determinant(const Matrix& m) {
  return m[0] * (m[5] * m[10] - m[6] * m[9]) - m[1] * (m[4] * m[10] - m[6] * m[8]) +
         m[2] * (m[4] * m[9] - m[5] * m[8]);
}

// Written so that a NaN is never near anything.
bool near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

void judgeAgreement(const Members& members, const Matrix& m, const Vector3& position,
                    const Quaternion& quaternion) {
  if (!near(length(difference(column(m, 3), position)), 0, kPoseTolerance))
    members.refuse("position", "expected what `matrix` says: the two differ by more than 1e-4 mm");
  float q[4];
  for (std::size_t i = 0; i < 4; ++i) q[i] = static_cast<float>(quaternion[i]);
  igtl::Matrix4x4 rotation;
  igtl::QuaternionToMatrix(q, rotation);
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t col = 0; col < 3; ++col)
      if (!near(static_cast<double>(rotation[row][col]), m[row * 4 + col], 2 * kPoseTolerance))
        members.refuse("quaternion", "expected the rotation that `matrix` says: the two differ");
}

}  // namespace

Vector3 difference(const Vector3& a, const Vector3& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
double dot(const Vector3& a, const Vector3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
double length(const Vector3& a) { return std::hypot(a[0], a[1], a[2]); }

Matrix rotationMatrix(const Members& members, std::string_view name) {
  const auto m = members.numbers<16>(name);
  if (m[12] != 0 || m[13] != 0 || m[14] != 0 || m[15] != 1)
    members.refuse(name, "expected 0, 0, 0, 1 as the matrix' last row (row by row, not column by column)");
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t b = a; b < 3; ++b)
      if (!near(dot(column(m, a), column(m, b)), a == b ? 1 : 0, kPoseTolerance))
        members.refuse(name, "expected an orthonormal rotation, within 1e-4: columns " + std::to_string(a) +
                                 " and " + std::to_string(b) + " break it");
  if (!near(determinant(m), 1, kPoseTolerance))
    members.refuse(name, "expected a rotation of determinant +1: this one mirrors");
  return m;
}

Quaternion unitQuaternion(const Members& members, std::string_view name) {
  const auto q = members.numbers<4>(name);
  if (!near(std::hypot(std::hypot(q[0], q[1]), std::hypot(q[2], q[3])), 1, kPoseTolerance))
    members.refuse(name, "expected a quaternion of length 1, within 1e-4");
  return q;
}

Vector3 unitDirection(const Members& members, std::string_view name) {
  const auto direction = members.numbers<3>(name);
  if (!near(length(direction), 1, kPoseTolerance))
    members.refuse(name, "expected a direction of length 1, within 1e-4");
  return direction;
}

bool hasPose(const Members& members) {
  return members.has("matrix") || members.has("position") || members.has("quaternion");
}

void judgePose(const Members& members) {
  const bool inParts = members.has("position") || members.has("quaternion");
  if (!inParts) {
    rotationMatrix(members, "matrix");
    return;
  }
  const auto position = members.numbers<3>("position");
  const auto quaternion = unitQuaternion(members, "quaternion");
  if (members.has("matrix")) judgeAgreement(members, rotationMatrix(members, "matrix"), position, quaternion);
}

}  // namespace cast::navicast
