#include "wire/hub_server.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <future>
#include <utility>

#include "wire/http_reader.hpp"
#include "wire/network_failure.hpp"
#include "wire/server_tls.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

constexpr std::size_t kPiece = 64UL * 1024;
constexpr std::size_t kShown = 100;

Poco::Net::ServerSocket listenOn(const std::string& host, std::uint16_t port) {
  try {
    Poco::Net::ServerSocket socket;
    socket.bind(Poco::Net::SocketAddress(host, port), true);
    socket.listen(128);
    socket.setBlocking(false);
    return socket;
  } catch (const Poco::Exception& failure) {
    throw NetworkFailure("the runner cannot listen on " + host + ":" + std::to_string(port) + ": " +
                         failure.displayText());
  }
}

std::string closePayload(int code, const std::string& reason) {
  if (code == 1005) return {};
  return std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)} + reason;
}

std::string frame(unsigned kind, const std::string& payload) {
  Frame frame;
  frame.opcode = kind;
  frame.masked = false;
  frame.payload = payload;
  return encodeFrame(frame, 0);
}

const char* nameOf(WebSocketEvent::Kind kind) {
  switch (kind) {
    case WebSocketEvent::Kind::text:
      return "text ";
    case WebSocketEvent::Kind::binary:
      return "binary ";
    case WebSocketEvent::Kind::ping:
      return "ping ";
    case WebSocketEvent::Kind::pong:
      return "pong ";
    case WebSocketEvent::Kind::close:
      return "close ";
  }
  return "";
}

}  // namespace

struct HubServer::Connection {
  Peer peer = 0;
  Poco::Net::StreamSocket socket;
  std::unique_ptr<ServerTlsSession> tls;
  HttpReader reader{HttpReader::Kind::request};
  WebSocketReader frames{WebSocketReader::Peer::client};
  HubAnswer::Then mode = HubAnswer::Then::next;
  std::string raw;  ///< of the request that comes in
  std::string out;
  bool closeSent = false;
  bool endAfterOut = false;
  bool continued = false;  ///< of the request that comes in: 100 Continue was said
  bool judged = false;     ///< TLS: the handshake's outcome was told
  bool gone = false;

  int descriptor() const { return socket.impl()->sockfd(); }

  Attempt receive(char* buffer, std::size_t size) const {
    return tls ? tls->read(buffer, size) : receivePlain(descriptor(), buffer, size);
  }

  Attempt transmit() const { return tls ? tls->write(out.data(), out.size()) : sendPlain(descriptor(), out); }
};

struct HubServer::Implementation {
  Poco::Net::ServerSocket listener;
  std::optional<ServerTls> tls;
  int wakeUp = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  std::map<Peer, Connection> connections;  ///< of the server's thread
  Peer last = 0;
  std::vector<std::shared_ptr<std::promise<void>>> quiet;  ///< who awaits quiet; of the server's thread

  std::mutex mutex;
  std::vector<std::function<void()>> orders;  ///< for the server's thread
  bool stopping = false;
  bool away = false;

  ~Implementation() { ::close(wakeUp); }
  void order(std::function<void()> what) {
    const std::scoped_lock lock(mutex);
    if (stopping) return;
    orders.push_back(std::move(what));
    ::eventfd_write(wakeUp, 1);
  }
};

HubServer::HubServer(const std::string& host, std::uint16_t port, const std::optional<Identity>& identity,
                     Transcript& transcript, const std::string& name, Listener listener)
    : implementation_(std::make_unique<Implementation>()),
      http_(transcript, name, Transport::http),
      webSocket_(transcript, name, Transport::websocket),
      stream_(transcript, name, Transport::sse),
      listener_(std::move(listener)) {
  implementation_->listener = listenOn(host, port);
  port_ = implementation_->listener.address().port();
  if (identity) implementation_->tls.emplace(*identity);
}

void HubServer::start() {
  thread_ = std::thread([this] { serve(); });
}

HubServer::~HubServer() { stop(); }

void HubServer::stop() {
  {
    const std::scoped_lock lock(implementation_->mutex);
    implementation_->stopping = true;
  }
  ::eventfd_write(implementation_->wakeUp, 1);
  if (thread_.joinable()) thread_.join();
}

void HubServer::send(Peer peer, const std::string& bytes, const std::string& summary) {
  implementation_->order([this, peer, bytes, summary] {
    const auto found = implementation_->connections.find(peer);
    if (found == implementation_->connections.end()) return;
    const bool frames = found->second.mode == HubAnswer::Then::webSocket;
    (frames ? webSocket_ : stream_).sent(summary, bytes);
    found->second.out += bytes;
    write(found->second);
  });
}

void HubServer::closeWebSocket(Peer peer, int code, const std::string& reason) {
  implementation_->order([this, peer, code, reason] {
    const auto found = implementation_->connections.find(peer);
    if (found == implementation_->connections.end() || std::exchange(found->second.closeSent, true)) return;
    webSocket_.sent("close " + std::to_string(code) + " " + reason, reason);
    found->second.out += frame(opcode::kClose, closePayload(code, reason));
    write(found->second);
  });
}

void HubServer::drop(Peer peer) {
  implementation_->order([this, peer] {
    if (implementation_->connections.erase(peer) > 0) http_.note("drops connection " + std::to_string(peer));
  });
}

void HubServer::dropAll() {
  implementation_->order([this] {
    http_.note("drops all connections (" + std::to_string(implementation_->connections.size()) + ")");
    implementation_->connections.clear();
  });
}

void HubServer::setAway(bool away) {
  const std::scoped_lock lock(implementation_->mutex);
  implementation_->away = away;
}

void HubServer::awaitQuiet() {
  const auto asked = std::make_shared<std::promise<void>>();
  const std::future<void> answer = asked->get_future();
  implementation_->order([this, asked] { implementation_->quiet.push_back(asked); });
  answer.wait();
}

void HubServer::serve() {
  Implementation& own = *implementation_;
  for (;;) {
    std::vector<pollfd> entries{{own.wakeUp, POLLIN, 0}, {own.listener.impl()->sockfd(), POLLIN, 0}};
    std::vector<Peer> peers;
    for (const auto& [peer, connection] : own.connections) {
      const bool writes = !connection.out.empty();
      entries.push_back({connection.descriptor(), static_cast<short>(writes ? POLLIN | POLLOUT : POLLIN), 0});
      peers.push_back(peer);
    }
    if (::poll(entries.data(), entries.size(), own.quiet.empty() ? -1 : 0) < 0) continue;
    const bool quiet = std::all_of(entries.begin() + 1, entries.end(),
                                   [](const pollfd& each) { return (each.revents & ~POLLOUT) == 0; });
    if (quiet)
      for (const auto& asked : std::exchange(own.quiet, {})) asked->set_value();
    if (entries[0].revents != 0) {
      eventfd_t count = 0;
      ::eventfd_read(own.wakeUp, &count);
    }
    std::vector<std::function<void()>> orders;
    {
      const std::scoped_lock lock(own.mutex);
      if (own.stopping) {
        own.orders.clear();
        own.quiet.clear();
        return;
      }
      orders.swap(own.orders);
    }
    for (const auto& order : orders) order();
    for (std::size_t i = 0; i < peers.size(); ++i) {
      const auto found = own.connections.find(peers[i]);
      if (found == own.connections.end() || entries[i + 2].revents == 0) continue;
      handle(found->second, entries[i + 2].revents);
    }
    std::erase_if(own.connections, [](const auto& each) { return each.second.gone; });
    if (entries[1].revents != 0) accept();
  }
}

void HubServer::accept() {
  Implementation& own = *implementation_;
  try {
    Poco::Net::StreamSocket socket = own.listener.acceptConnection();
    socket.setBlocking(false);
    const Peer peer = ++own.last;
    bool away = false;
    {
      const std::scoped_lock lock(own.mutex);
      away = own.away;
    }
    http_.note("connection " + std::to_string(peer) +
               (away ? " comes while the hub is away: dropped" : " comes"));
    if (listener_.onConnect) listener_.onConnect(peer);
    if (away) return;
    socket.setNoDelay(true);
    Connection& connection = own.connections[peer];
    connection.peer = peer;
    connection.socket = socket;
    if (own.tls) connection.tls = std::make_unique<ServerTlsSession>(*own.tls, connection.descriptor());
  } catch (const Poco::Exception&) {  // it went away again
  }
}

void HubServer::handle(Connection& connection, short events) {
  if ((events & POLLOUT) != 0) write(connection);
  if (connection.gone || (events & ~POLLOUT) == 0) return;
  if (connection.tls && !connection.tls->complete()) shake(connection);
  if (!connection.gone && (!connection.tls || connection.tls->complete())) read(connection);
}

void HubServer::shake(Connection& connection) {
  if (connection.tls->handshake().state != Attempt::State::closed) return;
  http_.note("TLS: " + connection.tls->defect());
  if (!std::exchange(connection.judged, true) && listener_.onHandshake)
    listener_.onHandshake(connection.peer, false, connection.tls->defect());
  connection.gone = true;
}

void HubServer::read(Connection& connection) {
  std::array<char, kPiece> buffer;
  for (;;) {
    const Attempt attempt = connection.receive(buffer.data(), buffer.size());
    if (attempt.state == Attempt::State::closed) return end(connection, "");
    if (attempt.state != Attempt::State::done) return;
    if (connection.tls && !std::exchange(connection.judged, true) && listener_.onHandshake)
      listener_.onHandshake(connection.peer, true, "");
    take(connection, std::string(buffer.data(), attempt.bytes));
    if (connection.gone) return;
  }
}

void HubServer::take(Connection& connection, std::string bytes) {
  switch (connection.mode) {
    case HubAnswer::Then::next:
      return takeRequests(connection, std::move(bytes));
    case HubAnswer::Then::webSocket:
      return takeFrames(connection, bytes);
    default:
      return;  // nothing is expected on an event stream
  }
}

void HubServer::takeRequests(Connection& connection, std::string bytes) {
  while (!bytes.empty() && !connection.gone && connection.mode == HubAnswer::Then::next) {
    connection.raw += bytes;
    connection.reader.feed(bytes);
    bytes.clear();
    if (connection.reader.broken()) {
      http_.received("a request that is not HTTP/1.1: " + connection.reader.defect(), connection.raw);
      return end(connection, "a request that is not HTTP/1.1: " + connection.reader.defect());
    }
    if (!connection.reader.complete()) return welcomeBody(connection);
    connection.continued = false;
    bytes = connection.reader.takeRest();
    connection.raw.resize(connection.raw.size() - bytes.size());
    const HttpMessage request = connection.reader.message();
    const std::string raw = std::exchange(connection.raw, {});
    connection.reader = HttpReader(HttpReader::Kind::request);
    answer(connection, request, raw);
  }
  if (connection.mode == HubAnswer::Then::webSocket && !bytes.empty()) takeFrames(connection, bytes);
}

/// RFC 9110, 10.1.1: a client that waits with its body is told to go on.
void HubServer::welcomeBody(Connection& connection) {
  if (connection.continued || !connection.reader.headComplete() ||
      !connection.reader.message().headers.lists("Expect", "100-continue"))
    return;
  connection.continued = true;
  const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";
  http_.sent("100 Continue", interim);
  connection.out += interim;
  write(connection);
}

void HubServer::answer(Connection& connection, const HttpMessage& request, const std::string& raw) {
  http_.received(request.summary(), raw);
  const HubAnswer answer = listener_.onRequest(connection.peer, request);
  if (answer.then == HubAnswer::Then::cut) {
    http_.note("ends the connection without an answer");
    connection.gone = true;
    return;
  }
  if (answer.then == HubAnswer::Then::silence) return http_.note("stays silent");
  http_.sent(answer.summary, answer.bytes);
  connection.out += answer.bytes;
  connection.endAfterOut = answer.then == HubAnswer::Then::close;
  if (!connection.endAfterOut) connection.mode = answer.then;
  write(connection);
}

void HubServer::takeFrames(Connection& connection, const std::string& bytes) {
  connection.frames.feed(bytes);
  while (const auto event = connection.frames.next()) {
    webSocket_.received(nameOf(event->kind) + readableUtf8(shortened(event->payload, kShown)),
                        event->payload);
    if (listener_.onFrame) listener_.onFrame(connection.peer, *event);
    if (event->kind == WebSocketEvent::Kind::ping) connection.out += frame(opcode::kPong, event->payload);
    if (event->kind == WebSocketEvent::Kind::close) {
      if (!std::exchange(connection.closeSent, true))
        connection.out += frame(opcode::kClose, closePayload(event->code, ""));
      connection.endAfterOut = true;
    }
  }
  if (!connection.frames.defect().empty()) {
    webSocket_.received(connection.frames.defect(), bytes);
    return end(connection, connection.frames.defect());
  }
  write(connection);
}

void HubServer::write(Connection& connection) {
  while (!connection.out.empty()) {
    const Attempt attempt = connection.transmit();
    if (attempt.state == Attempt::State::closed) return end(connection, "");
    connection.out.erase(0, attempt.bytes);
    if (attempt.state != Attempt::State::done) return;
  }
  if (connection.endAfterOut) {
    ::shutdown(connection.descriptor(), SHUT_WR);
    connection.gone = true;
  }
}

void HubServer::end(Connection& connection, const std::string& defect) {
  if (std::exchange(connection.gone, true)) return;
  http_.note("connection " + std::to_string(connection.peer) + " ends" +
             (defect.empty() ? "" : ": " + defect));
  if (connection.tls && !std::exchange(connection.judged, true) && listener_.onHandshake)
    listener_.onHandshake(connection.peer, false, "the connection ended without a request");
  if (listener_.onEnd) listener_.onEnd(connection.peer, defect);
}

}  // namespace cast::conformance
