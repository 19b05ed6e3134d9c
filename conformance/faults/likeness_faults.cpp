// What becomes of events whose names are only like others', and of subscriptions that look alike.
#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <set>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

std::string without(std::string_view left, std::string text) {
  std::erase_if(text, [left](char letter) { return left.find(letter) != std::string_view::npos; });
  return text;
}

std::string inAscii(std::string text) {
  std::erase_if(text, [](char letter) { return static_cast<unsigned char>(letter) >= 0x80; });
  return text;
}

bool names(const Subscription& subscription, const std::string& type) {
  const auto& types = subscription.eventTypes;
  return std::find(types.begin(), types.end(), type) != types.end();
}

/// Delivers also to sessions whose ids are the same once they are `made` alike.
template <typename Make>
void mistakeSessions(Hooks& hooks, Make made) {
  hooks.delivers = [made](Delivery& delivery) {
    if (delivery.copies == 0 && names(delivery.subscription, delivery.event.eventType) &&
        made(delivery.subscription.sessionId) == made(delivery.event.sessionId))
      delivery.copies = 1;
  };
}

/// Delivers also to subscriptions to types that `match`.
template <typename Match>
void mistakeTypes(Hooks& hooks, Match match) {
  hooks.delivers = [match](Delivery& delivery) {
    const Subscription& subscription = delivery.subscription;
    if (delivery.copies > 0 || subscription.sessionId != delivery.event.sessionId) return;
    for (const std::string& type : subscription.eventTypes)
      if (match(type, delivery.event.eventType)) delivery.copies = 1;
  };
}

bool matchesWithDots(const std::string& pattern, const std::string& type) {
  return pattern.size() == type.size() &&
         std::equal(pattern.begin(), pattern.end(), type.begin(),
                    [](char wanted, char letter) { return wanted == letter || wanted == '.'; });
}

/// The types and sessions of each connection's subscriptions.
struct Wishes {
  std::set<std::string> types;
  std::set<std::string> sessions;
};

/// When a connection over `transport` ends, so do its session's callbacks.
void takeCallbacksAlong(Hooks& hooks, Transport transport) {
  auto sessions = std::make_shared<std::map<const void*, std::string>>();
  hooks.subscribes = [sessions, transport](const Subscription& subscription) {
    if (subscription.transport == transport) (*sessions)[subscription.connection] = subscription.sessionId;
  };
  hooks.leaves = [sessions](const Subscription& subscription, const void* connection) {
    if (subscription.connection == connection) return true;
    const auto left = sessions->find(connection);
    return left != sessions->end() && subscription.transport == Transport::kWebhook &&
           subscription.sessionId == left->second;
  };
}

constexpr Fault kFaults[] = {
    {"misrouted-to-trimmed-sessions",
     [](Hooks& hooks) { mistakeSessions(hooks, [](const std::string& id) { return without(" /", id); }); }},
    {"misrouted-to-sessions-without-punctuation",
     [](Hooks& hooks) {
       mistakeSessions(hooks, [](const std::string& id) { return without("-_ /.%", id); });
     }},
    {"misrouted-to-sessions-in-ascii", [](Hooks& hooks) { mistakeSessions(hooks, inAscii); }},
    {"lost-where-a-callback-is-in-two-sessions",
     [](Hooks& hooks) {
       hooks.replaces = [](const Subscription& earlier, const Subscription& fresh) {
         return !fresh.callbackUrl.empty() && earlier.callbackUrl == fresh.callbackUrl &&
                earlier.sessionId != fresh.sessionId;
       };
     }},
    {"misrouted-by-types-as-patterns", [](Hooks& hooks) { mistakeTypes(hooks, matchesWithDots); }},
    {"misrouted-by-types-without-punctuation",
     [](Hooks& hooks) {
       mistakeTypes(hooks, [](const std::string& wanted, const std::string& type) {
         return without("-_.: ", wanted) == without("-_.: ", type);
       });
     }},
    {"lost-types-after-the-64th",
     [](Hooks& hooks) {
       hooks.subscribes = [](Subscription& subscription) {
         if (subscription.eventTypes.size() > 64) subscription.eventTypes.resize(64);
       };
     }},
    {"misrouted-by-the-first-session-in-the-text",
     [](Hooks& hooks) {
       hooks.distributes = [](Event& event) {
         if (event.members.front().name != "payload") return true;
         const auto payload = readObject(event.members.front().text);
         const std::string* session = payload ? find(*payload, "sessionId") : nullptr;
         if (session) event.sessionId = asString(*session).value_or(event.sessionId);
         return true;
       };
     }},
    {"misrouted-by-the-union-of-a-connections-wishes",
     [](Hooks& hooks) {
       auto wishes = std::make_shared<std::map<const void*, Wishes>>();
       hooks.subscribes = [wishes](const Subscription& subscription) {
         if (subscription.transport != Transport::kWebSocket) return;
         Wishes& own = (*wishes)[subscription.connection];
         own.types.insert(subscription.eventTypes.begin(), subscription.eventTypes.end());
         own.sessions.insert(subscription.sessionId);
       };
       hooks.delivers = [wishes](Delivery& delivery) {
         const auto own = wishes->find(delivery.subscription.connection);
         if (delivery.copies > 0 || own == wishes->end()) return;
         if (own->second.types.contains(delivery.event.eventType) &&
             own->second.sessions.contains(delivery.event.sessionId))
           delivery.copies = 1;
       };
     }},
    {"lost-callbacks-after-a-websocket-left",
     [](Hooks& hooks) { takeCallbacksAlong(hooks, Transport::kWebSocket); }},
    {"lost-callbacks-after-a-stream-left",
     [](Hooks& hooks) { takeCallbacksAlong(hooks, Transport::kEventStream); }},
};

}  // namespace

std::span<const Fault> likenessFaults() { return kFaults; }

}  // namespace cast::conformance::faults
