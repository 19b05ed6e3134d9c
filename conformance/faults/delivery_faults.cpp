#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

/// Loses the wanted deliveries that fit.
template <typename Predicate>
void lose(Hooks& hooks, Predicate lost) {
  hooks.delivers = [lost](Delivery& delivery) {
    if (delivery.copies > 0 && lost(delivery)) delivery.copies = 0;
  };
}

/// Adds the deliveries that fit and were not wanted.
template <typename Predicate>
void add(Hooks& hooks, Predicate added) {
  hooks.delivers = [added](Delivery& delivery) {
    if (delivery.copies == 0 && added(delivery)) delivery.copies = 1;
  };
}

bool over(const Delivery& delivery, Transport transport) {
  return delivery.subscription.transport == transport;
}
bool sameSession(const Delivery& delivery) {
  return delivery.subscription.sessionId == delivery.event.sessionId;
}
bool namesType(const Delivery& delivery, auto fits) {
  const auto& types = delivery.subscription.eventTypes;
  return std::any_of(types.begin(), types.end(), fits);
}
bool hasType(const Delivery& delivery) {
  return namesType(delivery, [&](const std::string& type) { return type == delivery.event.eventType; });
}
std::size_t sizeOf(const Delivery& delivery) { return find(delivery.event.members, "payload")->size(); }

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

/// The wanted deliveries of each subscription, counted from 1.
class Counter {
 public:
  std::size_t next(const Delivery& delivery) const { return ++(*counts_)[delivery.subscription.id]; }

 private:
  std::shared_ptr<std::map<std::string, std::size_t>> counts_ =
      std::make_shared<std::map<std::string, std::size_t>>();
};

void reorder(Hooks& hooks, Transport transport) {
  hooks.delivers = [transport, counter = Counter()](Delivery& delivery) {
    if (delivery.copies > 0 && over(delivery, transport)) delivery.late = counter.next(delivery) % 2 == 0;
  };
}

constexpr Fault kFaults[] = {
    {"lost-over-websocket",
     [](Hooks& hooks) { lose(hooks, [](const Delivery& d) { return over(d, Transport::kWebSocket); }); }},
    {"lost-over-webhook",
     [](Hooks& hooks) { lose(hooks, [](const Delivery& d) { return over(d, Transport::kWebhook); }); }},
    {"lost-over-event-stream",
     [](Hooks& hooks) { lose(hooks, [](const Delivery& d) { return over(d, Transport::kEventStream); }); }},
    {"lost-from-http-to-websocket",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) {
         return d.event.publishedOver == Transport::kHttp && over(d, Transport::kWebSocket);
       });
     }},
    {"lost-from-websocket-to-webhook",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) {
         return d.event.publishedOver == Transport::kWebSocket && over(d, Transport::kWebhook);
       });
     }},
    {"lost-from-websocket-to-event-stream",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) {
         return d.event.publishedOver == Transport::kWebSocket && over(d, Transport::kEventStream);
       });
     }},
    {"lost-from-websocket-to-websocket",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) {
         return d.event.publishedOver == Transport::kWebSocket && over(d, Transport::kWebSocket);
       });
     }},
    {"websocket-publish-not-distributed",
     [](Hooks& hooks) {
       hooks.distributes = [](Event& event) { return event.publishedOver == Transport::kHttp; };
     }},
    {"http-publish-not-distributed",
     [](Hooks& hooks) {
       hooks.distributes = [](Event& event) { return event.publishedOver == Transport::kWebSocket; };
     }},
    {"lost-custom-types",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) { return d.event.eventType.find(':') != std::string::npos; });
     }},
    {"lost-dicom-types",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) { return d.event.eventType.starts_with("dicom-"); });
     }},
    {"lost-document-types",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) { return d.event.eventType.starts_with("document-"); });
     }},
    {"lost-patient-types",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) { return d.event.eventType.starts_with("patient-"); });
     }},
    {"lost-types-not-listed",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) {
         constexpr std::string_view kListed = "user- ui- patient- dicom- document- order-";
         const std::string& type = d.event.eventType;
         return type.find(':') == std::string::npos &&
                kListed.find(type.substr(0, type.find('-') + 1)) == std::string_view::npos;
       });
     }},
    {"lost-order-types",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) { return d.event.eventType.starts_with("order-"); });
     }},
    {"lost-user-interactions",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) {
         return d.event.eventType.starts_with("user-") || d.event.eventType.starts_with("ui-");
       });
     }},
    {"lost-every-tenth",
     [](Hooks& hooks) {
       lose(hooks, [counter = Counter()](const Delivery& d) { return counter.next(d) % 10 == 0; });
     }},
    {"lost-after-the-first",
     [](Hooks& hooks) {
       lose(hooks, [counter = Counter()](const Delivery& d) { return counter.next(d) > 1; });
     }},
    {"lost-over-4-kib",
     [](Hooks& hooks) { lose(hooks, [](const Delivery& d) { return sizeOf(d) > 4096; }); }},
    {"lost-where-payload-is-no-fhir",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) {
         return find(d.event.members, "payload")->find("\"resourceType\"") == std::string::npos;
       });
     }},
    {"lost-where-payload-is-fhir",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) {
         return find(d.event.members, "payload")->find("\"resourceType\"") != std::string::npos;
       });
     }},
    {"lost-with-user",
     [](Hooks& hooks) {
       lose(hooks, [](const Delivery& d) { return find(d.event.members, "userId") != nullptr; });
     }},
    {"doubled", [](Hooks& hooks) { hooks.delivers = [](Delivery& d) { d.copies *= 2; }; }},
    {"doubled-over-webhook",
     [](Hooks& hooks) {
       hooks.delivers = [](Delivery& d) { d.copies *= over(d, Transport::kWebhook) ? 2 : 1; };
     }},
    {"doubled-over-event-stream",
     [](Hooks& hooks) {
       hooks.delivers = [](Delivery& d) { d.copies *= over(d, Transport::kEventStream) ? 2 : 1; };
     }},
    {"reordered-over-websocket", [](Hooks& hooks) { reorder(hooks, Transport::kWebSocket); }},
    {"reordered-over-webhook", [](Hooks& hooks) { reorder(hooks, Transport::kWebhook); }},
    {"reordered-over-event-stream", [](Hooks& hooks) { reorder(hooks, Transport::kEventStream); }},
    {"misrouted-to-all-sessions", [](Hooks& hooks) { add(hooks, hasType); }},
    {"misrouted-over-websocket",
     [](Hooks& hooks) {
       add(hooks, [](const Delivery& d) { return hasType(d) && over(d, Transport::kWebSocket); });
     }},
    {"misrouted-over-event-stream",
     [](Hooks& hooks) {
       add(hooks, [](const Delivery& d) { return hasType(d) && over(d, Transport::kEventStream); });
     }},
    {"misrouted-over-webhook",
     [](Hooks& hooks) {
       add(hooks, [](const Delivery& d) { return hasType(d) && over(d, Transport::kWebhook); });
     }},
    {"misrouted-by-session-prefix",
     [](Hooks& hooks) {
       add(hooks, [](const Delivery& d) {
         return hasType(d) && d.event.sessionId.starts_with(d.subscription.sessionId);
       });
     }},
    {"misrouted-to-longer-sessions",
     [](Hooks& hooks) {
       add(hooks, [](const Delivery& d) {
         return hasType(d) && d.subscription.sessionId.starts_with(d.event.sessionId);
       });
     }},
    {"misrouted-by-session-letter-case",
     [](Hooks& hooks) {
       add(hooks, [](const Delivery& d) {
         return hasType(d) && lower(d.event.sessionId) == lower(d.subscription.sessionId);
       });
     }},
    {"misrouted-by-user",
     [](Hooks& hooks) {
       add(hooks,
           [places = std::make_shared<std::set<std::pair<std::string, std::string>>>()](const Delivery& d) {
             const std::string* user = find(d.event.members, "userId");
             if (!user) return false;
             places->insert({*user, d.event.sessionId});
             return hasType(d) && places->contains({*user, d.subscription.sessionId});
           });
     }},
    {"publisher-bound-to-its-first-session",
     [](Hooks& hooks) {
       hooks.distributes = [first = std::make_shared<std::map<const void*, std::string>>()](Event& event) {
         if (event.connection)
           event.sessionId = first->emplace(event.connection, event.sessionId).first->second;
         return true;
       };
     }},
    {"an-event-nobody-hears-closes-its-session",
     [](Hooks& hooks) {
       auto heard = std::make_shared<std::set<std::string>>();
       auto closed = std::make_shared<std::set<std::string>>();
       hooks.subscribes = [heard](const Subscription& subscription) {
         heard->insert(subscription.sessionId);
       };
       hooks.distributes = [heard, closed](const Event& event) {
         if (event.connection && !heard->contains(event.sessionId)) closed->insert(event.sessionId);
         return !closed->contains(event.sessionId);
       };
     }},
    {"types-not-filtered", [](Hooks& hooks) { add(hooks, sameSession); }},
    {"types-not-filtered-over-webhook",
     [](Hooks& hooks) {
       add(hooks, [](const Delivery& d) { return sameSession(d) && over(d, Transport::kWebhook); });
     }},
    {"types-not-filtered-over-event-stream",
     [](Hooks& hooks) {
       add(hooks, [](const Delivery& d) { return sameSession(d) && over(d, Transport::kEventStream); });
     }},
    {"types-matched-by-prefix",
     [](Hooks& hooks) {
       add(hooks, [](const Delivery& d) {
         return sameSession(d) &&
                namesType(d, [&](const std::string& type) { return d.event.eventType.starts_with(type); });
       });
     }},
    {"types-matched-in-any-case",
     [](Hooks& hooks) {
       add(hooks, [](const Delivery& d) {
         return sameSession(d) && namesType(d, [&](const std::string& type) {
                  return lower(d.event.eventType) == lower(type);
                });
       });
     }},
    {"custom-types-matched-by-domain",
     [](Hooks& hooks) {
       add(hooks, [](const Delivery& d) {
         const std::string domain = d.event.eventType.substr(0, d.event.eventType.find(':') + 1);
         return sameSession(d) && !domain.empty() &&
                namesType(d, [&](const std::string& type) { return type.starts_with(domain); });
       });
     }},
    {"second-subscriber-starves",
     [](Hooks& hooks) { lose(hooks, [](const Delivery& d) { return d.subscription.earlier > 0; }); }},
    {"third-subscriber-starves",
     [](Hooks& hooks) { lose(hooks, [](const Delivery& d) { return d.subscription.earlier > 1; }); }},
    {"second-user-is-not-heard",
     [](Hooks& hooks) {
       hooks.distributes = [first = std::make_shared<std::map<std::string, std::string>>()](Event& event) {
         const std::string* user = find(event.members, "userId");
         return !user || first->emplace(event.sessionId, *user).first->second == *user;
       };
     }},
    {"second-source-is-not-heard",
     [](Hooks& hooks) {
       hooks.distributes = [first = std::make_shared<std::map<std::string, std::string>>()](Event& event) {
         const std::string& source = *find(event.members, "source");
         return first->emplace(event.sessionId, source).first->second == source;
       };
     }},
    {"publishers-are-not-notified",
     [](Hooks& hooks) {
       lose(hooks, [publishers = std::make_shared<std::set<const void*>>()](const Delivery& d) {
         if (d.event.connection) publishers->insert(d.event.connection);
         return publishers->contains(d.subscription.connection);
       });
     }},
};

}  // namespace

std::span<const Fault> deliveryFaults() { return kFaults; }

}  // namespace cast::conformance::faults
