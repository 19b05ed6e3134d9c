#pragma once
#include <atomic>
#include <functional>
#include <stdexcept>

#include "back_off.hpp"
#include "hub_access.hpp"
#include "outbox.hpp"
#include "output.hpp"
#include "reception.hpp"

namespace cast::client {

/// What the threads share. Owned by the program; outlives them.
struct Parts {
  const Options& options;
  const HubAccess& access;
  Output& output;
  Reception& reception;
  Outbox& outbox;
  const Flag& stop;  ///< raised when the program is to end
};

/// A connection that stood is gone; the text says how.
class Lost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// How a link to the hub came to its end.
enum class Ended { done, refused, unreachable };

/// A link to the hub, which `run` keeps up in a thread of its own until there is nothing left to do.
class Link {
 public:
  explicit Link(const Parts& parts) : parts_(parts), backOff_(parts.options.backOff) {}
  virtual ~Link() = default;
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  /// Connects, and again after each loss, with pauses. Returns when the work is done, the program is to end,
  /// the hub refuses for good, or patience is at its end. Never throws what the network throws.
  Ended run();

 protected:
  /// Connects and works until the work is done. Throws Lost, Refused, Poco::Exception.
  virtual void work() = 0;

  const Parts& parts() const { return parts_; }
  BackOff& backOff() { return backOff_; }
  /// The end was asked for: until when what is left may take.
  BackOff::Clock::time_point closingDeadline();

 private:
  const Parts& parts_;
  BackOff backOff_;
  BackOff::Clock::time_point closing_{};
};

/// Waits for either of the descriptors to have something to read, or for the time to pass. Negative ones are
/// passed over; a negative time means for ever.
void waitForAny(int first, int second, int third, Milliseconds time);

/// When to renew what ends at `expires` (RFC 3339): in half the time that is left.
std::optional<BackOff::Clock::time_point> renewalOf(const std::optional<std::string>& expires);

/// The members of a subscribe request, over any transport.
JsonObject subscribeRequest(const Options& options);

}  // namespace cast::client
