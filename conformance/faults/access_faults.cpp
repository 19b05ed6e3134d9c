#include <atomic>
#include <memory>
#include <mutex>
#include <set>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {

/// Lets more through than it should: what fits `also`.
template <typename Predicate>
void admitAlso(Hooks& hooks, Predicate also) {
  hooks.admits = [also, admits = hooks.admits](Operation operation, Token token) {
    return admits(operation, token) || also(operation, token);
  };
}

/// Lets whoever has such a token hear events over a WebSocket.
void admitListener(Hooks& hooks, Token token) {
  admitAlso(hooks, [token](Operation operation, Token shown) {
    return shown == token && (operation == Operation::kOpenWebSocket || operation == Operation::kListen);
  });
}

/// Changes answers that refuse a token.
template <typename Change>
void refuseOtherwise(Hooks& hooks, int status, Change change) {
  hooks.answers = [status, change](Operation, Answer& answer) {
    if (answer.status == status) change(answer);
  };
}

template <typename Change>
void refuseOtherwise(Hooks& hooks, Operation operation, Change change) {
  hooks.answers = [operation, change](Operation answered, Answer& answer) {
    if (answered == operation && answer.status == 401) change(answer);
  };
}
void withoutChallenge(Answer& answer) { answer.headers.clear(); }

/// What is published without the right to is refused, and all the same sent to receivers on one transport.
void distributeRefused(Hooks& hooks, Transport to) {
  auto refused = std::make_shared<std::atomic<bool>>(false);
  hooks.actsUnadmitted = [refused](Operation operation) {
    *refused = operation == Operation::kPublish;
    return refused->load();
  };
  hooks.delivers = [refused, to](Delivery& delivery) {
    if (*refused && delivery.subscription.transport != to) delivery.copies = 0;
  };
  hooks.answers = [refused](Operation, Answer&) { *refused = false; };
}

/// Which connections have shown the full token.
class KnownClients {
 public:
  bool knows(const std::string& client, Token token) {
    const std::lock_guard lock(mutex_);
    if (token == Token::kFull) clients_.insert(client);
    return clients_.contains(client);
  }

 private:
  std::mutex mutex_;
  std::set<std::string> clients_;
};

constexpr Fault kFaults[] = {
    {"tokens-unchecked", [](Hooks& hooks) { admitAlso(hooks, [](Operation, Token) { return true; }); }},
    {"token-unchecked-on-subscribe",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token) { return operation == Operation::kSubscribe; });
     }},
    {"token-unchecked-on-unsubscribe",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token) { return operation == Operation::kUnsubscribe; });
     }},
    {"token-unchecked-on-publish",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token) { return operation == Operation::kPublish; });
     }},
    {"token-unchecked-on-websocket",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token token) {
         return operation == Operation::kOpenWebSocket || operation == Operation::kListen ||
                (operation == Operation::kMessage && token != Token::kReadOnly);
       });
     }},
    {"token-unchecked-on-event-stream",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token) { return operation == Operation::kOpenStream; });
     }},
    {"missing-token-accepted",
     [](Hooks& hooks) { admitAlso(hooks, [](Operation, Token token) { return token == Token::kNone; }); }},
    {"unknown-token-accepted",
     [](Hooks& hooks) { admitAlso(hooks, [](Operation, Token token) { return token == Token::kUnknown; }); }},
    {"other-scheme-accepted",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation, Token token) { return token == Token::kOtherScheme; });
     }},
    {"expired-token-accepted",
     [](Hooks& hooks) { admitAlso(hooks, [](Operation, Token token) { return token == Token::kExpired; }); }},
    {"expired-token-opens-websocket",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token token) {
         return token == Token::kExpired &&
                (operation == Operation::kOpenWebSocket || operation == Operation::kMessage);
       });
     }},
    {"read-token-publishes",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token token) {
         return token == Token::kReadOnly && operation == Operation::kPublish;
       });
     }},
    {"read-token-publishes-over-websocket",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token token) {
         return token == Token::kReadOnly && operation == Operation::kMessage;
       });
     }},
    {"read-token-refused-everywhere",
     [](Hooks& hooks) { hooks.admits = [](Operation, Token token) { return token == Token::kFull; }; }},
    {"refused-publish-is-distributed",
     [](Hooks& hooks) {
       hooks.actsUnadmitted = [](Operation operation) { return operation == Operation::kPublish; };
     }},
    {"refused-unsubscribe-takes-effect",
     [](Hooks& hooks) {
       hooks.actsUnadmitted = [](Operation operation) { return operation == Operation::kUnsubscribe; };
     }},
    {"refused-without-challenge",
     [](Hooks& hooks) { refuseOtherwise(hooks, 401, [](Answer& answer) { answer.headers.clear(); }); }},
    {"challenge-of-another-scheme",
     [](Hooks& hooks) {
       refuseOtherwise(hooks, 401, [](Answer& answer) {
         answer.headers = {{"WWW-Authenticate", "Basic realm=\"cast\""}};
       });
     }},
    {"bad-token-answers-400",
     [](Hooks& hooks) { refuseOtherwise(hooks, 401, [](Answer& answer) { answer.status = 400; }); }},
    {"bad-token-answers-500",
     [](Hooks& hooks) { refuseOtherwise(hooks, 401, [](Answer& answer) { answer.status = 500; }); }},
    {"lacking-scope-answers-401",
     [](Hooks& hooks) { refuseOtherwise(hooks, 403, [](Answer& answer) { answer.status = 401; }); }},
    {"longer-token-accepted",
     [](Hooks& hooks) { admitAlso(hooks, [](Operation, Token token) { return token == Token::kLonger; }); }},
    {"shorter-token-accepted",
     [](Hooks& hooks) { admitAlso(hooks, [](Operation, Token token) { return token == Token::kShorter; }); }},
    {"alike-token-accepted",
     [](Hooks& hooks) { admitAlso(hooks, [](Operation, Token token) { return token == Token::kAlike; }); }},
    {"empty-token-accepted",
     [](Hooks& hooks) { admitAlso(hooks, [](Operation, Token token) { return token == Token::kEmpty; }); }},
    {"unknown-token-unsubscribes",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token token) {
         return token == Token::kUnknown && operation == Operation::kUnsubscribe;
       });
     }},
    {"expired-token-unsubscribes",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token token) {
         return token == Token::kExpired && operation == Operation::kUnsubscribe;
       });
     }},
    {"unknown-token-opens-websocket",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token token) {
         return token == Token::kUnknown &&
                (operation == Operation::kOpenWebSocket || operation == Operation::kMessage);
       });
     }},
    {"refused-publish-reaches-websockets",
     [](Hooks& hooks) { distributeRefused(hooks, Transport::kWebSocket); }},
    {"refused-publish-reaches-event-streams",
     [](Hooks& hooks) { distributeRefused(hooks, Transport::kEventStream); }},
    {"refused-unsubscribe-without-challenge",
     [](Hooks& hooks) { refuseOtherwise(hooks, Operation::kUnsubscribe, withoutChallenge); }},
    {"refused-stream-without-challenge",
     [](Hooks& hooks) { refuseOtherwise(hooks, Operation::kOpenStream, withoutChallenge); }},
    {"bad-token-answers-404-on-unsubscribe",
     [](Hooks& hooks) {
       refuseOtherwise(hooks, Operation::kUnsubscribe, [](Answer& answer) { answer.status = 404; });
     }},
    {"bad-token-answers-404-on-event-stream",
     [](Hooks& hooks) {
       refuseOtherwise(hooks, Operation::kOpenStream, [](Answer& answer) { answer.status = 404; });
     }},
    {"expired-token-answers-403",
     [](Hooks& hooks) {
       hooks.statusOf = [](Operation, Token token) {
         return token == Token::kReadOnly || token == Token::kExpired ? 403 : 401;
       };
     }},
    {"missing-token-subscribes",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token token) {
         return token == Token::kNone && operation == Operation::kSubscribe;
       });
     }},
    {"missing-token-opens-websocket",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token token) {
         return token == Token::kNone &&
                (operation == Operation::kOpenWebSocket || operation == Operation::kMessage);
       });
     }},
    {"missing-token-hears-over-websocket", [](Hooks& hooks) { admitListener(hooks, Token::kNone); }},
    {"unknown-token-hears-over-websocket", [](Hooks& hooks) { admitListener(hooks, Token::kUnknown); }},
    {"expired-token-hears-over-websocket", [](Hooks& hooks) { admitListener(hooks, Token::kExpired); }},
    {"token-judged-once-a-connection",
     [](Hooks& hooks) {
       auto known = std::make_shared<KnownClients>();
       hooks.authenticates = [known](const std::string& client, Token& token) {
         if (known->knows(client, token)) token = Token::kFull;
       };
     }},
    {"refused-subscribe-takes-effect",
     [](Hooks& hooks) {
       hooks.actsUnadmitted = [](Operation operation) { return operation == Operation::kSubscribe; };
     }},
    {"missing-token-opens-websocket-without-rights",
     [](Hooks& hooks) {
       admitAlso(hooks, [](Operation operation, Token token) {
         return token == Token::kNone && operation == Operation::kOpenWebSocket;
       });
     }},
};

}  // namespace

std::span<const Fault> accessFaults() { return kFaults; }

}  // namespace cast::conformance::faults
