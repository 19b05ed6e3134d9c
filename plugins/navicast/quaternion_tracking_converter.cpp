// QTDATA: as TDATA, each pose as position and quaternion (x, y, z, w).
#include <igtl_qtdata.h>

#include <cstddef>

#include "wire_pose.hpp"

namespace cast::navicast {
namespace {

static_assert(sizeof(igtl_qtdata_element) == IGTL_QTDATA_ELEMENT_SIZE);

Bytes pack(const EventKind& event, Json& payload) {
  igtl_qtdata_element element{};
  setField(element.name, sizeof element.name, takeElementName(event, payload, sizeof element.name, "QTDATA"));
  element.type = takeInstrument(payload);
  std::array<float, 3> position{};
  std::array<float, 4> quaternion{};
  takeParts(payload, "QTDATA", position, quaternion);
  auto* bytes = reinterpret_cast<char*>(&element);
  std::memcpy(bytes + offsetof(igtl_qtdata_element, position), position.data(), sizeof position);
  std::memcpy(bytes + offsetof(igtl_qtdata_element, quaternion), quaternion.data(), sizeof quaternion);
  igtl_qtdata_convert_byte_order(&element, 1);
  return bytesOf(element);
}

void unpack(const EventKind& event, const Bytes& body, Filling& payload) {
  auto element = elementIn<igtl_qtdata_element>(event, body, "QTDATA", payload);
  igtl_qtdata_convert_byte_order(&element, 1);
  putInstrument(element.type, payload);
  std::array<float, 3> position{};
  std::array<float, 4> quaternion{};
  const auto* bytes = reinterpret_cast<const char*>(&element);
  std::memcpy(position.data(), bytes + offsetof(igtl_qtdata_element, position), sizeof position);
  std::memcpy(quaternion.data(), bytes + offsetof(igtl_qtdata_element, quaternion), sizeof quaternion);
  putParts(position, quaternion, payload);
}

}  // namespace

const MessageConverter kQuaternionTracking{"QTDATA", pack, unpack};

}  // namespace cast::navicast
