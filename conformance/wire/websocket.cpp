#include "wire/websocket.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/SHA1Engine.h>
#include <Poco/String.h>

#include <algorithm>
#include <random>
#include <sstream>
#include <utility>

#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

constexpr Milliseconds kControlTime{2000};

std::uint32_t randomNumber() {
  thread_local std::mt19937 generator{std::random_device{}()};
  return static_cast<std::uint32_t>(generator());
}

std::string closePayload(int code, const std::string& reason) {
  return std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)} + reason;
}

std::string summaryOf(const char* kind, const std::string& payload) {
  return std::string(kind) + " " + readableUtf8(shortened(payload, 100));
}

}  // namespace

std::string base64Of(const std::string& bytes) {
  std::ostringstream text;
  Poco::Base64Encoder encoder(text);
  encoder.rdbuf()->setLineLength(0);
  encoder << bytes;
  encoder.close();
  return text.str();
}

std::string webSocketAcceptOf(const std::string& key) {
  Poco::SHA1Engine sha1;
  sha1.update(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  const auto& digest = sha1.digest();
  return base64Of(std::string(digest.begin(), digest.end()));
}

std::string newWebSocketKey() {
  std::string bytes;
  for (int i = 0; i < 16; ++i) bytes += static_cast<char>(randomNumber() & 0xFF);
  return base64Of(bytes);
}

std::string handshakeDefect(const HttpMessage& answer, const std::string& key,
                            const std::string& offeredProtocols) {
  if (answer.status != 101) return "the handshake was answered " + answer.summary();
  if (!answer.headers.lists("Upgrade", "websocket"))
    return "the 101 has no 'Upgrade: websocket' (RFC 6455, 4.2.2)";
  if (!answer.headers.lists("Connection", "Upgrade"))
    return "the 101 has no 'Connection: Upgrade' (RFC 6455, 4.2.2)";
  if (answer.headers.find("Sec-WebSocket-Accept").value_or("") != webSocketAcceptOf(key))
    return "the 101's Sec-WebSocket-Accept is not the digest of the key (RFC 6455, 4.2.2)";
  if (answer.headers.find("Sec-WebSocket-Extensions"))
    return "the 101 has Sec-WebSocket-Extensions, though none was offered (RFC 6455, 4.1)";
  HttpHeaders offered;
  offered.add("offered", offeredProtocols);
  const auto chosen = answer.headers.find("Sec-WebSocket-Protocol");
  if (chosen && !offered.lists("offered", *chosen))
    return "the 101 chooses the sub-protocol '" + *chosen + "', which was not offered (RFC 6455, 4.1)";
  return {};
}

std::string WebSocketEnd::words() const {
  if (!defect.empty()) return "the subject sent " + defect;
  if (code == 1006) return "the connection ended without a close frame";
  const std::string named = code == 1005 ? "without a code" : "with code " + std::to_string(code);
  return "the subject closed " + named + (reason.empty() ? "" : " (" + reason + ")");
}

WebSocket::WebSocket(std::unique_ptr<Connection> connection, const std::string& rest, Recorder recorder,
                     Listener listener)
    : connection_(std::move(connection)), recorder_(std::move(recorder)), listener_(std::move(listener)) {
  thread_ = std::thread([this, rest] { read(rest); });
}

WebSocket::~WebSocket() {
  drop();
  thread_.join();
}

void WebSocket::send(const std::vector<Frame>& frames, std::string_view summary, const Deadline& deadline) {
  std::string payload;
  for (const auto& frame : frames) payload += frame.payload;
  recorder_.sent(summary, payload);
  const std::scoped_lock lock(sending_);
  for (const auto& frame : frames) {
    if (connection_->send(encodeFrame(frame, randomNumber()), deadline) == Connection::Sent::whole) continue;
    recorder_.note("the message could not be sent whole");
    return;
  }
}

void WebSocket::sendFrame(const Frame& frame, std::string_view summary, const Deadline& deadline) {
  send({frame}, summary, deadline);
}

void WebSocket::sendClose(int code, const std::string& reason, const Deadline& deadline) {
  {
    const std::scoped_lock lock(sending_);
    if (std::exchange(closeSent_, true)) return;
  }
  Frame frame;
  frame.opcode = opcode::kClose;
  if (code != 1005) frame.payload = closePayload(code, reason);
  sendFrame(frame, "close " + std::to_string(code) + (reason.empty() ? "" : " " + reason), deadline);
}

bool WebSocket::awaitPong(const std::string& payload, const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  const auto find = [&] { return std::find(pongs_.begin(), pongs_.end(), payload); };
  changed_.wait_until(lock, deadline.at(), [&] { return find() != pongs_.end() || end_; });
  if (find() == pongs_.end()) return false;
  pongs_.erase(find());
  return true;
}

std::optional<WebSocketEnd> WebSocket::awaitEnd(const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, deadline.at(), [&] { return end_.has_value(); });
  return end_;
}

void WebSocket::drop() { connection_->shutdown(); }

void WebSocket::read(std::string bytes) {
  WebSocketEnd end;
  for (;;) {
    reader_.feed(bytes);
    while (const auto event = reader_.next()) {
      if (event->kind == WebSocketEvent::Kind::close) {
        recorder_.received("close " + std::to_string(event->code) + " " + event->payload, event->payload);
        sendClose(event->code, event->payload, Deadline::in(kControlTime));
        return finish({event->code, event->payload, {}});
      }
      take(*event);
    }
    if (!reader_.defect().empty()) {
      recorder_.received(reader_.defect(), bytes);
      end.defect = reader_.defect();
      return finish(end);
    }
    Received received = connection_->receive(Deadline::never());
    if (received.state != Received::State::data) break;
    bytes = std::move(received.bytes);
  }
  recorder_.note("the connection ended without a close frame");
  finish(end);
}

void WebSocket::take(const WebSocketEvent& event) {
  Frame pong;
  switch (event.kind) {
    case WebSocketEvent::Kind::ping:
      recorder_.received(summaryOf("ping", event.payload), event.payload);
      pong.opcode = opcode::kPong;
      pong.payload = event.payload;
      return sendFrame(pong, "pong", Deadline::in(kControlTime));
    case WebSocketEvent::Kind::pong: {
      recorder_.received(summaryOf("pong", event.payload), event.payload);
      const std::scoped_lock lock(mutex_);
      pongs_.push_back(event.payload);
      changed_.notify_all();
      return;
    }
    default:
      recorder_.received(
          summaryOf(event.kind == WebSocketEvent::Kind::text ? "text" : "binary", event.payload),
          event.payload);
      if (listener_.onMessage) listener_.onMessage(event);
  }
}

void WebSocket::finish(const WebSocketEnd& end) {
  {
    const std::scoped_lock lock(mutex_);
    end_ = end;
    changed_.notify_all();
  }
  if (listener_.onEnd) listener_.onEnd(end);
}

}  // namespace cast::conformance
