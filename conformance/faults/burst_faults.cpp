#include <Poco/Exception.h>

#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

/// Counts, apart for each name.
class Counts {
 public:
  std::size_t next(const std::string& name) const { return ++(*counts_)[name]; }

 private:
  std::shared_ptr<std::map<std::string, std::size_t>> counts_ =
      std::make_shared<std::map<std::string, std::size_t>>();
};

constexpr std::size_t kKib = 1024;  // bytes

std::size_t sizeOf(const Event& event) { return find(event.members, "payload")->size(); }

void loseOver(Hooks& hooks, std::size_t size) {
  hooks.distributes = [size](Event& event) { return sizeOf(event) <= size; };
}

/// Wanted deliveries to a session's subscriber number `from` and those after it get lost.
void starve(Hooks& hooks, std::size_t from) {
  hooks.delivers = [from](Delivery& delivery) {
    if (delivery.subscription.earlier + 1 >= from) delivery.copies = 0;
  };
}

bool names(const Subscription& subscription, const std::string& type) {
  for (const std::string& each : subscription.eventTypes)
    if (each == type) return true;
  return false;
}

/// Callbacks that have not answered yet.
class BusyCallbacks {
 public:
  /// False: it has so many calls to answer already.
  bool begin(const std::string& url, std::size_t most) {
    const std::lock_guard lock(mutex_);
    if (calls_[url] >= most) return false;
    ++calls_[url];
    return true;
  }
  void end(const std::string& url) {
    const std::lock_guard lock(mutex_);
    --calls_[url];
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::size_t> calls_;
};

/// A callback that has `most` calls to answer is told of nothing further.
void loseWhileCalled(Hooks& hooks, std::size_t most) {
  auto busy = std::make_shared<BusyCallbacks>();
  hooks.delivers = [busy, most](Delivery& delivery) {
    const std::string& url = delivery.subscription.callbackUrl;
    if (delivery.copies > 0 && !url.empty() && !busy->begin(url, most)) delivery.copies = 0;
  };
  hooks.calls = [busy](Callback& callback, const std::function<int()>& send) {
    try {
      send();
    } catch (const Poco::Exception&) {
      // It is over all the same.
    }
    busy->end(callback.url);
  };
}

/// Nobody in a session is told of anything while a receiver over `transport` doesn't keep up.
void waitForTheSlowest(Hooks& hooks, Transport transport) {
  constexpr std::size_t kBehind = 128 * kKib;
  auto held = std::make_shared<std::set<std::string>>();
  hooks.delivers = [transport, held](Delivery& delivery) {
    const Subscription& subscription = delivery.subscription;
    if (subscription.transport == transport && delivery.waiting > kBehind)
      held->insert(subscription.sessionId);
    if (held->contains(subscription.sessionId)) delivery.copies = 0;
  };
}

constexpr Fault kFaults[] = {
    {"lost-after-the-250th",
     [](Hooks& hooks) {
       hooks.delivers = [counts = Counts()](Delivery& delivery) {
         if (delivery.copies > 0 && counts.next(delivery.subscription.id) > 250) delivery.copies = 0;
       };
     }},
    {"lost-to-receivers-after-the-30th", [](Hooks& hooks) { starve(hooks, 31); }},
    {"doubled-over-60-kb",
     [](Hooks& hooks) {
       hooks.delivers = [](Delivery& delivery) {
         if (delivery.copies > 0 && sizeOf(delivery.event) > 60'000) delivery.copies = 2;
       };
     }},
    {"lost-while-a-websocket-does-not-read",
     [](Hooks& hooks) { waitForTheSlowest(hooks, Transport::kWebSocket); }},
    {"lost-while-a-stream-does-not-read",
     [](Hooks& hooks) { waitForTheSlowest(hooks, Transport::kEventStream); }},
    {"lost-while-a-callback-is-called", [](Hooks& hooks) { loseWhileCalled(hooks, 1); }},
    {"lost-where-100-wait-for-a-callback", [](Hooks& hooks) { loseWhileCalled(hooks, 100); }},

    {"lost-every-50th",
     [](Hooks& hooks) {
       hooks.delivers = [counts = Counts()](Delivery& delivery) {
         if (delivery.copies > 0 && counts.next(delivery.subscription.id) % 50 == 0) delivery.copies = 0;
       };
     }},
    {"doubled-every-50th",
     [](Hooks& hooks) {
       hooks.delivers = [counts = Counts()](Delivery& delivery) {
         if (delivery.copies > 0 && counts.next(delivery.subscription.id) % 50 == 0) delivery.copies = 2;
       };
     }},
    {"misrouted-every-50th",
     [](Hooks& hooks) {
       auto straying = std::make_shared<const Event*>(nullptr);
       hooks.distributes = [straying, counts = Counts()](Event& event) {
         *straying = counts.next(event.sessionId) % 50 == 0 ? &event : nullptr;
         return true;
       };
       hooks.delivers = [straying](Delivery& delivery) {
         if (*straying == &delivery.event && names(delivery.subscription, delivery.event.eventType))
           delivery.copies = 1;
       };
     }},
    {"lost-over-16-kib", [](Hooks& hooks) { loseOver(hooks, 16 * kKib); }},
    {"lost-over-64-kib", [](Hooks& hooks) { loseOver(hooks, 64 * kKib); }},
    {"lost-over-512-kib", [](Hooks& hooks) { loseOver(hooks, 512 * kKib); }},
    {"eighth-subscriber-starves", [](Hooks& hooks) { starve(hooks, 8); }},
    {"later-streams-starve",
     [](Hooks& hooks) {
       hooks.delivers = [](Delivery& delivery) {
         if (delivery.subscription.transport == Transport::kEventStream && delivery.subscription.earlier > 0)
           delivery.copies = 0;
       };
     }},
    {"types-named-twice-are-notified-twice",
     [](Hooks& hooks) {
       hooks.delivers = [](Delivery& delivery) {
         if (delivery.copies == 0) return;
         delivery.copies = 0;
         for (const std::string& type : delivery.subscription.eventTypes)
           delivery.copies += type == delivery.event.eventType ? 1 : 0;
       };
     }},
    {"identical-events-are-one",
     [](Hooks& hooks) {
       hooks.distributes = [seen = std::make_shared<std::set<std::string>>()](Event& event) {
         return seen->insert(writeObject(event.members)).second;
       };
     }},
    {"large-events-are-overtaken",
     [](Hooks& hooks) {
       hooks.delivers = [](Delivery& delivery) { delivery.late = sizeOf(delivery.event) > 16 * kKib; };
     }},
    {"replies-overtake-what-they-reply-to",
     [](Hooks& hooks) {
       // A session's later subscribers are told late of what comes from a connection that only publishes.
       auto subscribers = std::make_shared<std::set<const void*>>();
       hooks.subscribes = [subscribers](const Subscription& subscription) {
         subscribers->insert(subscription.connection);
       };
       hooks.delivers = [subscribers](Delivery& delivery) {
         delivery.late = delivery.subscription.earlier > 0 && delivery.event.connection &&
                         !subscribers->contains(delivery.event.connection);
       };
     }},
    {"sessions-told-apart-by-64-characters",
     [](Hooks& hooks) {
       hooks.delivers = [](Delivery& delivery) {
         const Event& event = delivery.event;
         if (delivery.subscription.sessionId.substr(0, 64) == event.sessionId.substr(0, 64) &&
             names(delivery.subscription, event.eventType))
           delivery.copies = 1;
       };
     }},
    {"users-told-apart-by-source",
     [](Hooks& hooks) {
       auto first = std::make_shared<std::map<std::string, std::string>>();
       hooks.distributes = [first](Event& event) {
         const std::string* user = find(event.members, "userId");
         if (!user) return true;
         const std::string application = event.sessionId + *find(event.members, "source");
         return first->emplace(application, *user).first->second == *user;
       };
     }},
    {"source-of-the-first-event",
     [](Hooks& hooks) {
       hooks.distributes = [first = std::make_shared<std::map<std::string, std::string>>()](Event& event) {
         std::string& source = *find(event.members, "source");
         source = first->emplace(event.sessionId, source).first->second;
         return true;
       };
     }},
    {"later-subscribers-see-another-order",
     [](Hooks& hooks) {
       hooks.delivers = [counts = Counts()](Delivery& delivery) {
         delivery.late = delivery.subscription.earlier > 0 && delivery.copies > 0 &&
                         counts.next(delivery.subscription.id) % 2 == 0;
       };
     }},
};

}  // namespace

std::span<const Fault> burstFaults() { return kFaults; }

}  // namespace cast::conformance::faults
