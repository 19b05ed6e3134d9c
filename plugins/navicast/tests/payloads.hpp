// What the tests of this variant share: payloads to begin with, and the library's own C++ classes as the
// judge of the messages.
#pragma once

#include <gtest/gtest.h>
#include <igtlMessageHeader.h>

#include <string>
#include <string_view>

#include "base64.hpp"
#include "members.hpp"

namespace cast::navicast {

/// A `navi` payload of this event without its pose, points or state.
Json statement(std::string_view eventType);
Json with(Json payload, const std::string& name, Json value);
Json without(Json payload, const std::string& name);

/// The `openigtlink` payload with this message.
Json asOpenIgtLink(Json statement, const Bytes& message);
Bytes messageIn(const Json& payload);

/// What the library packed, as bytes.
Bytes packed(igtl::MessageBase& message);

/// Has the library read our bytes into `message`, as a receiver does: header, size, body with CRC check.
/// Fails the test where it doesn't.
void readWithLibrary(const Bytes& bytes, igtl::MessageBase& message);

/// The pointer and words with which a call is refused; fails the test where it isn't.
struct Refusal {
  std::string pointer;
  std::string detail;
};
template <typename Call>
Refusal refusalOf(const Call& call) {
  try {
    call();
  } catch (const Fault& fault) {
    return {fault.pointer(), fault.what()};
  }
  ADD_FAILURE() << "not refused";
  return {};
}

}  // namespace cast::navicast
