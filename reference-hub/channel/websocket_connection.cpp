#include "channel/websocket_connection.hpp"

#include <algorithm>
#include <exception>

namespace cast::hub {
namespace {

constexpr std::size_t kMaxControlPayload = 125;

}  // namespace

WebSocketConnection::WebSocketConnection(Connection& connection, Hub& hub, NotificationEncoder& encoder,
                                         IdentityPtr identity, const ChannelLimits& limits)
    : connection_(connection),
      hub_(hub),
      encoder_(encoder),
      identity_(std::move(identity)),
      limits_(limits),
      heard_(LoopClock::now()) {
  ++hub_.metrics().webSockets;
}

WebSocketConnection::~WebSocketConnection() {
  leave();
  --hub_.metrics().webSockets;
}

void WebSocketConnection::begin() {
  if (hub_.isStopping()) shutDown();
}

void WebSocketConnection::received(std::string& input) {
  heard_ = LoopClock::now();
  pinged_ = false;
  std::size_t taken = 0;
  while (connection_.mayGoOn() && takeFrame(input, taken)) {
  }
  if (taken == input.size()) {
    input.clear();
  } else {
    input.erase(0, taken);
  }
}

bool WebSocketConnection::takeFrame(std::string& input, std::size_t& taken) {
  const std::string_view rest = std::string_view(input).substr(taken);
  const auto header = readFrameHeader(rest);
  if (!header) return false;
  if (isFaulty(*header)) return false;
  if (rest.size() < header->headerSize + header->payloadSize) return false;
  char* payload = input.data() + taken + header->headerSize;
  unmask(payload, header->payloadSize, header->mask);
  taken += header->headerSize + header->payloadSize;
  handleFrame(*header, {payload, header->payloadSize});
  return true;
}

// Judged by its header alone, before a byte of a payload is waited for.
bool WebSocketConnection::isFaulty(const FrameHeader& header) {
  if (header.reserved != 0) return close(CloseCode::ProtocolError, "reserved bits are set"), true;
  if (!header.proper)
    return close(CloseCode::ProtocolError, "a frame's length is not as short as it can be"), true;
  if (!header.masked) return close(CloseCode::ProtocolError, "a client's frames are masked"), true;
  if (header.isControl()) {
    const bool known =
        header.opcode == Opcode::Close || header.opcode == Opcode::Ping || header.opcode == Opcode::Pong;
    if (!known) return close(CloseCode::ProtocolError, "unknown opcode"), true;
    if (!header.final || header.payloadSize > kMaxControlPayload) {
      return close(CloseCode::ProtocolError, "a control frame is whole and has at most 125 bytes"), true;
    }
    return false;
  }
  if (header.opcode == Opcode::Binary) return close(CloseCode::UnsupportedData, "messages are text"), true;
  if (header.opcode != Opcode::Text && header.opcode != Opcode::Continuation) {
    return close(CloseCode::ProtocolError, "unknown opcode"), true;
  }
  if ((header.opcode == Opcode::Continuation) != fragmented_) {
    return close(CloseCode::ProtocolError,
                 fragmented_ ? "a message within a message" : "nothing to continue"),
           true;
  }
  if (header.payloadSize > limits_.message || fragments_.size() + header.payloadSize > limits_.message) {
    const std::string limit = std::to_string(limits_.message);
    return close(CloseCode::TooLarge, "a message has at most " + limit + " bytes"), true;
  }
  return false;
}

void WebSocketConnection::handleFrame(const FrameHeader& header, std::string_view payload) {
  if (header.isControl()) return handleControl(header, payload);
  if (header.final && !fragmented_) return handleMessage(payload);
  fragments_ += payload;
  fragmented_ = !header.final;
  if (fragmented_) return;
  std::string message;
  message.swap(fragments_);
  handleMessage(message);
}

void WebSocketConnection::handleControl(const FrameHeader& header, std::string_view payload) {
  if (header.opcode == Opcode::Close) return handleClose(payload);
  if (header.opcode == Opcode::Ping) answer(frameOf(Opcode::Pong, payload));
}

void WebSocketConnection::handleClose(std::string_view payload) {
  if (payload.empty()) return close(CloseCode::Normal, "goodbye");
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(payload[i]));
  };
  if (payload.size() < 2 || !isCloseCode(byte(0) << 8U | byte(1))) {
    return close(CloseCode::ProtocolError, "no close code");
  }
  if (!isUtf8(payload.substr(2))) return close(CloseCode::InvalidText, "the reason is not UTF-8");
  close(static_cast<CloseCode>(byte(0) << 8U | byte(1)), "goodbye");
}

void WebSocketConnection::handleMessage(std::string_view text) {
  if (!isUtf8(text)) return close(CloseCode::InvalidText, "a text message is UTF-8");
  try {
    auto message = JsonObject::read(text, "the message");
    if (auto* rejection = std::get_if<Rejection>(&message)) return refuse(*rejection, {});
    act(std::get<JsonObject>(message));
  } catch (const std::exception& error) {
    hub_.log().error("message failed", {{"subject", identity_->sender.subject}, {"error", error.what()}});
    refuse(internalError(), {});
  }
}

void WebSocketConnection::close(CloseCode code, std::string_view reason) {
  if (!connection_.isOpen()) return;
  connection_.send(closeFrame(code, reason));
  connection_.finish();
}

void WebSocketConnection::disconnected() { leave(); }

void WebSocketConnection::leave() {
  std::vector<std::string> subscriptions;
  subscriptions.swap(subscriptions_);
  for (const std::string& id : subscriptions) hub_.disconnect(id);
}

void WebSocketConnection::tick(LoopClock::time_point now) {
  if (identity_->isExpired(WallClock::now())) return close(CloseCode::TokenExpired, "the token is expired");
  if (now - heard_ < limits_.ping) return;
  if (now - heard_ > 2 * limits_.ping) return close(CloseCode::TooSlow, "no answer to a ping");
  if (!pinged_) connection_.send(frameOf(Opcode::Ping, {}));
  pinged_ = true;
}

void WebSocketConnection::shutDown() { close(CloseCode::GoingAway, "the hub stops"); }

void WebSocketConnection::receive(const Subscription& subscription, const EventPtr& event) {
  if (event->ordinal == lastOrdinal_ || !connection_.isOpen()) return;
  if (identity_->isExpired(WallClock::now())) return close(CloseCode::TokenExpired, "the token is expired");
  lastOrdinal_ = event->ordinal;
  OutputQueue::Bytes frame = encoder_.frame(subscription, event);
  if (!hasRoomFor(frame->size())) return;
  ++hub_.metrics().sentWebSocket;
  connection_.send(std::move(frame));
}

// What the connection asked for waits in the same queue: who never reads and asks on is too slow as well.
void WebSocketConnection::answer(std::string frame) {
  if (hasRoomFor(frame.size())) connection_.send(std::move(frame));
}

// Or else the end of a receiver that is too slow, at a whole frame's end.
bool WebSocketConnection::hasRoomFor(std::size_t bytes) {
  const auto isTooMuch = [&] {
    return connection_.queued() > 0 && connection_.queued() + bytes > limits_.queue;
  };
  if (isTooMuch()) connection_.writeNow();
  if (!isTooMuch()) return true;
  ++hub_.metrics().droppedTooSlow;
  hub_.log().warning("receiver too slow",
                     {{"transport", "websocket"}, {"subject", identity_->sender.subject}});
  connection_.dropUnsent();
  close(CloseCode::TooSlow, "more than " + std::to_string(limits_.queue) + " bytes were waiting");
  return false;
}

void WebSocketConnection::ended(const Subscription& subscription, Ending why) {
  std::erase(subscriptions_, subscription.id);
  if (why != Ending::Expired) return;
  respond("\"action\":\"unsubscribe\",\"reason\":\"expired\",\"subscriptionId\":" +
          jsonString(subscription.id) + ",\"sessionId\":" + jsonString(subscription.sessionId));
}

}  // namespace cast::hub
