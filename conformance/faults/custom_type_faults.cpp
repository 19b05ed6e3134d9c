#include <algorithm>
#include <cctype>
#include <string_view>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

bool isCustom(std::string_view type) { return type.find(':') != std::string_view::npos; }
std::string_view domainOf(std::string_view type) { return type.substr(0, type.find(':')); }
std::string_view nameOf(std::string_view type) { return type.substr(type.find(':') + 1); }

/// Loses the wanted deliveries of events of custom types that fit.
template <typename Predicate>
void lose(Hooks& hooks, Predicate lost) {
  hooks.delivers = [lost](Delivery& delivery) {
    if (delivery.copies > 0 && isCustom(delivery.event.eventType) && lost(delivery)) delivery.copies = 0;
  };
}

void loseOver(Hooks& hooks, Transport to) {
  lose(hooks, [to](const Delivery& d) { return d.subscription.transport == to; });
}

void loseBetween(Hooks& hooks, Transport from, Transport to) {
  lose(hooks, [from, to](const Delivery& d) {
    return d.event.publishedOver == from && d.subscription.transport == to;
  });
}

/// Refuses the events that fit.
template <typename Predicate>
void refuse(Hooks& hooks, const char* member, Predicate refused) {
  hooks.demands = [member, refused](Operation, const Members& message) -> std::optional<Complaint> {
    if (!find(message, "payload") || !find(message, "eventType") || !refused(message)) return std::nullopt;
    return Complaint{Defect::kWrongType, member};
  };
}

bool namesKnownFormat(const std::string& payload) {
  const auto members = readObject(payload);
  const std::string* format = members ? find(*members, "format") : nullptr;
  constexpr std::string_view kKnown = R"("fhir" "proprietary" "legacy" "dicom")";
  return !format || kKnown.find(*format) != std::string_view::npos;
}

constexpr Fault kFaults[] = {
    {"lost-custom-types-over-websocket", [](Hooks& hooks) { loseOver(hooks, Transport::kWebSocket); }},
    {"lost-custom-types-over-webhook", [](Hooks& hooks) { loseOver(hooks, Transport::kWebhook); }},
    {"lost-custom-types-over-event-stream", [](Hooks& hooks) { loseOver(hooks, Transport::kEventStream); }},
    {"lost-custom-types-from-http-to-websocket",
     [](Hooks& hooks) { loseBetween(hooks, Transport::kHttp, Transport::kWebSocket); }},
    {"lost-custom-types-from-websocket-to-webhook",
     [](Hooks& hooks) { loseBetween(hooks, Transport::kWebSocket, Transport::kWebhook); }},
    {"lost-custom-types-from-websocket-to-event-stream",
     [](Hooks& hooks) { loseBetween(hooks, Transport::kWebSocket, Transport::kEventStream); }},
    {"lost-types-of-unknown-domains",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) {
         constexpr std::string_view kKnown = "radiology pharmacy user workflow dicom conformance";
         return kKnown.find(domainOf(d.event.eventType)) == std::string_view::npos;
       });
     }},
    {"custom-types-matched-by-name",
     [](Hooks& hooks) {
       hooks.delivers = [](Delivery& d) {
         const auto& types = d.subscription.eventTypes;
         const bool sameName = std::any_of(types.begin(), types.end(), [&](const std::string& type) {
           return nameOf(type) == nameOf(d.event.eventType);
         });
         if (d.subscription.sessionId == d.event.sessionId && sameName) d.copies = 1;
       };
     }},
    {"custom-types-lost-beside-standard-ones",
     [](Hooks& hooks) {
       hooks.subscribes = [](Subscription& subscription) {
         auto& types = subscription.eventTypes;
         if (!std::all_of(types.begin(), types.end(), isCustom)) std::erase_if(types, isCustom);
       };
     }},
    {"types-with-digits-refused",
     [](Hooks& hooks) {
       refuse(hooks, "eventType", [](const Members& event) {
         const std::string& type = *find(event, "eventType");
         return std::any_of(type.begin(), type.end(),
                            [](unsigned char letter) { return std::isdigit(letter); });
       });
     }},
    {"unknown-formats-refused",
     [](Hooks& hooks) {
       refuse(hooks, "payload",
              [](const Members& event) { return !namesKnownFormat(*find(event, "payload")); });
     }},
    {"user-dropped-from-custom-events",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& d) {
         if (isCustom(d.event.eventType)) removeMember(d.members, "userId");
       };
     }},
    {"custom-events-overtake-standard-ones",
     [](Hooks& hooks) { hooks.delivers = [](Delivery& d) { d.late = !isCustom(d.event.eventType); }; }},
    {"lost-types-of-dicomcast",
     [](Hooks& hooks) {
       hooks.distributes = [](Event& event) { return !event.eventType.starts_with("dicom"); };
     }},
    {"lost-types-of-navicast",
     [](Hooks& hooks) {
       hooks.distributes = [](Event& event) { return !event.eventType.starts_with("navi:"); };
     }},
    {"lost-types-of-fhircast",
     [](Hooks& hooks) {
       hooks.distributes = [](Event& event) {
         return !std::isupper(static_cast<unsigned char>(event.eventType.front()));
       };
     }},
};

}  // namespace

std::span<const Fault> customTypeFaults() { return kFaults; }

}  // namespace cast::conformance::faults
