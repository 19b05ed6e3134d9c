#include "wire/callback_server.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <utility>
#include <vector>

#include "wire/http_reader.hpp"
#include "wire/network_failure.hpp"
#include "wire/server_tls.hpp"

namespace cast::conformance {
namespace {

Poco::Net::ServerSocket listenOn(const std::string& host) {
  try {
    Poco::Net::ServerSocket socket;
    try {
      socket.bind(Poco::Net::SocketAddress(host, 0));
    } catch (const Poco::Exception&) {
      socket.bind(Poco::Net::SocketAddress("0.0.0.0", 0));
    }
    socket.listen(64);
    socket.setBlocking(false);
    return socket;
  } catch (const Poco::Exception& failure) {
    throw NetworkFailure("the runner cannot open a port for callbacks: " + failure.displayText());
  }
}

std::string answerBytes(int status) {
  const auto known = static_cast<Poco::Net::HTTPResponse::HTTPStatus>(status);
  return "HTTP/1.1 " + std::to_string(status) + " " + Poco::Net::HTTPResponse::getReasonForStatus(known) +
         (status == 204 || status == 304 ? "\r\n\r\n" : "\r\nContent-Length: 0\r\n\r\n");
}

}  // namespace

struct CallbackServer::Peer {
  Poco::Net::StreamSocket socket;
  std::unique_ptr<ServerTlsSession> tls;
  HttpReader reader{HttpReader::Kind::request};
  std::string raw;
  bool continued = false;
  std::vector<int> due;  ///< the statuses of answers that have not left
  bool gone = false;

  int descriptor() const { return socket.impl()->sockfd(); }

  Attempt receive(char* buffer, std::size_t size) const {
    return tls ? tls->read(buffer, size) : receivePlain(descriptor(), buffer, size);
  }

  bool send(const std::string& bytes) const {
    const Attempt attempt = tls ? tls->write(bytes.data(), bytes.size()) : sendPlain(descriptor(), bytes);
    return attempt.state == Attempt::State::done;
  }
};

struct CallbackServer::Implementation {
  Poco::Net::ServerSocket listener;
  int stop = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  int released = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  std::atomic<bool> held{false};
  std::list<Peer> peers;
  std::optional<ServerTls> tls;

  std::mutex mutex;
  std::condition_variable changed;  ///< what follows, which awaitCallers looks at
  std::size_t callers = 0;          ///< so far
  std::size_t present = 0;
  std::size_t requests = 0;

  ~Implementation() {
    ::close(stop);
    ::close(released);
  }
};

CallbackServer::CallbackServer(const std::string& host, const std::string& path,
                               const std::optional<Identity>& identity, Recorder recorder, Handler handler)
    : implementation_(std::make_unique<Implementation>()),
      recorder_(std::move(recorder)),
      handler_(std::move(handler)) {
  implementation_->listener = listenOn(host);
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (identity) implementation_->tls.emplace(*identity);
  url_ = (identity ? "https://" : "http://") + name + ":" +
         std::to_string(implementation_->listener.address().port()) + path;
  thread_ = std::thread([this] { serve(); });
}

CallbackServer::~CallbackServer() {
  ::eventfd_write(implementation_->stop, 1);
  thread_.join();
}

void CallbackServer::hold() { implementation_->held = true; }

void CallbackServer::release() {
  implementation_->held = false;
  ::eventfd_write(implementation_->released, 1);
}

void CallbackServer::awaitCallers(const Deadline& deadline) {
  std::unique_lock lock(implementation_->mutex);
  implementation_->changed.wait_until(lock, deadline.at(), [this] {
    return implementation_->requests > 0 || (implementation_->callers > 0 && implementation_->present == 0);
  });
}

void CallbackServer::serve() {
  for (;;) {
    std::vector<pollfd> entries{{implementation_->stop, POLLIN, 0},
                                {implementation_->released, POLLIN, 0},
                                {implementation_->listener.impl()->sockfd(), POLLIN, 0}};
    for (const auto& peer : implementation_->peers) entries.push_back({peer.descriptor(), POLLIN, 0});
    if (::poll(entries.data(), entries.size(), -1) < 0) continue;
    if (entries[0].revents != 0) return;
    std::size_t at = 3;
    for (auto& peer : implementation_->peers)
      if (entries[at++].revents != 0) read(peer);
    eventfd_t times = 0;
    if (entries[1].revents != 0 && ::eventfd_read(implementation_->released, &times) == 0)
      for (auto& peer : implementation_->peers) sendAnswers(peer);
    implementation_->peers.remove_if([](const Peer& peer) { return peer.gone; });
    if (entries[2].revents != 0) accept();
    const std::scoped_lock lock(implementation_->mutex);
    implementation_->present = implementation_->peers.size();
    implementation_->changed.notify_all();
  }
}

void CallbackServer::accept() {
  try {
    Peer& peer = implementation_->peers.emplace_back();
    peer.socket = implementation_->listener.acceptConnection();
    peer.socket.setBlocking(false);
    if (implementation_->tls)
      peer.tls = std::make_unique<ServerTlsSession>(*implementation_->tls, peer.descriptor());
    const std::scoped_lock lock(implementation_->mutex);
    ++implementation_->callers;
    ++implementation_->present;
  } catch (const Poco::Exception&) {  // it went away again
    implementation_->peers.pop_back();
  }
}

void CallbackServer::read(Peer& peer) {
  if (peer.tls && !peer.tls->complete()) shakeHands(peer);
  if (peer.tls && !peer.tls->complete()) return;
  std::array<char, 16384> buffer;
  do {  // what TLS has read already shows in no poll
    const Attempt attempt = peer.receive(buffer.data(), buffer.size());
    if (attempt.state == Attempt::State::closed) peer.gone = true;
    if (attempt.state != Attempt::State::done) return;
    take(peer, std::string(buffer.data(), attempt.bytes));
  } while (peer.tls && !peer.gone);
}

void CallbackServer::shakeHands(Peer& peer) {
  const Attempt attempt = peer.tls->handshake();
  if (peer.tls->complete()) return recorder_.note("a TLS handshake: complete");
  peer.gone = attempt.state == Attempt::State::closed;
  if (peer.gone) recorder_.note("a TLS handshake: broken off by the caller (" + peer.tls->defect() + ")");
}

void CallbackServer::take(Peer& peer, std::string bytes) {
  while (!bytes.empty() && !peer.gone) {
    peer.raw += bytes;
    peer.reader.feed(bytes);
    bytes.clear();
    if (peer.reader.broken()) {
      recorder_.received("a request that is not HTTP/1.1: " + peer.reader.defect(), peer.raw);
      peer.gone = true;
    } else if (peer.reader.complete()) {
      bytes = peer.reader.takeRest();
      peer.raw.resize(peer.raw.size() - bytes.size());
      answer(peer, peer.reader.message());
      peer.reader = HttpReader(HttpReader::Kind::request);
      peer.raw.clear();
      peer.continued = false;
    } else if (peer.reader.headComplete() && !peer.continued &&
               peer.reader.message().headers.lists("Expect", "100-continue")) {
      peer.continued = true;
      const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";
      peer.send(interim);
    }
  }
}

void CallbackServer::answer(Peer& peer, const HttpMessage& request) {
  recorder_.received(request.summary(), peer.raw);
  const auto status = handler_(request);
  {
    const std::scoped_lock lock(implementation_->mutex);
    ++implementation_->requests;
    implementation_->changed.notify_all();
  }
  if (!status) return recorder_.note("stays silent");
  peer.gone = *status == kCut;
  if (peer.gone) return recorder_.note("ends the connection without an answer");
  peer.due.push_back(*status);
  const bool isNotification = request.method == "POST";  // some look first whether anybody is there
  if (!implementation_->held || !isNotification) sendAnswers(peer);
}

void CallbackServer::sendAnswers(Peer& peer) {
  for (const int status : std::exchange(peer.due, {})) {
    if (peer.gone) return;
    const std::string bytes = answerBytes(status);
    recorder_.sent(std::to_string(status), bytes);
    if (!peer.send(bytes)) peer.gone = true;
  }
}

}  // namespace cast::conformance
