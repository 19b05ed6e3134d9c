#pragma once
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <unordered_map>

#include "log.hpp"
#include "metrics.hpp"
#include "session/subscription.hpp"
#include "variant/variants.hpp"

namespace cast::hub {

/// Gives an event in the format that a subscription prefers (implementation guide, "Formats"; specification,
/// "Format Negotiation"). Remembers what it converted: a conversion runs once for each event and format,
/// however many receivers want it, over whichever transports, now or in a replay. Used by the loop's thread
/// only; conversions run on it.
class FormatNegotiation {
 public:
  /// `limit`: bytes of converted notifications that are remembered; the longest unused are forgotten first.
  FormatNegotiation(const Variants& variants, std::size_t limit, Metrics& metrics, Log& log);

  /// The event itself where the subscription prefers nothing, where the event has the first format that can
  /// be had, or where none can be had. Never fails: a format never costs a delivery.
  EventPtr inPreferredFormat(const Subscription& subscription, const EventPtr& event);

 private:
  /// What is known of one event.
  struct Known {
    std::uint64_t ordinal;
    std::string format;                                      ///< as published
    std::map<std::string, EventPtr, std::less<>> converted;  ///< by format; null: it can't be done
    std::size_t bytes = 0;
  };
  using Recent = std::list<Known>;  // last used first

  EventPtr negotiate(const Subscription& subscription, const EventPtr& event);
  Known& known(const Event& event);
  EventPtr convert(const Event& event, Known& known, const std::string& format);
  void report(const Event& event, const Conversion& conversion, const std::string& from,
              const std::string& to);
  void grow(Known& known, std::size_t bytes);
  void forgetOldest();
  void forgetAll();

  const Variants& variants_;
  const std::size_t limit_;
  Metrics& metrics_;
  Log& log_;
  Recent recent_;
  std::unordered_map<std::uint64_t, Recent::iterator> byOrdinal_;
  std::size_t bytes_ = 0;
  std::uint64_t generation_ = 0;  // of the variants that what is known came from
};

}  // namespace cast::hub
