// POSITION: a position with a quaternion of four numbers (28 bytes), of three (24; w follows from the length
// 1 and is not negative) or without one (12). Written with four, always: every receiver reads that. A
// calibrated tip has no rotation; it goes with the quaternion that turns nothing.
#include <igtl_position.h>

#include <cmath>

#include "pose.hpp"
#include "wire_pose.hpp"

namespace cast::navicast {
namespace {

static_assert(sizeof(igtl_position) == IGTL_POSITION_MESSAGE_DEFAULT_SIZE);
using Parts = std::array<float, 7>;
static_assert(sizeof(Parts) == sizeof(igtl_position));

void convertByteOrder(Parts& parts, std::size_t size) {
  igtl_position wire{};
  std::memcpy(&wire, parts.data(), sizeof wire);
  if (size == IGTL_POSITION_MESSAGE_POSITON_ONLY_SIZE)
    igtl_position_convert_byte_order_position_only(&wire);
  else if (size == IGTL_POSITION_MESSAGE_WITH_QUATERNION3_SIZE)
    igtl_position_convert_byte_order_quaternion3(&wire);
  else
    igtl_position_convert_byte_order(&wire);
  std::memcpy(parts.data(), &wire, sizeof wire);
}

constexpr std::array<float, 4> kNoRotation{0, 0, 0, 1};

Bytes pack(const EventKind& event, Json& payload) {
  std::array<float, 3> position{};
  std::array<float, 4> quaternion = kNoRotation;
  if (isCalibration(event))
    takeFloats(payload, "tipOffset", position.data(), position.size());
  else
    takeParts(payload, "POSITION", position, quaternion);
  Parts parts{};
  std::copy(position.begin(), position.end(), parts.begin());
  std::copy(quaternion.begin(), quaternion.end(), parts.begin() + 3);
  convertByteOrder(parts, sizeof parts);
  return bytesOf(parts);
}

// The fourth number of a unit quaternion.
float missingPart(const Parts& parts) {
  double square = 1;
  for (std::size_t i = 3; i < 6; ++i) square -= static_cast<double>(parts[i]) * static_cast<double>(parts[i]);
  // Below by more than a rounding: no unit quaternion begins so. The rules refuse its length.
  return square > 0 ? static_cast<float>(std::sqrt(square)) : 0.0F;
}

void putTip(const Parts& parts, bool alone, Filling& payload) {
  if (!alone && !std::equal(kNoRotation.begin(), kNoRotation.end(), parts.begin() + 3))
    throw Fault("the POSITION message has a rotation, and a tip's offset has none: send a TRANSFORM",
                "/data");
  payload.put("tipOffset", numbersOf(parts.data(), 3));
}

void unpack(const EventKind& event, const Bytes& body, Filling& payload) {
  const bool alone = body.size() == IGTL_POSITION_MESSAGE_POSITON_ONLY_SIZE;
  const bool compressed = body.size() == IGTL_POSITION_MESSAGE_WITH_QUATERNION3_SIZE;
  if (!alone && !compressed && body.size() != IGTL_POSITION_MESSAGE_DEFAULT_SIZE)
    throw Fault("expected a POSITION body of 12, 24 or 28 bytes; found " + std::to_string(body.size()),
                "/data");
  Parts parts{};
  std::memcpy(parts.data(), body.data(), body.size());
  convertByteOrder(parts, body.size());
  if (compressed) parts[6] = missingPart(parts);
  if (isCalibration(event)) return putTip(parts, alone, payload);
  if (alone) throw Fault("the POSITION message has no quaternion, and the event needs one", "/data");
  putParts({parts[0], parts[1], parts[2]}, {parts[3], parts[4], parts[5], parts[6]}, payload);
}

}  // namespace

const MessageConverter kPosition{"POSITION", pack, unpack};

}  // namespace cast::navicast
