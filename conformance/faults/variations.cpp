#include <Poco/Exception.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

void answerStatus(Hooks& hooks, Operation operation, int status, int otherStatus) {
  hooks.answers = [=](Operation answered, Answer& answer) {
    if (answered != operation || answer.status != status) return;
    answer.status = otherStatus;
    if (otherStatus == 204) answer = {.status = 204};
  };
}

/// Writes payloads in another form of the same values. Numbers that nlohmann can't hold keep theirs.
template <typename Write>
void rewritePayload(Hooks& hooks, Write write) {
  hooks.notifies = [write](Delivery& delivery) {
    std::string& payload = *find(delivery.members, "payload");
    std::size_t digits = 0;
    const bool longNumber = std::any_of(payload.begin(), payload.end(), [&](char letter) {
      digits = letter >= '0' && letter <= '9' ? digits + 1 : 0;
      return digits > 15;
    });
    if (!longNumber) payload = write(payload);
  };
}

std::string plainLines(const std::string& notification) {
  std::string lines = "id: 7\ndata: ";
  for (const char letter : notification)
    lines += letter == '\n' || letter == '\r' ? "\ndata: " : std::string(1, letter);
  return lines + "\n\n";
}

constexpr Variation kVariations[] = {
    {"subscribe-answers-201", [](Hooks& hooks) { answerStatus(hooks, Operation::kSubscribe, 200, 201); }},
    {"subscribe-answers-202", [](Hooks& hooks) { answerStatus(hooks, Operation::kSubscribe, 200, 202); }},
    {"publish-answers-202", [](Hooks& hooks) { answerStatus(hooks, Operation::kPublish, 200, 202); }},
    {"publish-answers-204", [](Hooks& hooks) { answerStatus(hooks, Operation::kPublish, 200, 204); }},
    {"unsubscribe-answers-204", [](Hooks& hooks) { answerStatus(hooks, Operation::kUnsubscribe, 200, 204); }},
    {"bad-subscribe-answers-422", [](Hooks& hooks) { answerStatus(hooks, Operation::kSubscribe, 400, 422); }},
    {"bad-publish-answers-404", [](Hooks& hooks) { answerStatus(hooks, Operation::kPublish, 400, 404); }},
    {"publisher-gets-no-echo",
     [](Hooks& hooks) {
       hooks.delivers = [](Delivery& delivery) {
         if (delivery.event.connection && delivery.event.connection == delivery.subscription.connection)
           delivery.copies = 0;
       };
     }},
    {"connection-holds-one-subscription",
     [](Hooks& hooks) {
       hooks.replaces = [](const Subscription& earlier, const Subscription& fresh) {
         return fresh.connection && earlier.connection == fresh.connection;
       };
     }},
    {"further-messages-between",
     [](Hooks& hooks) {
       hooks.sendsFrame = [](Frame frame) {
         if (frame.opcode != kText) return std::vector<Frame>{std::move(frame)};
         return std::vector<Frame>{{.payload = R"({"response":{"status":"fine"}})"}, std::move(frame)};
       };
     }},
    {"bad-messages-end-the-connection",
     [](Hooks& hooks) {
       hooks.refuses = [](Operation operation, const Complaint&) {
         return operation == Operation::kMessage ? Reception::kFailConnection : Reception::kTake;
       };
     }},
    {"payload-members-sorted",
     [](Hooks& hooks) {
       rewritePayload(hooks, [](const std::string& text) { return nlohmann::json::parse(text).dump(); });
     }},
    {"payload-in-ascii",
     [](Hooks& hooks) {
       rewritePayload(hooks, [](const std::string& text) {
         return nlohmann::ordered_json::parse(text).dump(-1, ' ', true);
       });
     }},
    {"payload-on-many-lines",
     [](Hooks& hooks) {
       rewritePayload(hooks,
                      [](const std::string& text) { return nlohmann::ordered_json::parse(text).dump(2); });
     }},
    {"event-stream-with-plain-lines", [](Hooks& hooks) { hooks.streams = plainLines; }},
    {"event-stream-with-byte-order-mark",
     [](Hooks& hooks) {
       hooks.answers = [](Operation operation, Answer& answer) {
         if (operation == Operation::kOpenStream && answer.status == 200)
           answer.body.insert(0, "\xEF\xBB\xBF");
       };
     }},
    {"unsubscribing-nothing-answers-404",
     [](Hooks& hooks) {
       auto found = std::make_shared<bool>(false);
       hooks.ends = [found](const Subscription& subscription, const std::string& id) {
         *found |= subscription.id == id;
         return subscription.id == id;
       };
       hooks.answers = [found](Operation operation, Answer& answer) {
         if (operation != Operation::kUnsubscribe || answer.status != 200) return;
         if (!*found) answer = {.status = 404, .contentType = "text/plain", .body = "no such subscription"};
         *found = false;
       };
     }},
    {"callbacks-name-a-charset",
     [](Hooks& hooks) {
       hooks.calls = [](Callback& callback, const std::function<int()>& send) {
         callback.contentType = "application/json; charset=utf-8";
         send();
       };
     }},
    {"callbacks-are-asked-first",
     [](Hooks& hooks) {
       hooks.calls = [](Callback& callback, const std::function<int()>& send) {
         const Callback notification = std::exchange(
             callback, {.url = callback.url, .method = "HEAD", .target = callback.target, .contentType = ""});
         try {
           send();
         } catch (const Poco::Exception&) {
           // It is told all the same.
         }
         callback = notification;
         send();
       };
     }},
    {"callbacks-are-tried-again",
     [](Hooks& hooks) {
       hooks.calls = [](Callback&, const std::function<int()>& send) {
         try {
           if (send() < 300) return;
         } catch (const Poco::Exception&) {
           // Once more.
         }
         send();
       };
     }},
    {"members-added",
     [](Hooks& hooks) {
       hooks.notifies = [](Delivery& delivery) {
         delivery.members.insert(delivery.members.begin(), {"action", R"("notify")"});
         delivery.members.push_back({"eventId", "17"});
         delivery.members.push_back({"context", R"({"payload":null,"eventType":["other"]})"});
       };
     }},
};

}  // namespace

std::span<const Variation> variations() { return kVariations; }

}  // namespace cast::conformance::faults
