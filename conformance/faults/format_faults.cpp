#include <map>
#include <memory>

#include "fault.hpp"
#include "hub/conversion.hpp"

namespace cast::conformance::faults {
namespace {

const std::string& payloadOf(const Event& event) { return *find(event.members, "payload"); }

constexpr Fault kFaults[] = {
    {"preferred-formats-ignored",
     [](Hooks& hooks) { hooks.converts = [](const Event&, const Subscription&) { return std::nullopt; }; }},
    {"preferred-formats-ignored-over-event-stream",
     [](Hooks& hooks) {
       hooks.converts = [](const Event& event, const Subscription& subscription) {
         return subscription.transport == Transport::kEventStream
                    ? std::nullopt
                    : inPreferredFormat(payloadOf(event), subscription.preferredFormats);
       };
     }},
    {"preferred-formats-ignored-over-websocket",
     [](Hooks& hooks) {
       hooks.converts = [](const Event& event, const Subscription& subscription) {
         return subscription.transport == Transport::kWebSocket
                    ? std::nullopt
                    : inPreferredFormat(payloadOf(event), subscription.preferredFormats);
       };
     }},
    {"only-the-first-preferred-format-counts",
     [](Hooks& hooks) {
       hooks.subscribes = [](Subscription& subscription) {
         if (subscription.preferredFormats.size() > 1) subscription.preferredFormats.resize(1);
       };
     }},
    {"one-receivers-format-is-everybodys",
     [](Hooks& hooks) {
       auto formats = std::make_shared<std::map<std::string, std::vector<std::string>>>();  // by session
       hooks.subscribes = [formats](const Subscription& subscription) {
         if (!subscription.preferredFormats.empty())
           (*formats)[subscription.sessionId] = subscription.preferredFormats;
       };
       hooks.converts = [formats](const Event& event, const Subscription&) {
         return inPreferredFormat(payloadOf(event), (*formats)[event.sessionId]);
       };
     }},
    {"converted-without-need",
     [](Hooks& hooks) {
       hooks.converts = [](const Event& event, const Subscription& subscription) {
         return subscription.preferredFormats.empty() ? std::nullopt
                                                      : inPreferredFormat(payloadOf(event), {"text"});
       };
     }},
    {"lost-where-a-preferred-format-cannot-be-had",
     [](Hooks& hooks) {
       hooks.delivers = [](Delivery& delivery) {
         const auto& formats = delivery.subscription.preferredFormats;
         if (!formats.empty() && !inPreferredFormat(payloadOf(delivery.event), formats)) delivery.copies = 0;
       };
     }},
    {"conversion-replaces-the-timestamp",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& delivery) {
         if (inPreferredFormat(payloadOf(delivery.event), delivery.subscription.preferredFormats))
           *find(delivery.members, "timestamp") = "\"2001-01-01T00:00:00Z\"";
       };
     }},
};

}  // namespace

std::span<const Fault> formatFaults() { return kFaults; }

}  // namespace cast::conformance::faults
