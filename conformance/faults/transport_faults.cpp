#include <Poco/Exception.h>
#include <Poco/String.h>
#include <Poco/URI.h>

#include <atomic>
#include <map>
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

/// Whether a callback answered with a 2xx.
bool isTaken(const std::function<int()>& send) {
  try {
    return send() < 300;
  } catch (const Poco::Exception&) {
    return false;
  }
}

constexpr Fault kFaults[] = {
    {"callback-path-in-lower-case",
     [](Hooks& hooks) {
       hooks.calls = [](Callback& callback, const std::function<int()>& send) {
         callback.target = Poco::toLower(callback.target);
         send();
       };
     }},
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
    {"callback-host-of-the-hub",
     [](Hooks& hooks) { alterCallback(hooks, [](Callback& callback) { callback.host = "hub.example"; }); }},
    {"callback-host-without-port",
     [](Hooks& hooks) {
       alterCallback(hooks, [](Callback& callback) { callback.host = Poco::URI(callback.url).getHost(); });
     }},
    {"chunked-publications-lost",
     [](Hooks& hooks) { hooks.distributes = [](Event& event) { return !event.inChunks; }; }},
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
    {"webhook-path-dropped",
     [](Hooks& hooks) { alterCallback(hooks, [](Callback& callback) { callback.target = "/"; }); }},
    {"webhook-query-dropped",
     [](Hooks& hooks) {
       alterCallback(hooks, [](Callback& callback) {
         callback.target = callback.target.substr(0, callback.target.find('?'));
       });
     }},
    {"webhook-query-decoded",
     [](Hooks& hooks) {
       alterCallback(hooks, [](Callback& callback) {
         std::string decoded;
         Poco::URI::decode(callback.target, decoded);
         callback.target = Poco::replace(decoded, " ", "+");
       });
     }},
    {"webhook-as-plain-text",
     [](Hooks& hooks) {
       alterCallback(hooks, [](Callback& callback) { callback.contentType = "text/plain"; });
     }},
    {"webhook-without-content-type",
     [](Hooks& hooks) { alterCallback(hooks, [](Callback& callback) { callback.contentType.clear(); }); }},
    {"webhooks-of-one-host-are-one",
     [](Hooks& hooks) {
       hooks.calls = [first = std::make_shared<std::map<std::string, std::string>>(),
                      guard = std::make_shared<std::mutex>()](Callback& callback,
                                                              const std::function<int()>& send) {
         {
           const std::lock_guard lock(*guard);
           callback.target =
               first->emplace(Poco::URI(callback.url).getAuthority(), callback.target).first->second;
         }
         send();
       };
     }},
    {"webhook-sent-again-after-202",
     [](Hooks& hooks) {
       hooks.calls = [](Callback&, const std::function<int()>& send) {
         if (send() == 202) send();
       };
     }},
    {"a-failing-webhook-ends-its-subscription",
     [](Hooks& hooks) {
       hooks.calls = [ended = std::make_shared<std::set<std::string>>(),
                      guard = std::make_shared<std::mutex>()](Callback& callback,
                                                              const std::function<int()>& send) {
         {
           const std::lock_guard lock(*guard);
           if (ended->contains(callback.url)) return;
         }
         if (isTaken(send)) return;
         const std::lock_guard lock(*guard);
         ended->insert(callback.url);
       };
     }},
    {"an-absent-callback-stops-all-webhooks",
     [](Hooks& hooks) {
       auto stopped = std::make_shared<std::atomic<bool>>(false);
       hooks.calls = [stopped](Callback&, const std::function<int()>& send) {
         if (!*stopped && !isTaken(send)) *stopped = true;
       };
     }},
    {"an-absent-callback-fails-the-publisher",
     [](Hooks& hooks) {
       // Nobody listens on port 1.
       auto absent = std::make_shared<std::atomic<bool>>(false);
       hooks.subscribes = [absent](const Subscription& subscription) {
         if (subscription.callbackUrl.find(":1/") != std::string::npos) *absent = true;
       };
       hooks.answers = [absent](Operation operation, Answer& answer) {
         if (operation == Operation::kPublish && *absent) answer.status = 502;
       };
     }},
    {"publishing-waits-for-the-callbacks",
     [](Hooks& hooks) {
       auto called = std::make_shared<std::mutex>();
       hooks.calls = [called](Callback&, const std::function<int()>& send) {
         const std::lock_guard lock(*called);
         send();
       };
       hooks.answers = [called](Operation operation, Answer&) {
         if (operation == Operation::kPublish) const std::lock_guard lock(*called);
       };
     }},
    {"event-stream-cut-at-64-kib",
     [](Hooks& hooks) {
       hooks.streams = [](const std::string& notification) {
         return "data: " + notification.substr(0, 64UL * 1024) + "\n\n";
       };
     }},
    {"event-stream-with-breaks-unescaped",
     [](Hooks& hooks) {
       hooks.streams = [](const std::string& notification) {
         return "data: " + Poco::replace(notification, "\\n", "\n") + "\n\n";
       };
     }},
};

}  // namespace

std::span<const Fault> transportFaults() { return kFaults; }

}  // namespace cast::conformance::faults
