#include <memory>
#include <set>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

void loseType(Hooks& hooks, const char* type) {
  hooks.distributes = [type](Event& event) { return event.eventType != type; };
}

/// Loses the events whose payload holds these characters.
void losePayload(Hooks& hooks, const char* characters) {
  hooks.distributes = [characters](Event& event) {
    return find(event.members, "payload")->find(characters) == std::string::npos;
  };
}

constexpr Fault kFaults[] = {
    {"lost-study-selections", [](Hooks& hooks) { loseType(hooks, "study-select"); }},
    {"lost-clicks", [](Hooks& hooks) { loseType(hooks, "user-click"); }},
    {"lost-reviews-of-the-pharmacy",
     [](Hooks& hooks) { loseType(hooks, "pharmacy:medication-review-complete"); }},
    {"lost-measurements", [](Hooks& hooks) { loseType(hooks, "dicom:measurement-added"); }},
    {"lost-where-payload-is-legacy", [](Hooks& hooks) { losePayload(hooks, "\"legacy\""); }},
    {"lost-where-payload-has-attributes", [](Hooks& hooks) { losePayload(hooks, "\"attributes\""); }},
    {"no-websocket",
     [](Hooks& hooks) {
       hooks.answers = [](Operation operation, Answer& answer) {
         if (operation == Operation::kOpenWebSocket) answer = {.status = 404};
       };
     }},
    {"no-subscribing-over-http",
     [](Hooks& hooks) {
       hooks.answers = [](Operation operation, Answer& answer) {
         if (operation == Operation::kSubscribe) answer = {.status = 404};
       };
     }},
    {"subscribing-over-websocket-does-nothing",
     [](Hooks& hooks) {
       hooks.subscribes = [](Subscription& subscription) {
         if (subscription.transport == Transport::kWebSocket) subscription.eventTypes.clear();
       };
     }},
    {"publishers-hear-themselves-alone",
     [](Hooks& hooks) {
       hooks.delivers = [](Delivery& delivery) {
         if (delivery.subscription.connection != delivery.event.connection) delivery.copies = 0;
       };
     }},
    {"lost-answers-over-the-same-connection",
     [](Hooks& hooks) {
       auto publishers = std::make_shared<std::set<const void*>>();
       hooks.distributes = [publishers](const Event& event) {
         if (event.connection) publishers->insert(event.connection);
         return true;
       };
       hooks.delivers = [publishers](Delivery& delivery) {
         if (publishers->contains(delivery.subscription.connection)) delivery.copies = 0;
       };
     }},
    {"publishing-needs-a-subscription",
     [](Hooks& hooks) {
       auto subscribers = std::make_shared<std::set<const void*>>();
       hooks.subscribes = [subscribers](const Subscription& subscription) {
         subscribers->insert(subscription.connection);
       };
       hooks.distributes = [subscribers](const Event& event) {
         return !event.connection || subscribers->contains(event.connection);
       };
     }},
};

}  // namespace

std::span<const Fault> exampleFaults() { return kFaults; }

}  // namespace cast::conformance::faults
