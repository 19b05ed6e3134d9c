#include <memory>
#include <mutex>
#include <set>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

template <typename Change>
void alterStreamHead(Hooks& hooks, Change change) {
  hooks.answers = [change](Operation operation, Answer& answer) {
    if (operation == Operation::kOpenStream && answer.status == 200) change(answer);
  };
}

void alterCallback(Hooks& hooks, void (*change)(Callback&)) {
  hooks.calls = [change](Callback& callback, const std::function<int()>& send) {
    change(callback);
    send();
  };
}

constexpr Fault kFaults[] = {
    {"event-stream-of-another-media-type",
     [](Hooks& hooks) { alterStreamHead(hooks, [](Answer& answer) { answer.contentType = "text/plain"; }); }},
    {"event-stream-without-media-type",
     [](Hooks& hooks) { alterStreamHead(hooks, [](Answer& answer) { answer.contentType.clear(); }); }},
    {"event-stream-answers-202",
     [](Hooks& hooks) { alterStreamHead(hooks, [](Answer& answer) { answer.status = 202; }); }},
    {"event-stream-without-empty-lines",
     [](Hooks& hooks) {
       hooks.streams = [](const std::string& notification) { return "data: " + notification + "\n"; };
     }},
    {"event-stream-without-fields",
     [](Hooks& hooks) {
       hooks.streams = [](const std::string& notification) { return notification + "\n\n"; };
     }},
    {"event-stream-of-another-field",
     [](Hooks& hooks) {
       hooks.streams = [](const std::string& notification) { return "event-data: " + notification + "\n\n"; };
     }},
    {"event-stream-cut-at-1-kib",
     [](Hooks& hooks) {
       hooks.streams = [](const std::string& notification) {
         return "data: " + notification.substr(0, 1024) + "\n\n";
       };
     }},
    {"event-stream-with-bare-line-breaks",
     [](Hooks& hooks) {
       hooks.streams = [](const std::string& notification) { return "data: " + notification + "\n\n"; };
     }},
    {"event-stream-of-comments",
     [](Hooks& hooks) {
       hooks.streams = [](const std::string& notification) { return ": " + notification + "\n\n"; };
     }},
    {"webhook-by-put",
     [](Hooks& hooks) { alterCallback(hooks, [](Callback& callback) { callback.method = "PUT"; }); }},
    {"webhook-without-body",
     [](Hooks& hooks) { alterCallback(hooks, [](Callback& callback) { callback.body.clear(); }); }},
    {"webhook-as-an-array",
     [](Hooks& hooks) {
       alterCallback(hooks, [](Callback& callback) { callback.body = '[' + callback.body + ']'; });
     }},
    {"webhook-sent-again-unless-200",
     [](Hooks& hooks) {
       hooks.calls = [](Callback&, const std::function<int()>& send) {
         if (send() != 200) send();
       };
     }},
    {"a-failing-webhook-stops-those-of-its-session",
     [](Hooks& hooks) {
       hooks.calls = [failed = std::make_shared<std::set<std::string>>(),
                      guard = std::make_shared<std::mutex>()](Callback& callback,
                                                              const std::function<int()>& send) {
         const std::string session = *find(*readObject(callback.body), "sessionId");
         {
           const std::lock_guard lock(*guard);
           if (failed->contains(session)) return;
         }
         if (send() < 300) return;
         const std::lock_guard lock(*guard);
         failed->insert(session);
       };
     }},
    {"webhooks-wait-for-each-other",
     [](Hooks& hooks) {
       hooks.calls = [one = std::make_shared<std::mutex>()](Callback&, const std::function<int()>& send) {
         const std::lock_guard lock(*one);
         send();
       };
     }},
};

}  // namespace

std::span<const Fault> transportFaults() { return kFaults; }

}  // namespace cast::conformance::faults
