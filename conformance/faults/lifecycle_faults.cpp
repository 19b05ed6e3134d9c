#include <map>
#include <memory>
#include <set>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

using Names = std::shared_ptr<std::set<std::string>>;
Names noNames() { return std::make_shared<std::set<std::string>>(); }

bool isItsConnection(const Subscription& subscription, const void* connection) {
  return subscription.connection == connection;
}

/// Calls `left` with each subscription whose connection ends.
template <typename Left>
void onLeaving(Hooks& hooks, Left left) {
  hooks.leaves = [left](const Subscription& subscription, const void* connection) {
    if (!isItsConnection(subscription, connection)) return false;
    left(subscription);
    return true;
  };
}

/// The sessions named get no events any more.
void closeSessions(Hooks& hooks, const Names& closed) {
  hooks.distributes = [closed](const Event& event) { return !closed->contains(event.sessionId); };
}

/// The sessions named lose one event each.
void loseOneEvent(Hooks& hooks, const Names& sessions) {
  hooks.distributes = [sessions](const Event& event) { return sessions->erase(event.sessionId) == 0; };
}

/// Subscriptions over connections that were made after another one of their session had ended.
Names returned(Hooks& hooks) {
  const Names left = noNames();
  Names fresh = noNames();
  onLeaving(hooks, [left](const Subscription& subscription) { left->insert(subscription.sessionId); });
  hooks.subscribes = [left, fresh](const Subscription& subscription) {
    if (subscription.connection && left->contains(subscription.sessionId)) fresh->insert(subscription.id);
  };
  return fresh;
}

/// Which subscriptions there are, and which an unsubscription of just now has ended.
struct Roll {
  std::map<std::string, Subscription> there;
  std::set<std::string> gone;
  std::set<std::string> going;
};

/// Keeps a roll; an id is gone once its unsubscription was answered.
std::shared_ptr<Roll> keepRoll(Hooks& hooks) {
  auto roll = std::make_shared<Roll>();
  hooks.subscribes = [roll](const Subscription& subscription) {
    roll->there[subscription.id] = subscription;
  };
  hooks.answers = [roll](Operation operation, Answer&) {
    if (operation != Operation::kUnsubscribe) return;
    roll->gone.insert(roll->going.begin(), roll->going.end());
    roll->going.clear();
  };
  return roll;
}

constexpr Fault kFaults[] = {
    {"a-leaver-takes-an-event-along",
     [](Hooks& hooks) {
       const Names losing = noNames();
       onLeaving(hooks,
                 [losing](const Subscription& subscription) { losing->insert(subscription.sessionId); });
       loseOneEvent(hooks, losing);
     }},
    {"a-newcomer-takes-events-from-the-others",
     [](Hooks& hooks) {
       auto left = std::make_shared<std::map<std::string, int>>();
       hooks.subscribes = [left](const Subscription& subscription) { (*left)[subscription.sessionId] = 5; };
       hooks.delivers = [left](Delivery& delivery) {
         int& losing = (*left)[delivery.event.sessionId];
         if (delivery.subscription.earlier > 0 || delivery.copies == 0 || losing == 0) return;
         --losing;
         delivery.copies = 0;
       };
     }},
    {"an-unsubscription-takes-an-event-along",
     [](Hooks& hooks) {
       const Names losing = noNames();
       hooks.ends = [losing](const Subscription& subscription, const std::string& id) {
         if (subscription.id != id) return false;
         losing->insert(subscription.sessionId);
         return true;
       };
       loseOneEvent(hooks, losing);
     }},
    {"an-emptied-session-is-closed",
     [](Hooks& hooks) {
       auto present = std::make_shared<std::map<std::string, int>>();
       const Names closed = noNames();
       hooks.subscribes = [present](const Subscription& subscription) {
         ++(*present)[subscription.sessionId];
       };
       onLeaving(hooks, [present, closed](const Subscription& subscription) {
         if (--(*present)[subscription.sessionId] == 0) closed->insert(subscription.sessionId);
       });
       closeSessions(hooks, closed);
     }},
    {"the-first-to-leave-closes-the-session",
     [](Hooks& hooks) {
       const Names closed = noNames();
       onLeaving(hooks, [closed](const Subscription& subscription) {
         if (subscription.earlier == 0) closed->insert(subscription.sessionId);
       });
       closeSessions(hooks, closed);
     }},
    {"lost-after-return",
     [](Hooks& hooks) {
       const Names fresh = returned(hooks);
       hooks.delivers = [fresh](Delivery& delivery) {
         if (fresh->contains(delivery.subscription.id)) delivery.copies = 0;
       };
     }},
    {"doubled-after-return",
     [](Hooks& hooks) {
       const Names fresh = returned(hooks);
       hooks.delivers = [fresh](Delivery& delivery) {
         if (fresh->contains(delivery.subscription.id)) delivery.copies *= 2;
       };
     }},
    {"lost-connections-stay-subscribed",
     [](Hooks& hooks) {
       auto heirs = std::make_shared<std::map<std::string, int>>();  // by session
       onLeaving(hooks, [heirs](const Subscription& subscription) { ++(*heirs)[subscription.sessionId]; });
       hooks.delivers = [heirs](Delivery& delivery) {
         if (delivery.copies > 0 && delivery.subscription.connection)
           delivery.copies += (*heirs)[delivery.event.sessionId];
       };
     }},
    {"every-tenth-unsubscription-is-forgotten",
     [](Hooks& hooks) {
       hooks.ends = [count = std::make_shared<int>(0)](const Subscription& subscription,
                                                       const std::string& id) {
         return subscription.id == id && ++*count % 10 != 0;
       };
     }},
    {"unsubscribed-types-come-back",
     [](Hooks& hooks) {
       auto types = std::make_shared<std::map<std::string, std::set<std::string>>>();  // by callback
       hooks.subscribes = [types](Subscription& subscription) {
         auto& all = (*types)[subscription.callbackUrl];
         all.insert(subscription.eventTypes.begin(), subscription.eventTypes.end());
         if (!subscription.callbackUrl.empty()) subscription.eventTypes.assign(all.begin(), all.end());
       };
     }},
    {"unsubscribing-twice-ends-everything",
     [](Hooks& hooks) {
       const auto roll = keepRoll(hooks);
       hooks.ends = [roll](const Subscription& subscription, const std::string& id) {
         if (roll->gone.contains(id)) return true;
         roll->going.insert(id);
         return subscription.id == id;
       };
     }},
    {"unknown-ids-answer-500",
     [](Hooks& hooks) {
       auto found = std::make_shared<bool>(false);
       hooks.ends = [found](const Subscription& subscription, const std::string& id) {
         *found |= subscription.id == id;
         return subscription.id == id;
       };
       hooks.answers = [found](Operation operation, Answer& answer) {
         if (operation != Operation::kUnsubscribe) return;
         if (!*found) answer.status = 500;
         *found = false;
       };
     }},
    {"unknown-ids-end-everything",
     [](Hooks& hooks) {
       const auto roll = keepRoll(hooks);
       hooks.ends = [roll](const Subscription& subscription, const std::string& id) {
         return !roll->there.contains(id) || subscription.id == id;
       };
     }},
    {"subscription-ids-given-again",
     [](Hooks& hooks) {
       const Names taken = noNames();
       hooks.subscribes = [taken](Subscription& subscription) {
         int number = 1;
         while (taken->contains("sub~" + std::to_string(number))) ++number;
         subscription.id = "sub~" + std::to_string(number);
         taken->insert(subscription.id);
       };
       hooks.ends = [taken](const Subscription& subscription, const std::string& id) {
         if (subscription.id == id) taken->erase(id);
         return subscription.id == id;
       };
     }},
    {"a-callback-url-is-subscribed-once",
     [](Hooks& hooks) {
       hooks.replaces = [](const Subscription& earlier, const Subscription& fresh) {
         return !fresh.callbackUrl.empty() && earlier.callbackUrl == fresh.callbackUrl;
       };
     }},
    {"unsubscribe-ends-all-of-its-callback",
     [](Hooks& hooks) {
       const auto roll = keepRoll(hooks);
       hooks.ends = [roll](const Subscription& subscription, const std::string& id) {
         const auto named = roll->there.find(id);
         return named != roll->there.end() && named->second.callbackUrl == subscription.callbackUrl;
       };
     }},
    {"leases-never-end",
     [](Hooks& hooks) { hooks.isOver = [](const Subscription&, bool) { return false; }; }},
    {"a-lease-ends-with-its-session",
     [](Hooks& hooks) {
       const Names over = noNames();
       hooks.isOver = [over](const Subscription& subscription, bool timeHasPassed) {
         if (timeHasPassed) over->insert(subscription.sessionId);
         return over->contains(subscription.sessionId);
       };
     }},
};

}  // namespace

std::span<const Fault> lifecycleFaults() { return kFaults; }

}  // namespace cast::conformance::faults
