#pragma once
#include <optional>
#include <string>

#include "engine/inbox.hpp"

namespace cast::conformance {

struct Step;

/// Proves that a subscription is in force: publishes probe events into its session until one arrives in its
/// inbox, a few milliseconds apart at first. Nothing in the specification says when a subscription is in
/// force, so a check that published at once would fail a hub that is merely slow.
class Probe {
 public:
  Probe(const Step& step, std::string eventType, std::string sessionId);

  /// Nothing once a probe has arrived, or why none did.
  std::optional<std::string> untilOneArrives(Inbox& inbox, const Deadline& deadline);

 private:
  std::optional<std::string> publishUntilOneArrives(Inbox& inbox, const Deadline& deadline);
  std::string nextEvent(bool overWebSocket);
  /// Why it makes no sense to go on, or nothing.
  std::optional<std::string> publishOverHttp(const Deadline& deadline);
  std::optional<std::string> publishOverWebSocket(const Deadline& deadline);

  const Step& step_;
  std::string eventType_;
  std::string sessionId_;
  std::string mark_;
  int count_ = 0;
  std::string lastAnswer_;
};

}  // namespace cast::conformance
