#pragma once
#include <chrono>
#include <cstddef>

namespace cast::hub {

/// What a connection may cost.
struct ChannelLimits {
  std::size_t message = (1U << 20U) + (64U << 10U);  ///< bytes of a WebSocket message
  std::size_t queue = 16U << 20U;                    ///< bytes that may wait for a receiver
  std::size_t subscriptions = 100;                   ///< of one connection
  std::chrono::milliseconds keepAlive{15'000};       ///< silence before a comment line on an event stream
  std::chrono::milliseconds ping{30'000};  ///< silence before a ping; as long again without a pong ends it
};

}  // namespace cast::hub
