#include "event_kind.hpp"

#include "rules.hpp"

namespace cast::navicast {
namespace {

constinit const std::array<EventKind, 10> kEvents{{
    {"navi:tool-tracked",
     "toolId",
     judgeToolTracked,
     &kTracking,
     &kQuaternionTracking,
     {&kTransform, &kPosition, &kStatus}},
    {"navi:tool-calibrated", "toolId", judgeToolCalibrated, &kTransform, &kPosition, {}},
    {"navi:registration-updated", "registrationId", judgeRegistration, &kTransform, &kPosition, {}},
    {"navi:image-slice", "imageId", judgeImageSlice, &kTransform, &kPosition, {}},
    {"navi:target-set", "targetId", judgeTargetSet, &kPoint, nullptr, {}},
    {"navi:target-reached", "targetId", judgeTargetReached, &kPoint, nullptr, {}},
    {"navi:trajectory-planned", "trajectoryId", judgeTrajectoryPlanned, &kTrajectory, nullptr, {}},
    {"navi:trajectory-reached", "trajectoryId", judgeOnTrajectory, &kTrajectory, nullptr, {}},
    {"navi:trajectory-deviated", "trajectoryId", judgeOnTrajectory, &kTrajectory, nullptr, {}},
    {"navi:system-status", "systemId", judgeSystemStatus, &kStatus, nullptr, {&kString}},
}};

// All of them, with gaps.
std::array<const MessageConverter*, 5> messagesOf(const EventKind& event) {
  return {event.inMatrix, event.inParts, event.others[0], event.others[1], event.others[2]};
}

}  // namespace

const EventKind* findEvent(std::string_view eventType) {
  for (const auto& event : kEvents)
    if (event.eventType == eventType) return &event;
  return nullptr;
}

const MessageConverter& usualMessage(const EventKind& event, const Members& payload) {
  // A tool that isn't seen has no pose, but a state: not present.
  if (event.inMatrix == &kTracking && !hasPose(payload)) return kStatus;
  return event.inParts && !payload.has("matrix") ? *event.inParts : *event.inMatrix;
}

const MessageConverter* findMessage(const EventKind& event, std::string_view type) {
  for (const auto* message : messagesOf(event))
    if (message && message->type == type) return message;
  return nullptr;
}

std::string messagesInWords(const EventKind& event) {
  std::string words;
  for (const auto* message : messagesOf(event))
    if (message) words += (words.empty() ? "" : ", ") + std::string(message->type);
  return words;
}

}  // namespace cast::navicast
