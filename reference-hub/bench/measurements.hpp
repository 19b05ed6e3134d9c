#pragma once
#include <cstddef>

#include "target.hpp"

namespace cast::bench {

/// Opens `count` WebSockets, each with a subscription, `perSession` of them in a session, and prints what
/// they cost the hub.
void measureConnections(const Target& target, std::size_t count, std::size_t perSession);

/// Publishes `events` events at `rate` a second to a session of `receivers` WebSockets and prints deliveries
/// per second and the time from the moment an event was due to be sent until a receiver has it. False where
/// deliveries are missing.
bool measureFanout(const Target& target, std::size_t receivers, std::size_t events, double rate);

}  // namespace cast::bench
