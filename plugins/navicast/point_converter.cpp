// POINT: named points. One event is one target; `position` is its centre, also where it has been reached.
#include <igtl_point.h>

#include <cstddef>

#include "landmark.hpp"

namespace cast::navicast {
namespace {

static_assert(sizeof(igtl_point_element) == IGTL_POINT_ELEMENT_SIZE);

Bytes pack(const EventKind& event, Json& payload) {
  igtl_point_element element{};
  setField(element.name, sizeof element.name, takeElementName(event, payload, sizeof element.name, "POINT"));
  setField(element.group_name, sizeof element.group_name,
           takeField(payload, "group", sizeof element.group_name));
  setField(element.owner, sizeof element.owner, takeField(payload, "owner", sizeof element.owner));
  takeColor(payload, element.rgba);
  element.radius = takeMillimetres(payload, "radiusMm", 1);
  std::array<float, 3> position{};
  takeFloats(payload, "position", position.data(), position.size());
  std::memcpy(reinterpret_cast<char*>(&element) + offsetof(igtl_point_element, position), position.data(),
              sizeof position);
  igtl_point_convert_byte_order(&element, 1);
  return bytesOf(element);
}

void unpack(const EventKind& event, const Bytes& body, Filling& payload) {
  auto element = elementIn<igtl_point_element>(event, body, "POINT", payload);
  igtl_point_convert_byte_order(&element, 1);
  std::array<float, 3> position{};
  std::memcpy(position.data(),
              reinterpret_cast<const char*>(&element) + offsetof(igtl_point_element, position),
              sizeof position);
  payload.put("position", numbersOf(position.data(), position.size()));
  putMillimetres(element.radius, 1, "radiusMm", payload);
  putText(element.group_name, sizeof element.group_name, "group", payload);
  putColor(element.rgba, payload);
  putText(element.owner, sizeof element.owner, "owner", payload);
}

}  // namespace

const MessageConverter kPoint{"POINT", pack, unpack};

}  // namespace cast::navicast
