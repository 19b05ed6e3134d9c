// What each converter between the format `navi` and one type of OpenIGTLink message offers. One file each;
// all are constant and callable from any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base64.hpp"
#include "members.hpp"

namespace cast::navicast {

struct EventKind;

/// A payload while a message is read into it.
class Filling {
 public:
  explicit Filling(Json& payload) : payload_(payload) {}

  /// Throws Fault where the payload has the member beside the message: there is one place for each value.
  void put(const std::string& name, Json value);
  bool filled(const std::string& name) const { return names_.count(name) != 0; }
  Members members() const { return Members(payload_); }
  Json& payload() { return payload_; }

 private:
  Json& payload_;
  std::set<std::string> names_;
};

struct MessageConverter {
  const char* type;

  /// Takes what the message carries out of the payload, which has passed judgeNavi(), and gives the
  /// message's body. Throws Fault where a value does not fit.
  Bytes (*pack)(const EventKind& event, Json& payload);

  /// The other way. `body` may be any bytes. Throws Fault, at /data where the message is at fault.
  void (*unpack)(const EventKind& event, const Bytes& body, Filling& payload);
};

extern const MessageConverter kTransform;           ///< transform_converter.cpp
extern const MessageConverter kPosition;            ///< position_converter.cpp
extern const MessageConverter kQuaternionTracking;  ///< quaternion_tracking_converter.cpp
extern const MessageConverter kTracking;            ///< tracking_converter.cpp
extern const MessageConverter kPoint;               ///< point_converter.cpp
extern const MessageConverter kTrajectory;          ///< trajectory_converter.cpp
extern const MessageConverter kStatus;              ///< status_converter.cpp
extern const MessageConverter kString;              ///< string_converter.cpp

}  // namespace cast::navicast
