#include "tests/scripted_hub.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/Exception.h>
#include <Poco/SHA1Engine.h>

#include <array>
#include <nlohmann/json.hpp>
#include <sstream>

#include "wire/http_reader.hpp"
#include "wire/websocket_frame.hpp"

namespace cast::conformance::tests {
namespace {

using Poco::Net::StreamSocket;

std::string receive(StreamSocket& socket) {
  std::array<char, 4096> buffer;
  try {
    const int count = socket.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
    return {buffer.data(), static_cast<std::size_t>(std::max(count, 0))};
  } catch (const Poco::Exception&) {
    return {};
  }
}

void send(StreamSocket& socket, const std::string& bytes) {
  try {
    socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
  } catch (const Poco::Exception&) {  // the client has gone
  }
}

std::string acceptKey(const std::string& key) {
  Poco::SHA1Engine sha1;
  sha1.update(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  std::ostringstream text;
  Poco::Base64Encoder encoder(text);
  for (const auto byte : sha1.digest()) encoder.put(static_cast<char>(byte));
  encoder.close();
  return text.str();
}

/// A client's frame at the front of `bytes`, which it takes away; false while it is not whole. Payloads to 64
/// KiB.
bool takeClientFrame(std::string& bytes, unsigned& code, std::string& payload) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
  if (bytes.size() < 2) return false;
  const bool extended = (byte(1) & 0x7F) == 126;
  const std::size_t head = extended ? 8 : 6;
  if (bytes.size() < head) return false;
  const std::size_t length = extended ? static_cast<std::size_t>(byte(2) << 8 | byte(3)) : byte(1) & 0x7F;
  if (bytes.size() < head + length) return false;
  code = byte(0) & 0x0F;
  payload.clear();
  for (std::size_t i = 0; i < length; ++i)
    payload += static_cast<char>(byte(head + i) ^ byte(head - 4 + i % 4));
  bytes.erase(0, head + length);
  return true;
}

std::string serverFrame(unsigned code, const std::string& payload) {
  Frame frame;
  frame.opcode = code;
  frame.masked = false;
  frame.payload = payload;
  return encodeFrame(frame, 0);
}

}  // namespace

std::string answerWith(int status, const std::string& body, const std::string& type) {
  return "HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Type: " + type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

ScriptedHub::ScriptedHub(Answer answer) : answer_(std::move(answer)) {
  listener_.bind(Poco::Net::SocketAddress("127.0.0.1", 0));
  listener_.listen(64);
  acceptor_ = std::thread([this] { accept(); });
}

ScriptedHub::~ScriptedHub() { stop(); }

std::string ScriptedHub::url() const {
  return "http://127.0.0.1:" + std::to_string(listener_.address().port()) + "/cast/v1";
}

/// Nobody sees a connection end before the listener is closed, as when a process dies.
void ScriptedHub::stop() {
  if (!acceptor_.joinable()) return;
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  StreamSocket(listener_.address()).close();  // wakes accept
  acceptor_.join();
  listener_.close();
  for (auto& socket : sockets_) try {
      socket.shutdown();
    } catch (const Poco::Exception&) {  // it has ended already
    }
  for (auto& thread : threads_) thread.join();
}

void ScriptedHub::accept() {
  for (;;) {
    StreamSocket socket = listener_.acceptConnection();
    const std::scoped_lock lock(mutex_);
    sockets_.push_back(socket);
    if (stopping_) return;
    threads_.emplace_back([this, socket]() mutable {
      serve(socket);
      try {
        socket.shutdown();
      } catch (const Poco::Exception&) {  // it has ended already
      }
    });
  }
}

void ScriptedHub::serve(StreamSocket& socket) {
  for (;;) {
    HttpReader reader(HttpReader::Kind::request);
    while (!reader.complete()) {
      const std::string bytes = receive(socket);
      if (bytes.empty()) return;
      reader.feed(bytes);
      if (reader.broken()) return send(socket, answerWith(400, "{}"));
    }
    const HttpMessage& request = reader.message();
    const std::string answer = answer_(request);
    send(socket, answer);
    if (answer.starts_with("HTTP/1.1 101")) return serveWebSocket(socket);
    if (answer.empty() || request.headers.lists("Connection", "close")) return;
  }
}

void ScriptedHub::serveWebSocket(StreamSocket&) {}

SmallHub::SmallHub(Rewrite rewrite)
    : ScriptedHub([this](const HttpMessage& request) { return answer(request); }),
      rewrite_(std::move(rewrite)) {}

SmallHub::~SmallHub() { stop(); }

std::string SmallHub::answer(const HttpMessage& request) {
  if (request.target.starts_with("/cast/v1/ws")) {
    const std::string key = request.headers.find("Sec-WebSocket-Key").value_or("");
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
           "Upgrade\r\nSec-WebSocket-Accept: " +
           acceptKey(key) + "\r\n\r\n";
  }
  if (request.target != "/cast/v1/event") return answerWith(404, "{}");
  notify(request.body, nullptr);
  return answerWith(202, "{}");
}

void SmallHub::serveWebSocket(StreamSocket& socket) {
  {
    const std::scoped_lock lock(receiving_);
    receivers_.push_back(socket);
  }
  std::string bytes;
  std::string payload;
  unsigned code = 0;
  for (std::string received = receive(socket); !received.empty(); received = receive(socket)) {
    bytes += received;
    while (takeClientFrame(bytes, code, payload)) {
      if (code == opcode::kPing) send(socket, serverFrame(opcode::kPong, payload));
      if (code == opcode::kClose) return send(socket, serverFrame(opcode::kClose, payload));
      if (code != opcode::kText) continue;
      nlohmann::json message = nlohmann::json::parse(payload, nullptr, false);
      if (message.is_discarded() || message.value("action", "") != "publish") continue;
      message.erase("action");
      notify(message.dump(), &socket);
    }
  }
}

void SmallHub::notify(const std::string& event, const StreamSocket* publisher) {
  const bool probe = event.find("conformance:probe") != std::string::npos;
  const std::string frame = rewrite_ && !probe ? rewrite_(event) : serverFrame(opcode::kText, event);
  const std::scoped_lock lock(receiving_);
  for (auto& receiver : receivers_)
    if (publisher == nullptr || receiver != *publisher) send(receiver, frame);
}

}  // namespace cast::conformance::tests
