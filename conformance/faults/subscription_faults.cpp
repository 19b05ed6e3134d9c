#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {
using nlohmann::ordered_json;

/// Changes what a successful subscribe answers.
template <typename Change>
void answerOtherwise(Hooks& hooks, Change change) {
  hooks.answers = [change](Operation operation, Answer& answer) {
    if (operation != Operation::kSubscribe || answer.status != 200) return;
    ordered_json body = ordered_json::parse(answer.body);
    change(body);
    answer.body = body.dump();
  };
}

using SessionsById = std::shared_ptr<std::map<std::string, std::string>>;

/// The session of every subscription there has been.
SessionsById rememberSessions(Hooks& hooks) {
  auto sessions = std::make_shared<std::map<std::string, std::string>>();
  hooks.subscribes = [sessions](const Subscription& subscription) {
    (*sessions)[subscription.id] = subscription.sessionId;
  };
  return sessions;
}

constexpr Fault kFaults[] = {
    {"subscribe-answers-without-id",
     [](Hooks& hooks) { answerOtherwise(hooks, [](ordered_json& body) { body.erase("subscriptionId"); }); }},
    {"subscribe-answers-a-number-as-id",
     [](Hooks& hooks) { answerOtherwise(hooks, [](ordered_json& body) { body["subscriptionId"] = 7; }); }},
    {"subscribe-answers-an-empty-id",
     [](Hooks& hooks) { answerOtherwise(hooks, [](ordered_json& body) { body["subscriptionId"] = ""; }); }},
    {"subscribe-answers-the-same-id",
     [](Hooks& hooks) {
       answerOtherwise(hooks, [](ordered_json& body) { body["subscriptionId"] = "sub~1"; });
     }},
    {"subscribe-answers-another-id",
     [](Hooks& hooks) {
       answerOtherwise(hooks, [](ordered_json& body) {
         body["subscriptionId"] = "x" + body["subscriptionId"].get<std::string>();
       });
     }},
    {"subscribe-answers-without-expires",
     [](Hooks& hooks) { answerOtherwise(hooks, [](ordered_json& body) { body.erase("expires"); }); }},
    {"expires-is-no-time",
     [](Hooks& hooks) {
       answerOtherwise(hooks, [](ordered_json& body) { body["expires"] = "in one hour"; });
     }},
    {"expires-is-a-number",
     [](Hooks& hooks) { answerOtherwise(hooks, [](ordered_json& body) { body["expires"] = 3600; }); }},
    {"expires-without-zone",
     [](Hooks& hooks) {
       answerOtherwise(hooks, [](ordered_json& body) { body["expires"] = "2099-12-31T23:59:59"; });
     }},
    {"expires-in-the-past",
     [](Hooks& hooks) {
       answerOtherwise(hooks, [](ordered_json& body) { body["expires"] = "2001-01-01T00:00:00Z"; });
     }},
    {"expires-an-hour-ago",
     [](Hooks& hooks) {
       answerOtherwise(hooks, [](ordered_json& body) {
         const Poco::Timestamp ended = Poco::Timestamp() - 3600 * Poco::Timestamp::TimeDiff{1'000'000};
         body["expires"] = Poco::DateTimeFormatter::format(ended, Poco::DateTimeFormat::ISO8601_FORMAT);
       });
     }},
    {"subscribe-answers-no-json",
     [](Hooks& hooks) {
       hooks.answers = [](Operation operation, Answer& answer) {
         if (operation == Operation::kSubscribe && answer.status == 200) answer.body = "subscribed";
       };
     }},
    {"only-the-first-type-counts",
     [](Hooks& hooks) {
       hooks.subscribes = [](Subscription& subscription) {
         subscription.eventTypes.resize(std::min<std::size_t>(1, subscription.eventTypes.size()));
       };
     }},
    {"only-the-last-type-counts",
     [](Hooks& hooks) {
       hooks.subscribes = [](Subscription& subscription) {
         if (!subscription.eventTypes.empty()) subscription.eventTypes = {subscription.eventTypes.back()};
       };
     }},
    {"only-ten-types-count",
     [](Hooks& hooks) {
       hooks.subscribes = [](Subscription& subscription) {
         if (subscription.eventTypes.size() > 10) subscription.eventTypes.resize(10);
       };
     }},
    {"a-webhook-replaces-the-sessions-others",
     [](Hooks& hooks) {
       hooks.replaces = [](const Subscription& earlier, const Subscription& fresh) {
         return fresh.transport == Transport::kWebhook && earlier.transport == Transport::kWebhook &&
                earlier.sessionId == fresh.sessionId;
       };
     }},
    {"unsubscribe-does-nothing",
     [](Hooks& hooks) { hooks.ends = [](const Subscription&, const std::string&) { return false; }; }},
    {"unsubscribe-ends-the-sessions-webhooks",
     [](Hooks& hooks) {
       const SessionsById sessions = rememberSessions(hooks);
       hooks.ends = [sessions](const Subscription& subscription, const std::string& id) {
         return subscription.transport == Transport::kWebhook && subscription.sessionId == (*sessions)[id];
       };
     }},
    {"unsubscribe-ends-everything",
     [](Hooks& hooks) { hooks.ends = [](const Subscription&, const std::string&) { return true; }; }},
    {"unsubscribe-ends-the-sessions-others",
     [](Hooks& hooks) {
       const SessionsById sessions = rememberSessions(hooks);
       hooks.ends = [sessions](const Subscription& subscription, const std::string& id) {
         return subscription.id != id && subscription.sessionId == (*sessions)[id];
       };
     }},
};

}  // namespace

std::span<const Fault> subscriptionFaults() { return kFaults; }

}  // namespace cast::conformance::faults
