#pragma once
#include <array>
#include <atomic>
#include <compare>
#include <cstdint>
#include <map>
#include <string>

namespace cast::hub {

/// A conversion's two ends, which are formats that a plugin declares, and `done` or `failed`.
struct ConversionLabels {
  std::string from;
  std::string to;
  std::string outcome;
  auto operator<=>(const ConversionLabels&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm
};

/// What the hub counts: numbers only, no identifiers. The maps belong to the loop's thread, the atomics to
/// any.
struct Metrics {
  std::map<std::string, std::uint64_t> rejected;          ///< by kind of problem
  std::map<ConversionLabels, std::uint64_t> conversions;  ///< run, each chain once
  std::uint64_t eventsAccepted = 0;
  std::uint64_t eventsRepeated = 0;  ///< same eventId again, not delivered twice
  std::uint64_t sentWebSocket = 0;   ///< notifications
  std::uint64_t sentEventStream = 0;
  std::uint64_t droppedTooSlow = 0;  ///< connections closed because their queue was over the limit
  std::atomic<std::uint64_t> sentWebhook{0};
  std::atomic<std::uint64_t> webhookAttemptsFailed{0};
  std::atomic<std::uint64_t> webhookGivenUp{0};
  std::uint64_t webSockets = 0;    ///< open
  std::uint64_t eventStreams = 0;  ///< open
};

}  // namespace cast::hub
