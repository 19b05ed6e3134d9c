#pragma once
#include <optional>
#include <string>
#include <variant>

#include "hub/hooks.hpp"

namespace cast::conformance::faults {

/// Reads what clients ask for from the JSON they send, alike over HTTP and over a WebSocket, and finds the
/// first thing wrong with it that the hooks do not overlook.
class RequestReader {
 public:
  RequestReader(Operation operation, const Hooks& hooks) : operation_(operation), hooks_(hooks) {}

  std::variant<Members, Complaint> readMessage(const std::string& text);
  /// Without `sessionId` a subscription belongs to the nameless session, as the specification's example of
  /// format negotiation leaves it out.
  std::variant<Subscription, Complaint> readSubscribe(const Members& message);
  std::variant<Event, Complaint> readEvent(const Members& message);

 private:
  void complain(Defect defect, const std::string& member);
  std::string string(const Members& message, const std::string& member);
  std::vector<std::string> strings(const Members& message, const std::string& member);
  template <typename Request>
  std::variant<Request, Complaint> outcome(Request request) const;

  Operation operation_;
  const Hooks& hooks_;
  std::optional<Complaint> complaint_;
};

/// The complaint in words.
std::string describe(const Complaint& complaint);

}  // namespace cast::conformance::faults
