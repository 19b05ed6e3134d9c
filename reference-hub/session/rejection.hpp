#pragma once
#include <string>
#include <string_view>

namespace cast::hub {

/// Why the hub refuses what it was sent: a protocol outcome, so a value and not an exception. Every transport
/// renders it alike: RFC 9457 problem details over HTTP, `{"error": {...}}` with the same members over a
/// WebSocket.
struct Rejection {
  int status = 400;  ///< HTTP status code
  std::string
      kind;  ///< last part of the problem's type, `urn:cast:problem:<kind>`, for example "missing-member"
  std::string title;    ///< the kind in a few words, the same for every occurrence
  std::string detail;   ///< this occurrence: what is at fault and what to do; never a token, never a stack
  std::string pointer;  ///< RFC 6901 JSON Pointer to the member at fault; empty where no member is
};

/// What a client is told of a failure that is none of its own.
Rejection internalError();

/// The problem as a JSON object (RFC 9457); `further` are more members' text, with a comma in front of each.
std::string problemJson(const Rejection& rejection, std::string_view further = {});

}  // namespace cast::hub
