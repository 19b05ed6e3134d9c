// TRAJ: named lines from an entry to a target. One event is about one. Lines of which OpenIGTLink has only
// one end are refused: they lead nowhere.
#include <igtl_trajectory.h>

#include <cstddef>

#include "landmark.hpp"

namespace cast::navicast {
namespace {

static_assert(sizeof(igtl_trajectory_element) == IGTL_TRAJECTORY_ELEMENT_SIZE);
constexpr double kDiameter = 2;  // of a radius

Bytes pack(const EventKind& event, Json& payload) {
  igtl_trajectory_element element{};
  setField(element.name, sizeof element.name, takeElementName(event, payload, sizeof element.name, "TRAJ"));
  setField(element.group_name, sizeof element.group_name,
           takeField(payload, "group", sizeof element.group_name));
  setField(element.owner_name, sizeof element.owner_name,
           takeField(payload, "owner", sizeof element.owner_name));
  takeColor(payload, element.rgba);
  element.type = IGTL_TRAJECTORY_TYPE_ENTRY_TARGET;
  element.radius = takeMillimetres(payload, "diameterMm", kDiameter);
  std::array<float, 3> entry{};
  std::array<float, 3> target{};
  takeFloats(payload, "entry", entry.data(), entry.size());
  takeFloats(payload, "target", target.data(), target.size());
  auto* bytes = reinterpret_cast<char*>(&element);
  std::memcpy(bytes + offsetof(igtl_trajectory_element, entry_pos), entry.data(), sizeof entry);
  std::memcpy(bytes + offsetof(igtl_trajectory_element, target_pos), target.data(), sizeof target);
  igtl_trajectory_convert_byte_order(&element, 1);
  return bytesOf(element);
}

void unpack(const EventKind& event, const Bytes& body, Filling& payload) {
  auto element = elementIn<igtl_trajectory_element>(event, body, "TRAJ", payload);
  if (element.type != IGTL_TRAJECTORY_TYPE_ENTRY_TARGET)
    throw Fault("expected a trajectory with entry and target (type 3); found type " +
                    std::to_string(static_cast<int>(element.type)),
                "/data");
  igtl_trajectory_convert_byte_order(&element, 1);
  std::array<float, 3> entry{};
  std::array<float, 3> target{};
  const auto* bytes = reinterpret_cast<const char*>(&element);
  std::memcpy(entry.data(), bytes + offsetof(igtl_trajectory_element, entry_pos), sizeof entry);
  std::memcpy(target.data(), bytes + offsetof(igtl_trajectory_element, target_pos), sizeof target);
  payload.put("entry", numbersOf(entry.data(), entry.size()));
  payload.put("target", numbersOf(target.data(), target.size()));
  putMillimetres(element.radius, kDiameter, "diameterMm", payload);
  putText(element.group_name, sizeof element.group_name, "group", payload);
  putColor(element.rgba, payload);
  putText(element.owner_name, sizeof element.owner_name, "owner", payload);
}

}  // namespace

const MessageConverter kTrajectory{"TRAJ", pack, unpack};

}  // namespace cast::navicast
