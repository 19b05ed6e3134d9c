#include "channel/format_negotiation.hpp"

#include <exception>
#include <utility>

namespace cast::hub {
namespace {

constexpr std::chrono::milliseconds kSlow{100};
constexpr std::size_t kOverhead = 256;  // bytes beside the texts, of an event or a format that is remembered

EventPtr withPayload(const Event& event, std::string_view payload) {
  Event converted;
  converted.ordinal = event.ordinal;
  converted.sequence = event.sequence;
  converted.id = event.id;
  converted.type = event.type;
  converted.sessionId = event.sessionId;
  converted.incarnation = event.incarnation;
  converted.fingerprint = event.fingerprint;
  converted.payloadBegin = event.payloadBegin;
  converted.payloadSize = payload.size();
  const std::string_view published = event.notification;
  const std::string_view after = published.substr(event.payloadBegin + event.payloadSize);
  converted.notification.reserve(event.payloadBegin + payload.size() + after.size());
  converted.notification.append(published.substr(0, event.payloadBegin)).append(payload).append(after);
  return std::make_shared<const Event>(std::move(converted));
}

}  // namespace

FormatNegotiation::FormatNegotiation(const Variants& variants, std::size_t limit, Metrics& metrics, Log& log)
    : variants_(variants), limit_(limit), metrics_(metrics), log_(log) {}

EventPtr FormatNegotiation::inPreferredFormat(const Subscription& subscription, const EventPtr& event) {
  if (subscription.preferredFormats.empty()) return event;
  try {
    return negotiate(subscription, event);
  } catch (const std::exception& error) {  // such as no memory; who comes after this receiver gets the event
    log_.error("negotiation failed", {{"eventId", event->id}, {"error", error.what()}});
    return event;
  }
}

EventPtr FormatNegotiation::negotiate(const Subscription& subscription, const EventPtr& event) {
  if (const auto generation = variants_.generation(); generation != generation_) {
    forgetAll();
    generation_ = generation;
  }
  Known& known = this->known(*event);
  EventPtr chosen;
  for (const std::string& format : subscription.preferredFormats) {
    if (format == known.format) chosen = event;
    if (!chosen) chosen = convert(*event, known, format);
    if (chosen) break;
  }
  forgetOldest();
  return chosen ? chosen : event;
}

FormatNegotiation::Known& FormatNegotiation::known(const Event& event) {
  if (const auto found = byOrdinal_.find(event.ordinal); found != byOrdinal_.end()) {
    recent_.splice(recent_.begin(), recent_, found->second);
    return recent_.front();
  }
  recent_.push_front({event.ordinal, variants_.formatOf(event.type, payloadOf(event)), {}, 0});
  byOrdinal_[event.ordinal] = recent_.begin();
  grow(recent_.front(), kOverhead + recent_.front().format.size());
  return recent_.front();
}

// Null where it can't be done. What no chain leads to costs so little to find out that it is not remembered.
EventPtr FormatNegotiation::convert(const Event& event, Known& known, const std::string& format) {
  if (const auto found = known.converted.find(format); found != known.converted.end()) return found->second;
  const Conversion conversion = variants_.convert(event.type, payloadOf(event), known.format, format);
  if (!conversion.reachable) return nullptr;
  report(event, conversion, known.format, format);
  EventPtr converted = conversion.payload ? withPayload(event, *conversion.payload) : nullptr;
  known.converted[format] = converted;
  grow(known, kOverhead + format.size() + (converted ? converted->notification.size() : 0));
  return converted;
}

void FormatNegotiation::report(const Event& event, const Conversion& conversion, const std::string& from,
                               const std::string& to) {
  ++metrics_.conversions[{from, to, conversion.payload ? "done" : "failed"}];
  for (const Conversion::Step& step : conversion.steps) {
    if (step.took <= kSlow) continue;
    log_.warning("conversion slow: every event waited for it",
                 {{"variant", step.variant},
                  {"eventId", event.id},
                  {"eventType", event.type},
                  {"from", step.from},
                  {"to", step.to},
                  {"milliseconds", std::to_string(step.took.count() / 1000)}});
  }
  if (conversion.payload) return;
  const std::string variant = conversion.steps.empty() ? "" : conversion.steps.back().variant;
  log_.warning("conversion failed", {{"variant", variant},
                                     {"eventId", event.id},
                                     {"eventType", event.type},
                                     {"from", from},
                                     {"to", to},
                                     {"reason", conversion.fault}});
}

void FormatNegotiation::grow(Known& known, std::size_t bytes) {
  known.bytes += bytes;
  bytes_ += bytes;
}

// But never the event at hand, whose other receivers come next.
void FormatNegotiation::forgetOldest() {
  while (bytes_ > limit_ && recent_.size() > 1) {
    bytes_ -= recent_.back().bytes;
    byOrdinal_.erase(recent_.back().ordinal);
    recent_.pop_back();
  }
}

void FormatNegotiation::forgetAll() {
  recent_.clear();
  byOrdinal_.clear();
  bytes_ = 0;
}

}  // namespace cast::hub
