// TRANSFORM: one pose as twelve floats. The pose is that of the device the message is named after.
#include <igtl_transform.h>

#include "wire_pose.hpp"

namespace cast::navicast {
namespace {

static_assert(sizeof(WireMatrix) == IGTL_TRANSFORM_SIZE);

Bytes pack(const EventKind& event, Json& payload) {
  WireMatrix wire = takeMatrix(event, payload, "TRANSFORM");
  igtl_transform_convert_byte_order(wire.data());
  return bytesOf(wire);
}

void unpack(const EventKind& event, const Bytes& body, Filling& payload) {
  WireMatrix wire{};
  if (body.size() != sizeof wire)
    throw Fault("expected a TRANSFORM body of 48 bytes; found " + std::to_string(body.size()), "/data");
  std::memcpy(wire.data(), body.data(), sizeof wire);
  igtl_transform_convert_byte_order(wire.data());
  putMatrix(event, wire, payload);
}

}  // namespace

const MessageConverter kTransform{"TRANSFORM", pack, unpack};

}  // namespace cast::navicast
