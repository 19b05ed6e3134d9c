#pragma once
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hub/conversion.hpp"
#include "hub/message.hpp"

namespace cast::conformance::faults {

/// kMessage: what comes on an open WebSocket; kListen: being told of events on one; kOther: a request for
/// what there is not.
enum class Operation {
  kSubscribe,
  kUnsubscribe,
  kPublish,
  kOpenStream,
  kOpenWebSocket,
  kMessage,
  kListen,
  kOther
};
/// kEmpty: a scheme without a token; kLonger, kShorter: the full token with more or less at its end; kAlike:
/// as long as the full token, or with more in front of it.
enum class Token {
  kNone,
  kOtherScheme,
  kEmpty,
  kUnknown,
  kLonger,
  kShorter,
  kAlike,
  kExpired,
  kReadOnly,
  kFull
};
enum class Transport { kHttp, kWebSocket, kEventStream, kWebhook };

/// An HTTP answer before it leaves.
struct Answer {
  int status = 200;
  std::string contentType = {};
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
};

/// A WebSocket frame (RFC 6455, section 5.2).
struct Frame {
  int opcode = 1;
  std::string payload = {};
  bool final = true;
  bool masked = false;
  int reserved = 0;  ///< the three bits RSV1 to RSV3
};
constexpr int kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10;

enum class TlsVersion { k10, k11, k12 };

/// What about an https callback's certificate goes unchecked.
enum class Unchecked { kNothing, kHost, kDates, kAll };

/// A webhook's request before it leaves.
struct Callback {
  std::string url = {};  ///< as it was subscribed
  std::string method = "POST";
  std::string target = {};  ///< path and query of the callback URL
  std::string host = {};    ///< the header Host; empty: that of the callback URL
  std::string contentType = "application/json";
  std::string body = {};
  Unchecked unchecked = Unchecked::kNothing;
};

/// What is wrong with what a client sent.
enum class Defect {
  kNotJson,
  kNoObject,
  kMissing,
  kWrongType,
  kEmpty,
  kUnknownAction,
  kBadUrl,
  kBreaksProtocol
};
struct Complaint {
  Defect defect;
  std::string member;  ///< the member at fault, or empty
};

struct Event {
  std::string eventType;
  std::string sessionId;
  Members members;  ///< what a notification passes on
  Transport publishedOver = Transport::kHttp;
  const void* connection = nullptr;  ///< the publisher's, or null
  bool inChunks = false;             ///< how its request came (HTTP)
};

struct Subscription {
  std::string id;
  std::string sessionId;
  std::vector<std::string> eventTypes;
  Transport transport = Transport::kWebhook;
  const void* connection = nullptr;  ///< the subscriber's; null for a webhook
  std::string callbackUrl = {};      ///< a webhook's
  std::vector<std::string> preferredFormats = {};
  long leaseSeconds = 3600;
  std::size_t earlier = 0;  ///< how many subscriptions the session had before it
};

/// What one event is about to become for one subscription.
struct Delivery {
  const Event& event;
  const Subscription& subscription;
  std::size_t waiting = 0;  ///< bytes of earlier notifications that the receiver has not taken yet
  int copies = 0;           ///< how often it is sent
  bool late = false;        ///< waits for the subscription's next notification to go first
  Members members = {};     ///< what is sent
};

/// A notification as lines of an event stream: line ends, fields and data cut in two, as a reader must bear
/// them.
std::string streamLines(const std::string& notification);

enum class Reception { kTake, kIgnore, kFailConnection, kDropConnection };

/// How the hub listens, where it has a certificate.
struct Listening {
  TlsVersion oldest = TlsVersion::k12;
  bool plainTextToo = false;           ///< on the port of TLS
  bool webSocketsInPlainText = false;  ///< on a port of their own
};

/// Where the hub keeps its promises, one hook each. As they are set here every promise is kept; a fault
/// replaces one. Hooks that see events and subscriptions are called under the hub's lock, one at a time; the
/// others by any connection's thread at once.
struct Hooks {
  /// A request's token before it is judged, and the client's address and port, the same for all requests of a
  /// connection.
  std::function<void(const std::string& client, Token&)> authenticates = [](const std::string&, Token&) {};
  /// Whether a call with such a token is let through; kMessage: whether it may publish on its WebSocket.
  std::function<bool(Operation, Token)> admits = [](Operation operation, Token token) {
    const bool publishes = operation == Operation::kPublish || operation == Operation::kMessage;
    return token == Token::kFull || (token == Token::kReadOnly && !publishes);
  };
  /// Whether a call that is refused for its token takes effect all the same.
  std::function<bool(Operation)> actsUnadmitted = [](Operation) { return false; };
  /// The status of a call that is refused for its token.
  std::function<int(Operation, Token)> statusOf = [](Operation, Token token) {
    return token == Token::kReadOnly ? 403 : 401;
  };
  /// A message's text before it is read.
  std::function<void(std::string&)> reads = [](std::string&) {};
  /// Whether something wrong in a message is overlooked.
  std::function<bool(Operation, const Complaint&)> overlooks = [](Operation, const Complaint&) {
    return false;
  };
  /// What the hub demands of a message beyond what the specification does.
  std::function<std::optional<Complaint>(Operation, const Members&)> demands = [](Operation, const Members&) {
    return std::nullopt;
  };
  /// What becomes of the connection on which something wrong came.
  std::function<Reception(Operation, const Complaint&)> refuses = [](Operation, const Complaint&) {
    return Reception::kTake;
  };

  /// A subscription before it is in force.
  std::function<void(Subscription&)> subscribes = [](Subscription&) {};
  /// Whether a new subscription takes the place of an earlier one.
  std::function<bool(const Subscription& earlier, const Subscription& fresh)> replaces =
      [](const Subscription&, const Subscription&) { return false; };
  /// Whether a subscription ends when the one with this id is unsubscribed.
  std::function<bool(const Subscription&, const std::string& id)> ends =
      [](const Subscription& subscription, const std::string& id) { return subscription.id == id; };
  /// Whether a subscription ends with this connection.
  std::function<bool(const Subscription&, const void* connection)> leaves =
      [](const Subscription& subscription, const void* connection) {
        return subscription.connection == connection;
      };

  /// Whether a subscription is over; as it should be, when its time has passed.
  std::function<bool(const Subscription&, bool timeHasPassed)> isOver =
      [](const Subscription&, bool timeHasPassed) { return timeHasPassed; };

  /// An event before it is distributed; false: it is not.
  std::function<bool(Event&)> distributes = [](Event&) { return true; };
  /// Each event for each subscription, wanted (one copy) or not (none): how often it is sent, and whether
  /// late.
  std::function<void(Delivery&)> delivers = [](Delivery&) {};
  /// An event's payload as a subscription prefers it; nullopt: as it was published.
  std::function<std::optional<std::string>(const Event&, const Subscription&)> converts =
      [](const Event& event, const Subscription& subscription) {
        return inPreferredFormat(*find(event.members, "payload"), subscription.preferredFormats);
      };
  /// What is sent: the members of a delivery that has copies.
  std::function<void(Delivery&)> notifies = [](Delivery&) {};

  /// Each answer.
  std::function<void(Operation, Answer&)> answers = [](Operation, Answer&) {};
  /// Each frame that leaves, as the frames that leave instead.
  std::function<std::vector<Frame>(Frame)> sendsFrame = [](Frame frame) {
    return std::vector<Frame>{std::move(frame)};
  };
  /// Each frame that comes.
  std::function<Reception(const Frame&)> receivesFrame = [](const Frame&) { return Reception::kTake; };
  /// Each notification on an event stream: its JSON, and how it is laid out in lines.
  std::function<std::string(const std::string& notification)> streams = streamLines;
  /// Each webhook request, and what sends it and returns the status it was answered with.
  std::function<void(Callback&, const std::function<int()>& send)> calls =
      [](Callback&, const std::function<int()>& send) { send(); };

  Listening listens;
};

}  // namespace cast::conformance::faults
