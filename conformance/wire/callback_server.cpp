#include "wire/callback_server.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <list>
#include <vector>

#include "wire/http_reader.hpp"
#include "wire/network_failure.hpp"

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
  HttpReader reader{HttpReader::Kind::request};
  std::string raw;
  bool continued = false;
  bool gone = false;
};

struct CallbackServer::Implementation {
  Poco::Net::ServerSocket listener;
  int stop = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  std::list<Peer> peers;
  ~Implementation() { ::close(stop); }
};

CallbackServer::CallbackServer(const std::string& host, const std::string& path, Recorder recorder,
                               Handler handler)
    : implementation_(std::make_unique<Implementation>()),
      recorder_(std::move(recorder)),
      handler_(std::move(handler)) {
  implementation_->listener = listenOn(host);
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  url_ = "http://" + name + ":" + std::to_string(implementation_->listener.address().port()) + path;
  thread_ = std::thread([this] { serve(); });
}

CallbackServer::~CallbackServer() {
  ::eventfd_write(implementation_->stop, 1);
  thread_.join();
}

void CallbackServer::serve() {
  for (;;) {
    std::vector<pollfd> entries{{implementation_->stop, POLLIN, 0},
                                {implementation_->listener.impl()->sockfd(), POLLIN, 0}};
    for (const auto& peer : implementation_->peers)
      entries.push_back({peer.socket.impl()->sockfd(), POLLIN, 0});
    if (::poll(entries.data(), entries.size(), -1) < 0) continue;
    if (entries[0].revents != 0) return;
    std::size_t at = 2;
    for (auto& peer : implementation_->peers)
      if (entries[at++].revents != 0) read(peer);
    implementation_->peers.remove_if([](const Peer& peer) { return peer.gone; });
    if (entries[1].revents != 0) accept();
  }
}

void CallbackServer::accept() {
  try {
    Peer& peer = implementation_->peers.emplace_back();
    peer.socket = implementation_->listener.acceptConnection();
    peer.socket.setBlocking(false);
  } catch (const Poco::Exception&) {  // it went away again
    implementation_->peers.pop_back();
  }
}

void CallbackServer::read(Peer& peer) {
  std::array<char, 16384> buffer;
  const ssize_t received = ::recv(peer.socket.impl()->sockfd(), buffer.data(), buffer.size(), 0);
  if (received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
  peer.gone = received <= 0;
  if (peer.gone) return;
  std::string bytes(buffer.data(), static_cast<std::size_t>(received));
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
      ::send(peer.socket.impl()->sockfd(), interim.data(), interim.size(), MSG_NOSIGNAL);
    }
  }
}

void CallbackServer::answer(Peer& peer, const HttpMessage& request) {
  recorder_.received(request.summary(), peer.raw);
  const auto status = handler_(request);
  if (!status) return recorder_.note("stays silent");
  peer.gone = *status == kCut;
  if (peer.gone) return recorder_.note("ends the connection without an answer");
  const std::string bytes = answerBytes(*status);
  recorder_.sent(std::to_string(*status), bytes);
  if (::send(peer.socket.impl()->sockfd(), bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) peer.gone = true;
}

}  // namespace cast::conformance
