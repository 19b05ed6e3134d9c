#include <string_view>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

constexpr std::string_view kUser = "user-", kPatient = "patient-", kDicom = "dicom-", kDocument = "document-",
                           kOrder = "order-";

/// Families of types have a beginning in common, but for ui-state-change, which is a user's.
bool beginsWith(const Event& event, std::string_view family) {
  return event.eventType.starts_with(family) || (family == kUser && event.eventType.starts_with("ui-"));
}

/// Loses the wanted deliveries of this family of types that were published over `from`.
void loseFrom(Hooks& hooks, Transport from, std::string_view family) {
  hooks.delivers = [from, family](Delivery& delivery) {
    if (delivery.event.publishedOver == from && beginsWith(delivery.event, family)) delivery.copies = 0;
  };
}

void loseOverStream(Hooks& hooks, std::string_view family) {
  hooks.delivers = [family](Delivery& delivery) {
    if (delivery.subscription.transport == Transport::kEventStream && beginsWith(delivery.event, family))
      delivery.copies = 0;
  };
}

/// Takes from payloads that have this member its last one, where the event came or goes over a transport.
template <typename Fits>
void cutPayload(Hooks& hooks, std::string_view marker, Fits fits) {
  hooks.notifies = [marker, fits](Delivery& delivery) {
    std::string& payload = *find(delivery.members, "payload");
    auto members = readObject(payload);
    if (!members || !fits(delivery) || payload.find(marker) == std::string::npos) return;
    members->pop_back();
    payload = writeObject(*members);
  };
}

bool cameOverWebSocket(const Delivery& delivery) {
  return delivery.event.publishedOver == Transport::kWebSocket;
}
bool goesOverStream(const Delivery& delivery) {
  return delivery.subscription.transport == Transport::kEventStream;
}

constexpr std::string_view kFhir = "\"resourceType\"";
constexpr std::string_view kProprietary = "\"proprietary\"";
constexpr std::string_view kLegacy = "\"legacy\"";
constexpr std::string_view kDicomFormat = "\"dicom\"";

constexpr Fault kFaults[] = {
    {"lost-user-types-from-websocket", [](Hooks& hooks) { loseFrom(hooks, Transport::kWebSocket, kUser); }},
    {"lost-patient-types-from-websocket",
     [](Hooks& hooks) { loseFrom(hooks, Transport::kWebSocket, kPatient); }},
    {"lost-dicom-types-from-websocket", [](Hooks& hooks) { loseFrom(hooks, Transport::kWebSocket, kDicom); }},
    {"lost-document-types-from-websocket",
     [](Hooks& hooks) { loseFrom(hooks, Transport::kWebSocket, kDocument); }},
    {"lost-order-types-from-websocket", [](Hooks& hooks) { loseFrom(hooks, Transport::kWebSocket, kOrder); }},
    {"lost-user-types-over-event-stream", [](Hooks& hooks) { loseOverStream(hooks, kUser); }},
    {"lost-patient-types-over-event-stream", [](Hooks& hooks) { loseOverStream(hooks, kPatient); }},
    {"lost-dicom-types-over-event-stream", [](Hooks& hooks) { loseOverStream(hooks, kDicom); }},
    {"lost-document-types-over-event-stream", [](Hooks& hooks) { loseOverStream(hooks, kDocument); }},
    {"lost-order-types-over-event-stream", [](Hooks& hooks) { loseOverStream(hooks, kOrder); }},
    {"fhir-payload-cut-from-websocket", [](Hooks& hooks) { cutPayload(hooks, kFhir, cameOverWebSocket); }},
    {"proprietary-payload-cut-from-websocket",
     [](Hooks& hooks) { cutPayload(hooks, kProprietary, cameOverWebSocket); }},
    {"legacy-payload-cut-from-websocket",
     [](Hooks& hooks) { cutPayload(hooks, kLegacy, cameOverWebSocket); }},
    {"dicom-payload-cut-from-websocket",
     [](Hooks& hooks) { cutPayload(hooks, kDicomFormat, cameOverWebSocket); }},
    {"fhir-payload-cut-over-event-stream", [](Hooks& hooks) { cutPayload(hooks, kFhir, goesOverStream); }},
    {"proprietary-payload-cut-over-event-stream",
     [](Hooks& hooks) { cutPayload(hooks, kProprietary, goesOverStream); }},
    {"legacy-payload-cut-over-event-stream",
     [](Hooks& hooks) { cutPayload(hooks, kLegacy, goesOverStream); }},
    {"dicom-payload-cut-over-event-stream",
     [](Hooks& hooks) { cutPayload(hooks, kDicomFormat, goesOverStream); }},
};

}  // namespace

std::span<const Fault> standardTypeFaults() { return kFaults; }

}  // namespace cast::conformance::faults
