#include "hub/websocket_connection.hpp"

#include <Poco/Exception.h>

#include <array>
#include <exception>
#include <utility>

#include "hub/hang_up.hpp"
#include "hub/request.hpp"

namespace cast::conformance::faults {
namespace {

constexpr std::size_t kPartSize = 4096;  // bytes; a longer notification leaves in two frames

void sendAll(Poco::Net::StreamSocket& socket, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    sent += static_cast<std::size_t>(
        socket.sendBytes(bytes.data() + sent, static_cast<int>(bytes.size() - sent)));
  }
}

void push(Outbox& outbox, const Hooks& hooks, Frame frame, bool late = false) {
  std::string bytes;
  for (const Frame& leaving : hooks.sendsFrame(std::move(frame))) bytes += encodeFrame(leaving);
  if (!bytes.empty()) outbox.push(std::move(bytes), late);
}

void pushText(Outbox& outbox, const Hooks& hooks, const std::string& text, bool late) {
  if (text.size() <= kPartSize) return push(outbox, hooks, {.opcode = kText, .payload = text}, late);
  std::string bytes;
  for (const Frame& frame : {Frame{.opcode = kText, .payload = text.substr(0, kPartSize), .final = false},
                             Frame{.opcode = kContinuation, .payload = text.substr(kPartSize)}}) {
    for (const Frame& leaving : hooks.sendsFrame(frame)) bytes += encodeFrame(leaving);
  }
  if (!bytes.empty()) outbox.push(std::move(bytes), late);
}

bool isUtf8(const std::string& text) {
  try {
    static_cast<void>(quoted(text));
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

// Ends, and reads on until the client ends too; otherwise the close frame could be lost with a reset.
void awaitPeersEnd(Poco::Net::StreamSocket& socket) {
  std::array<char, 4096> ignored{};
  try {
    socket.shutdownSend();
    socket.setReceiveTimeout(Poco::Timespan(1, 0));
    while (socket.receiveBytes(ignored.data(), static_cast<int>(ignored.size())) > 0) {
    }
  } catch (const Poco::Exception&) {
    // Gone already, or it never goes.
  }
}

}  // namespace

WebSocketConnection::WebSocketConnection(Hub& hub, Rights rights, const Poco::Net::StreamSocket& socket,
                                         std::string early)
    : hub_(hub),
      rights_(rights),
      socket_(socket),
      reader_(socket_, std::move(early), hub.hooks()),
      outbox_(std::make_shared<Outbox>(
          [out = socket_](const std::string& bytes) mutable { sendAll(out, bytes); })) {
  socket_.setReceiveTimeout(0);
  socket_.setSendTimeout(Poco::Timespan(5, 0));
  socket_.setNoDelay(true);
  hub_.connect(this, [socket = socket_] { return hasHungUp(socket); });
}

WebSocketConnection::~WebSocketConnection() { hub_.disconnect(this); }

void WebSocketConnection::run() {
  push(*outbox_, hub_.hooks(), {.opcode = kText, .payload = R"({"greeting":"welcome"})"});
  push(*outbox_, hub_.hooks(), {.opcode = kPing, .payload = "there?"});
  readUntilClosed();
  hub_.disconnect(this);
  outbox_->finish();
  outbox_->awaitEnd();
  awaitPeersEnd(socket_);
}

void WebSocketConnection::readUntilClosed() {
  try {
    while (open_) {
      std::optional<Frame> frame = reader_.next();
      if (!frame) return;
      takeFrame(std::move(*frame));
    }
  } catch (const CloseReason& reason) {
    close(reason);
  } catch (const Poco::Exception&) {
    // The connection broke.
  }
}

void WebSocketConnection::takeFrame(Frame frame) {
  const Reception reception = hub_.hooks().receivesFrame(frame);
  if (reception == Reception::kDropConnection) open_ = false;
  if (reception != Reception::kTake || frame.opcode == kPong) return;
  if (frame.opcode == kPing)
    return push(*outbox_, hub_.hooks(), {.opcode = kPong, .payload = std::move(frame.payload)});
  if (frame.opcode == kClose) {
    hub_.disconnect(this);  // what the client does once it has the answer comes after it
    push(*outbox_, hub_.hooks(), {.opcode = kClose, .payload = frame.payload.substr(0, 2)});
    open_ = false;
    return;
  }
  takePart(frame);
}

void WebSocketConnection::takePart(const Frame& frame) {
  if (frame.opcode > kBinary) return;  // unknown, and overlooked
  if ((frame.opcode == kContinuation) != amidMessage_) throw CloseReason{1002, "a frame out of turn"};
  if (frame.opcode == kBinary) throw CloseReason{1003, "messages are text"};
  parts_ += frame.payload;
  amidMessage_ = !frame.final;
  if (frame.final) takeMessage(std::exchange(parts_, {}));
}

void WebSocketConnection::takeMessage(const std::string& text) {
  const bool overlooked = hub_.hooks().overlooks(Operation::kMessage, {Defect::kBreaksProtocol, "UTF-8"});
  if (!overlooked && !isUtf8(text)) throw CloseReason{1007, "this is not UTF-8"};
  const auto message = RequestReader(Operation::kMessage, hub_.hooks()).readMessage(text);
  if (const auto* complaint = std::get_if<Complaint>(&message)) return refuse(*complaint);
  obey(std::get<Members>(message));
}

void WebSocketConnection::obey(const Members& message) {
  const std::string* text = find(message, "action");
  const std::string action = text ? asString(*text).value_or("") : "";
  if (action == "subscribe") return subscribe(message);
  if (action == "publish") return publish(message);
  refuse({Defect::kUnknownAction, "action"});
}

void WebSocketConnection::subscribe(const Members& message) {
  if (!rights_.listens) return;
  auto request = RequestReader(Operation::kMessage, hub_.hooks()).readSubscribe(message);
  if (const auto* complaint = std::get_if<Complaint>(&request)) return refuse(*complaint);
  Subscription subscription = std::move(std::get<Subscription>(request));
  subscription.transport = Transport::kWebSocket;
  subscription.connection = this;
  hub_.subscribe(
      std::move(subscription),
      [outbox = outbox_, &hooks = hub_.hooks()](const std::string& text, bool late) {
        pushText(*outbox, hooks, text, late);
      },
      [outbox = outbox_] { return outbox->waiting(); });
}

void WebSocketConnection::publish(const Members& message) {
  if (!rights_.publishes) return;
  auto event = RequestReader(Operation::kMessage, hub_.hooks()).readEvent(message);
  if (const auto* complaint = std::get_if<Complaint>(&event)) return refuse(*complaint);
  std::get<Event>(event).publishedOver = Transport::kWebSocket;
  std::get<Event>(event).connection = this;
  hub_.publish(std::move(std::get<Event>(event)));
}

void WebSocketConnection::refuse(const Complaint& complaint) {
  const Reception reception = hub_.hooks().refuses(Operation::kMessage, complaint);
  if (reception == Reception::kFailConnection) throw CloseReason{1008, describe(complaint)};
  if (reception == Reception::kDropConnection) open_ = false;
}

void WebSocketConnection::close(const CloseReason& reason) {
  hub_.disconnect(this);
  const std::string code{static_cast<char>(reason.code >> 8), static_cast<char>(reason.code & 0xFF)};
  push(*outbox_, hub_.hooks(), {.opcode = kClose, .payload = code + reason.text});
}

}  // namespace cast::conformance::faults
