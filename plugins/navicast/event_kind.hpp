// The event types of this variant and the messages that carry each.
#pragma once

#include <array>
#include <string_view>

#include "converter.hpp"

namespace cast::navicast {

struct EventKind {
  std::string_view eventType;
  std::string_view id;               ///< the member that names what the event is about
  void (*judge)(const Members&);     ///< the rules of this event's `navi` payloads
  const MessageConverter* inMatrix;  ///< the usual message, where a pose is one matrix or there is none
  const MessageConverter* inParts;   ///< likewise, where it is position and quaternion
  std::array<const MessageConverter*, 3> others;  ///< further ones, by `messageType`
};

/// Null where the event type is none of this variant's.
const EventKind* findEvent(std::string_view eventType);

/// The message for a `navi` payload that names none.
const MessageConverter& usualMessage(const EventKind& event, const Members& payload);

/// Null where messages of this type don't carry such events.
const MessageConverter* findMessage(const EventKind& event, std::string_view type);

/// "TDATA, QTDATA, TRANSFORM"
std::string messagesInWords(const EventKind& event);

}  // namespace cast::navicast
