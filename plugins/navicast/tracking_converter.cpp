// TDATA: the poses of the tools that a tracker sees, each a named matrix. One event is one tool.
#include <igtl_tdata.h>

#include <cstddef>

#include "wire_pose.hpp"

namespace cast::navicast {
namespace {

static_assert(sizeof(igtl_tdata_element) == IGTL_TDATA_ELEMENT_SIZE);

Bytes pack(const EventKind& event, Json& payload) {
  igtl_tdata_element element{};
  setField(element.name, sizeof element.name, takeElementName(event, payload, sizeof element.name, "TDATA"));
  element.type = takeInstrument(payload);
  const WireMatrix wire = takeMatrix(event, payload, "TDATA");
  std::memcpy(reinterpret_cast<char*>(&element) + offsetof(igtl_tdata_element, transform), wire.data(),
              sizeof wire);
  igtl_tdata_convert_byte_order(&element, 1);
  return bytesOf(element);
}

void unpack(const EventKind& event, const Bytes& body, Filling& payload) {
  auto element = elementIn<igtl_tdata_element>(event, body, "TDATA", payload);
  igtl_tdata_convert_byte_order(&element, 1);
  putInstrument(element.type, payload);
  WireMatrix wire{};
  std::memcpy(wire.data(), reinterpret_cast<const char*>(&element) + offsetof(igtl_tdata_element, transform),
              sizeof wire);
  putMatrix(event, wire, payload);
}

}  // namespace

const MessageConverter kTracking{"TDATA", pack, unpack};

}  // namespace cast::navicast
