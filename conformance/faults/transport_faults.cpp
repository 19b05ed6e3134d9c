#include <Poco/String.h>

#include <memory>
#include <mutex>

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
  hooks.calls = [change](Callback& callback, const std::function<void()>& send) {
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
    {"webhooks-wait-for-each-other",
     [](Hooks& hooks) {
       hooks.calls = [one = std::make_shared<std::mutex>()](Callback&, const std::function<void()>& send) {
         const std::lock_guard lock(*one);
         send();
       };
     }},
};

}  // namespace

std::span<const Fault> transportFaults() { return kFaults; }

}  // namespace cast::conformance::faults
