#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <memory>

#include "fault.hpp"

namespace cast::conformance::faults {
namespace {
using Frames = std::vector<Frame>;

/// Frames of this opcode leave changed.
template <typename Change>
void alterFrames(Hooks& hooks, int opcode, Change change) {
  hooks.sendsFrame = [opcode, change](Frame frame) {
    if (frame.opcode == opcode) change(frame);
    return Frames{frame};
  };
}

/// Frames that fit do not leave.
template <typename Predicate>
void withhold(Hooks& hooks, Predicate held) {
  hooks.sendsFrame = [held](const Frame& frame) { return held(frame) ? Frames{} : Frames{frame}; };
}

void overlook(Hooks& hooks, const char* what) {
  hooks.overlooks = [what](Operation, const Complaint& complaint) {
    return complaint.defect == Defect::kBreaksProtocol && complaint.member == what;
  };
}

template <typename Predicate>
void receive(Hooks& hooks, Reception reception, Predicate hit) {
  hooks.receivesFrame = [reception, hit](const Frame& frame) {
    return hit(frame) ? reception : Reception::kTake;
  };
}

template <typename Change>
void alterHandshake(Hooks& hooks, Change change) {
  hooks.answers = [change](Operation operation, Answer& answer) {
    if (operation == Operation::kOpenWebSocket && answer.status == 101) change(answer);
  };
}

std::string& header(Answer& answer, std::string_view name) {
  return std::find_if(answer.headers.begin(), answer.headers.end(),
                      [&](const auto& one) { return one.first == name; })
      ->second;
}

bool isData(const Frame& frame) { return frame.opcode < kClose; }
// A close frame of the hub's own accord gives a reason; an answer to a client's does not.
bool isFailure(const Frame& frame) { return frame.opcode == kClose && frame.payload.size() > 2; }

/// The whole hub ends, as by a segmentation fault.
void crashOnFrame(Hooks& hooks, bool (*hit)(const Frame&)) {
  hooks.receivesFrame = [hit](const Frame& frame) {
    if (hit(frame)) std::_Exit(70);
    return Reception::kTake;
  };
}

constexpr Fault kFaults[] = {
    {"lost-in-frames-of-one-length",
     [](Hooks& hooks) {
       hooks.sendsFrame = [](Frame frame) {
         if (frame.payload.size() == 200) return std::vector<Frame>{};
         return std::vector<Frame>{std::move(frame)};
       };
     }},
    {"notifications-in-binary-frames",
     [](Hooks& hooks) {
       hooks.sendsFrame = [](Frame frame) {
         if (frame.opcode == kText) frame.opcode = kBinary;
         return std::vector<Frame>{std::move(frame)};
       };
     }},
    {"a-ping-between-fragments-breaks-the-connection",
     [](Hooks& hooks) {
       hooks.receivesFrame = [](const Frame& frame) {
         thread_local bool amid = false;  // each connection is read by a thread of its own
         if (frame.opcode <= kBinary) amid = !frame.final;
         return frame.opcode == kPing && amid ? Reception::kDropConnection : Reception::kTake;
       };
     }},
    {"an-unasked-pong-breaks-the-connection",
     [](Hooks& hooks) {
       hooks.receivesFrame = [](const Frame& frame) {
         const bool unasked = frame.opcode == kPong && frame.payload != "there?";
         return unasked ? Reception::kDropConnection : Reception::kTake;
       };
     }},
    {"no-pong",
     [](Hooks& hooks) { withhold(hooks, [](const Frame& frame) { return frame.opcode == kPong; }); }},
    {"no-pong-to-an-empty-ping",
     [](Hooks& hooks) {
       withhold(hooks, [](const Frame& frame) { return frame.opcode == kPong && frame.payload.empty(); });
     }},
    {"no-pong-to-a-full-ping",
     [](Hooks& hooks) {
       withhold(hooks,
                [](const Frame& frame) { return frame.opcode == kPong && frame.payload.size() == 125; });
     }},
    {"pong-says-something-else",
     [](Hooks& hooks) { alterFrames(hooks, kPong, [](Frame& frame) { frame.payload = "pong"; }); }},
    {"pong-is-empty",
     [](Hooks& hooks) { alterFrames(hooks, kPong, [](Frame& frame) { frame.payload.clear(); }); }},
    {"ping-is-answered-by-a-ping",
     [](Hooks& hooks) { alterFrames(hooks, kPong, [](Frame& frame) { frame.opcode = kPing; }); }},
    {"ping-ends-the-connection",
     [](Hooks& hooks) {
       receive(hooks, Reception::kDropConnection, [](const Frame& frame) { return frame.opcode == kPing; });
     }},
    {"close-unanswered",
     [](Hooks& hooks) {
       withhold(hooks, [](const Frame& frame) { return frame.opcode == kClose && !isFailure(frame); });
     }},
    {"failure-without-close-frame", [](Hooks& hooks) { withhold(hooks, isFailure); }},
    {"failure-without-code",
     [](Hooks& hooks) {
       alterFrames(hooks, kClose, [](Frame& frame) {
         if (isFailure(frame)) frame.payload.clear();
       });
     }},
    {"failure-with-another-code",
     [](Hooks& hooks) {
       alterFrames(hooks, kClose, [](Frame& frame) {
         if (isFailure(frame)) frame.payload.replace(0, 2, "\x03\xE8");
       });
     }},
    {"fragmented-messages-dropped",
     [](Hooks& hooks) {
       receive(hooks, Reception::kIgnore, [](const Frame& frame) {
         return frame.opcode == kContinuation || (isData(frame) && !frame.final);
       });
     }},
    {"fragments-end-the-connection",
     [](Hooks& hooks) {
       receive(hooks, Reception::kDropConnection,
               [](const Frame& frame) { return isData(frame) && !frame.final; });
     }},
    {"empty-fragments-end-the-connection",
     [](Hooks& hooks) {
       receive(hooks, Reception::kDropConnection,
               [](const Frame& frame) { return isData(frame) && frame.payload.empty(); });
     }},
    {"frames-over-125-bytes-dropped",
     [](Hooks& hooks) {
       receive(hooks, Reception::kIgnore, [](const Frame& frame) { return frame.payload.size() > 125; });
     }},
    {"frames-over-64-kib-dropped",
     [](Hooks& hooks) {
       receive(hooks, Reception::kIgnore, [](const Frame& frame) { return frame.payload.size() > 65535; });
     }},
    {"frames-masked",
     [](Hooks& hooks) {
       hooks.sendsFrame = [](Frame frame) {
         frame.masked = true;
         return Frames{frame};
       };
     }},
    {"reserved-bit-set",
     [](Hooks& hooks) { alterFrames(hooks, kText, [](Frame& frame) { frame.reserved = 4; }); }},
    {"notifications-are-no-json",
     [](Hooks& hooks) {
       alterFrames(hooks, kText, [](Frame& frame) {
         frame.payload.insert(std::min<std::size_t>(1, frame.payload.size()), ",");
       });
     }},
    {"messages-never-finished",
     [](Hooks& hooks) { alterFrames(hooks, kText, [](Frame& frame) { frame.final = false; }); }},
    {"unmasked-frames-accepted", [](Hooks& hooks) { overlook(hooks, "mask"); }},
    {"reserved-bits-accepted", [](Hooks& hooks) { overlook(hooks, "reserved bits"); }},
    {"unknown-opcodes-accepted", [](Hooks& hooks) { overlook(hooks, "opcode"); }},
    {"text-that-is-not-utf-8-accepted", [](Hooks& hooks) { overlook(hooks, "UTF-8"); }},
    {"handshake-with-a-bad-key-accepted", [](Hooks& hooks) { overlook(hooks, "Sec-WebSocket-Key"); }},
    {"handshake-of-any-version-accepted", [](Hooks& hooks) { overlook(hooks, "Sec-WebSocket-Version"); }},
    {"handshake-refusal-names-no-version",
     [](Hooks& hooks) {
       hooks.answers = [](Operation operation, Answer& answer) {
         if (operation == Operation::kOpenWebSocket && answer.status == 400) answer.headers.clear();
       };
     }},
    {"handshake-accept-is-wrong",
     [](Hooks& hooks) {
       alterHandshake(hooks, [](Answer& answer) {
         header(answer, "Sec-WebSocket-Accept") = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
       });
     }},
    {"handshake-answers-200",
     [](Hooks& hooks) { alterHandshake(hooks, [](Answer& answer) { answer.status = 200; }); }},
    {"handshake-without-upgrade",
     [](Hooks& hooks) {
       alterHandshake(hooks, [](Answer& answer) { answer.headers.erase(answer.headers.begin()); });
     }},
    {"handshake-names-a-protocol-not-offered",
     [](Hooks& hooks) {
       alterHandshake(hooks,
                      [](Answer& answer) { answer.headers.emplace_back("Sec-WebSocket-Protocol", "chat"); });
     }},
    {"handshake-names-an-extension-not-offered",
     [](Hooks& hooks) {
       alterHandshake(hooks, [](Answer& answer) {
         answer.headers.emplace_back("Sec-WebSocket-Extensions", "permessage-deflate");
       });
     }},
    {"one-connections-end-ends-the-session",
     [](Hooks& hooks) {
       auto sessions = std::make_shared<std::map<const void*, std::string>>();
       hooks.subscribes = [sessions](Subscription& subscription) {
         (*sessions)[subscription.connection] = subscription.sessionId;
       };
       hooks.leaves = [sessions](const Subscription& subscription, const void* connection) {
         const auto session = sessions->find(connection);
         return session != sessions->end() && session->second == subscription.sessionId;
       };
     }},
    {"close-answered-only-to-1000",
     [](Hooks& hooks) {
       receive(hooks, Reception::kIgnore, [](const Frame& frame) {
         return frame.opcode == kClose && frame.payload.substr(0, 2) != "\x03\xE8";
       });
     }},
    {"every-tenth-pong-is-lost",
     [](Hooks& hooks) {
       withhold(hooks, [count = std::make_shared<std::atomic<int>>(0)](const Frame& frame) {
         return frame.opcode == kPong && ++*count % 10 == 0;
       });
     }},
    {"a-ping-takes-a-notification-away",
     [](Hooks& hooks) {
       auto taking = std::make_shared<std::atomic<bool>>(false);
       hooks.receivesFrame = [taking](const Frame& frame) {
         if (frame.opcode == kPing) *taking = true;
         return Reception::kTake;
       };
       withhold(hooks,
                [taking](const Frame& frame) { return frame.opcode == kText && taking->exchange(false); });
     }},
    {"crash-on-a-binary-message",
     [](Hooks& hooks) { crashOnFrame(hooks, [](const Frame& frame) { return frame.opcode == kBinary; }); }},
    {"crash-on-deep-nesting-over-websocket",
     [](Hooks& hooks) {
       crashOnFrame(hooks, [](const Frame& frame) {
         return frame.payload.find(std::string(1000, '[')) != std::string::npos;
       });
     }},
    {"crash-on-a-megabyte",
     [](Hooks& hooks) {
       crashOnFrame(hooks, [](const Frame& frame) { return frame.payload.size() >= 1U << 20; });
     }},
};

}  // namespace

std::span<const Fault> websocketFaults() { return kFaults; }

}  // namespace cast::conformance::faults
