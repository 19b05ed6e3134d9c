#include <cctype>
#include <map>
#include <memory>
#include <utility>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

void rewrite(Hooks& hooks, void (*change)(Members&)) {
  hooks.notifies = [change](Delivery& delivery) { change(delivery.members); };
}

void rewriteOver(Hooks& hooks, Transport transport, void (*change)(Members&)) {
  hooks.notifies = [transport, change](Delivery& delivery) {
    if (delivery.subscription.transport == transport) change(delivery.members);
  };
}

void replace(Members& members, std::string_view name, const std::string& text) {
  if (std::string* found = find(members, name)) *found = text;
}

constexpr Fault kFaults[] = {
    {"event-type-dropped",
     [](Hooks& hooks) { rewrite(hooks, [](Members& members) { removeMember(members, "eventType"); }); }},
    {"event-type-renamed",
     [](Hooks& hooks) {
       rewrite(hooks, [](Members& members) {
         members.insert(members.begin(), {"type", *find(members, "eventType")});
         removeMember(members, "eventType");
       });
     }},
    {"timestamp-dropped",
     [](Hooks& hooks) { rewrite(hooks, [](Members& members) { removeMember(members, "timestamp"); }); }},
    {"timestamp-replaced",
     [](Hooks& hooks) {
       rewrite(hooks, [](Members& members) { replace(members, "timestamp", "\"2001-01-01T00:00:00Z\""); });
     }},
    {"source-dropped",
     [](Hooks& hooks) { rewrite(hooks, [](Members& members) { removeMember(members, "source"); }); }},
    {"source-replaced",
     [](Hooks& hooks) { rewrite(hooks, [](Members& members) { replace(members, "source", "\"hub\""); }); }},
    {"session-dropped",
     [](Hooks& hooks) { rewrite(hooks, [](Members& members) { removeMember(members, "sessionId"); }); }},
    {"session-replaced",
     [](Hooks& hooks) {
       rewrite(hooks, [](Members& members) { replace(members, "sessionId", "\"session-1\""); });
     }},
    {"user-dropped",
     [](Hooks& hooks) { rewrite(hooks, [](Members& members) { removeMember(members, "userId"); }); }},
    {"user-replaced",
     [](Hooks& hooks) {
       rewrite(hooks, [](Members& members) { replace(members, "userId", "\"somebody\""); });
     }},
    {"user-of-the-event-before",
     [](Hooks& hooks) {
       hooks.distributes = [before = std::make_shared<std::map<std::string, std::string>>()](Event& event) {
         std::string* user = find(event.members, "userId");
         if (!user) return true;
         std::string& last = before->emplace(event.sessionId, *user).first->second;
         std::swap(last, *user);
         return true;
       };
     }},
    {"user-of-the-event-before-where-there-is-none",
     [](Hooks& hooks) {
       hooks.distributes = [before = std::make_shared<std::map<std::string, std::string>>()](Event& event) {
         if (const std::string* user = find(event.members, "userId")) {
           (*before)[event.sessionId] = *user;
         } else if (before->contains(event.sessionId)) {
           event.members.push_back({"userId", before->at(event.sessionId)});
         }
         return true;
       };
     }},
    {"event-type-in-lower-case",
     [](Hooks& hooks) {
       rewrite(hooks, [](Members& members) {
         for (char& letter : *find(members, "eventType"))
           letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
       });
     }},
    {"payload-dropped",
     [](Hooks& hooks) { rewrite(hooks, [](Members& members) { removeMember(members, "payload"); }); }},
    {"payload-dropped-over-event-stream",
     [](Hooks& hooks) {
       rewriteOver(hooks, Transport::kEventStream,
                   [](Members& members) { removeMember(members, "payload"); });
     }},
    {"payload-dropped-over-webhook",
     [](Hooks& hooks) {
       rewriteOver(hooks, Transport::kWebhook, [](Members& members) { removeMember(members, "payload"); });
     }},
    {"notification-wrapped",
     [](Hooks& hooks) {
       rewrite(hooks, [](Members& members) { members = {{"event", writeObject(members)}}; });
     }},
};

}  // namespace

std::span<const Fault> notificationFaults() { return kFaults; }

}  // namespace cast::conformance::faults
