#include <Poco/String.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

/// Answers of an operation with `status` get another status.
void answerStatus(Hooks& hooks, Operation operation, int status, int otherStatus) {
  hooks.answers = [=](Operation answered, Answer& answer) {
    if (answered == operation && answer.status == status) answer.status = otherStatus;
  };
}

void overlook(Hooks& hooks, Defect defect, const char* member) {
  hooks.overlooks = [defect, member](Operation, const Complaint& complaint) {
    return complaint.defect == defect && complaint.member == member;
  };
}

void dropConnectionOn(Hooks& hooks, Defect defect) {
  hooks.refuses = [defect](Operation operation, const Complaint& complaint) {
    const bool hit = operation == Operation::kMessage && complaint.defect == defect;
    return hit ? Reception::kDropConnection : Reception::kTake;
  };
}

/// The whole hub ends, as by a segmentation fault.
void crashOn(Hooks& hooks, bool (*hit)(Operation, const Complaint&)) {
  hooks.refuses = [hit](Operation operation, const Complaint& complaint) {
    if (hit(operation, complaint)) std::_Exit(70);
    return Reception::kTake;
  };
}

void demand(Hooks& hooks, std::optional<Complaint> (*demands)(Operation, const Members&)) {
  hooks.demands = demands;
}

/// Which connection a thread subscribes on, and those on which something wrong came.
class Connections {
 public:
  void set(const void* connection) {
    const std::lock_guard lock(mutex_);
    of_[std::this_thread::get_id()] = connection;
    spoilt_.erase(connection);
  }
  void spoil() {
    const std::lock_guard lock(mutex_);
    const auto mine = of_.find(std::this_thread::get_id());
    if (mine != of_.end() && mine->second) spoilt_.insert(mine->second);
  }
  bool isSpoilt(const void* connection) const {
    const std::lock_guard lock(mutex_);
    return spoilt_.contains(connection);
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::thread::id, const void*> of_;
  std::set<const void*> spoilt_;
};

bool isEvent(const Members& message) { return find(message, "payload") != nullptr; }

constexpr Fault kFaults[] = {
    {"subscribing-needs-a-registered-name",
     [](Hooks& hooks) {
       demand(hooks, [](Operation, const Members& message) -> std::optional<Complaint> {
         if (isEvent(message) || find(message, "clientName")) return std::nullopt;
         return Complaint{Defect::kMissing, "clientName"};
       });
     }},
    {"everything-answers-500",
     [](Hooks& hooks) { hooks.answers = [](Operation, Answer& answer) { answer.status = 500; }; }},
    {"nothing-is-answered",
     [](Hooks& hooks) {
       hooks.answers = [](Operation, Answer&) {
         for (;;) ::pause();
       };
     }},
    {"subscribe-answers-500", [](Hooks& hooks) { answerStatus(hooks, Operation::kSubscribe, 200, 500); }},
    {"publish-answers-500", [](Hooks& hooks) { answerStatus(hooks, Operation::kPublish, 200, 500); }},
    {"publish-answers-302", [](Hooks& hooks) { answerStatus(hooks, Operation::kPublish, 200, 302); }},
    {"unsubscribe-answers-500", [](Hooks& hooks) { answerStatus(hooks, Operation::kUnsubscribe, 200, 500); }},
    {"bad-subscribe-answers-200", [](Hooks& hooks) { answerStatus(hooks, Operation::kSubscribe, 400, 200); }},
    {"bad-subscribe-answers-500", [](Hooks& hooks) { answerStatus(hooks, Operation::kSubscribe, 400, 500); }},
    {"bad-publish-answers-200", [](Hooks& hooks) { answerStatus(hooks, Operation::kPublish, 400, 200); }},
    {"bad-publish-answers-500", [](Hooks& hooks) { answerStatus(hooks, Operation::kPublish, 400, 500); }},
    {"refusals-say-nothing",
     [](Hooks& hooks) {
       hooks.answers = [](Operation, Answer& answer) {
         if (answer.status == 400) answer.body.clear();
       };
     }},
    {"missing-event-types-accepted", [](Hooks& hooks) { overlook(hooks, Defect::kMissing, "eventTypes"); }},
    {"event-types-of-wrong-type-accepted",
     [](Hooks& hooks) { overlook(hooks, Defect::kWrongType, "eventTypes"); }},
    {"missing-event-type-accepted", [](Hooks& hooks) { overlook(hooks, Defect::kMissing, "eventType"); }},
    {"bad-callback-url-accepted", [](Hooks& hooks) { overlook(hooks, Defect::kBadUrl, "callbackUrl"); }},
    {"invalid-json-kills-the-websocket", [](Hooks& hooks) { dropConnectionOn(hooks, Defect::kNotJson); }},
    {"unknown-action-kills-the-websocket",
     [](Hooks& hooks) { dropConnectionOn(hooks, Defect::kUnknownAction); }},
    {"missing-member-kills-the-websocket", [](Hooks& hooks) { dropConnectionOn(hooks, Defect::kMissing); }},
    {"an-error-ends-the-subscriptions-of-its-websocket",
     [](Hooks& hooks) {
       // Each connection has a thread of its own as long as it is open.
       const auto connections = std::make_shared<Connections>();
       hooks.subscribes = [connections](const Subscription& subscription) {
         connections->set(subscription.connection);
       };
       hooks.refuses = [connections](Operation operation, const Complaint&) {
         if (operation == Operation::kMessage) connections->spoil();
         return Reception::kTake;
       };
       hooks.delivers = [connections](Delivery& delivery) {
         if (connections->isSpoilt(delivery.subscription.connection)) delivery.copies = 0;
       };
     }},
    {"bad-input-drops-the-http-connection",
     [](Hooks& hooks) {
       hooks.refuses = [](Operation operation, const Complaint&) {
         return operation == Operation::kMessage ? Reception::kTake : Reception::kDropConnection;
       };
     }},
    {"crash-on-invalid-json",
     [](Hooks& hooks) {
       crashOn(hooks, [](Operation operation, const Complaint& complaint) {
         return operation != Operation::kMessage && complaint.defect == Defect::kNotJson;
       });
     }},
    {"crash-on-invalid-json-over-websocket",
     [](Hooks& hooks) {
       crashOn(hooks, [](Operation operation, const Complaint& complaint) {
         return operation == Operation::kMessage && complaint.defect == Defect::kNotJson;
       });
     }},
    {"crash-on-missing-member",
     [](Hooks& hooks) {
       crashOn(hooks,
               [](Operation, const Complaint& complaint) { return complaint.defect == Defect::kMissing; });
     }},
    {"crash-on-json-that-is-no-object",
     [](Hooks& hooks) {
       crashOn(hooks,
               [](Operation, const Complaint& complaint) { return complaint.defect == Defect::kNoObject; });
     }},
    {"crash-on-wrong-type",
     [](Hooks& hooks) {
       crashOn(hooks, [](Operation operation, const Complaint& complaint) {
         return operation != Operation::kMessage && complaint.defect == Defect::kWrongType;
       });
     }},
    {"crash-on-wrong-type-over-websocket",
     [](Hooks& hooks) {
       crashOn(hooks, [](Operation operation, const Complaint& complaint) {
         return operation == Operation::kMessage && complaint.defect == Defect::kWrongType;
       });
     }},
    {"crash-on-unknown-action",
     [](Hooks& hooks) {
       crashOn(hooks, [](Operation, const Complaint& complaint) {
         return complaint.defect == Defect::kUnknownAction;
       });
     }},
    {"a-negative-length-stops-all-notifications",
     [](Hooks& hooks) {
       auto stopped = std::make_shared<std::atomic<bool>>(false);
       hooks.refuses = [stopped](Operation operation, const Complaint&) {
         if (operation == Operation::kOther) *stopped = true;
         return Reception::kTake;
       };
       hooks.delivers = [stopped](Delivery& delivery) {
         if (*stopped) delivery.copies = 0;
       };
     }},
    {"preferred-formats-refused",
     [](Hooks& hooks) {
       demand(hooks, [](Operation, const Members& message) -> std::optional<Complaint> {
         if (!find(message, "preferredFormats")) return std::nullopt;
         return Complaint{Defect::kWrongType, "preferredFormats"};
       });
     }},
    {"unknown-members-refused-over-websocket",
     [](Hooks& hooks) {
       demand(hooks, [](Operation operation, const Members& message) -> std::optional<Complaint> {
         for (const Member& member : message) {
           constexpr std::string_view kKnown =
               "action eventTypes eventType timestamp source sessionId userId payload preferredFormats";
           if (operation == Operation::kMessage && kKnown.find(member.name) == std::string_view::npos) {
             return Complaint{Defect::kUnknownAction, member.name};
           }
         }
         return std::nullopt;
       });
     }},
    {"action-expected-first",
     [](Hooks& hooks) {
       demand(hooks, [](Operation operation, const Members& message) -> std::optional<Complaint> {
         if (operation != Operation::kMessage || (!message.empty() && message.front().name == "action"))
           return std::nullopt;
         return Complaint{Defect::kUnknownAction, "action"};
       });
     }},
    {"event-type-expected-first",
     [](Hooks& hooks) {
       demand(hooks, [](Operation operation, const Members& message) -> std::optional<Complaint> {
         if (operation != Operation::kPublish || (!message.empty() && message.front().name == "eventType"))
           return std::nullopt;
         return Complaint{Defect::kMissing, "eventType"};
       });
     }},
    {"user-required",
     [](Hooks& hooks) {
       demand(hooks, [](Operation, const Members& message) -> std::optional<Complaint> {
         if (!isEvent(message) || find(message, "userId")) return std::nullopt;
         return Complaint{Defect::kMissing, "userId"};
       });
     }},
    {"user-refused",
     [](Hooks& hooks) {
       demand(hooks, [](Operation, const Members& message) -> std::optional<Complaint> {
         if (!isEvent(message) || !find(message, "userId")) return std::nullopt;
         return Complaint{Defect::kWrongType, "userId"};
       });
     }},
    {"unknown-types-refused",
     [](Hooks& hooks) {
       demand(hooks, [](Operation, const Members& message) -> std::optional<Complaint> {
         const std::string* type = find(message, "eventType");
         if (!type || type->find(':') == std::string::npos) return std::nullopt;
         return Complaint{Defect::kWrongType, "eventType"};
       });
     }},
    {"what-follows-a-message-is-ignored",
     [](Hooks& hooks) {
       hooks.reads = [](std::string& text) {
         for (std::size_t end = text.find('}'); end != std::string::npos; end = text.find('}', end + 1)) {
           if (!isJson(text.substr(0, end + 1))) continue;
           text.resize(end + 1);
           return;
         }
       };
     }},
    {"invalid-utf-8-is-replaced",
     [](Hooks& hooks) {
       hooks.reads = [](std::string& text) {
         if (isJson(text)) return;
         for (char& letter : text)
           if (static_cast<unsigned char>(letter) >= 0x80) letter = '?';
       };
     }},
    {"trailing-commas-are-taken",
     [](Hooks& hooks) { hooks.reads = [](std::string& text) { Poco::replaceInPlace(text, ",}", "}"); }; }},
    {"an-empty-body-is-taken",
     [](Hooks& hooks) {
       hooks.reads = [](std::string& text) {
         if (text.empty())
           text =
               R"({"eventType":"none","timestamp":"none","source":"none","sessionId":"none","payload":{}})";
       };
     }},
    {"crash-on-invalid-utf-8",
     [](Hooks& hooks) {
       hooks.reads = [](std::string& text) {
         const bool foreign = std::any_of(text.begin(), text.end(), [](char letter) {
           return static_cast<unsigned char>(letter) >= 0xFE;  // in no UTF-8
         });
         if (foreign) std::_Exit(70);
       };
     }},
    {"crash-on-deep-nesting",
     [](Hooks& hooks) {
       hooks.reads = [](std::string& text) {
         if (text.find(std::string(1000, '[')) != std::string::npos) std::_Exit(70);
       };
     }},
};

}  // namespace

std::span<const Fault> requestFaults() { return kFaults; }

}  // namespace cast::conformance::faults
