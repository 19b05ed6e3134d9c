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

/// Changes answers that refuse a token.
template <typename Change>
void refuseOtherwise(Hooks& hooks, int status, Change change) {
  hooks.answers = [status, change](Operation, Answer& answer) {
    if (answer.status == status) change(answer);
  };
}

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
         return operation == Operation::kOpenWebSocket ||
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
};

}  // namespace

std::span<const Fault> accessFaults() { return kFaults; }

}  // namespace cast::conformance::faults
