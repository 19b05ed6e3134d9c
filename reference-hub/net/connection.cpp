#include "net/connection.hpp"

#include <Poco/Net/NetException.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>

namespace cast::hub {
namespace {

constexpr std::size_t kReadBytes = 64U << 10U;    // a turn reads no more from one peer: others come first
constexpr std::size_t kFlushBytes = 256U << 10U;  // queued in a turn; more is written at once
constexpr std::chrono::seconds kFinishLimit{5};   // for a peer to take what is queued
constexpr std::chrono::seconds kLingerLimit{2};   // for a peer to close its side
constexpr std::chrono::seconds kTick{1};

}  // namespace

Connection::Connection(Connections& all, Poco::Net::StreamSocket socket)
    : all_(all), socket_(std::move(socket)) {
  socket_.setBlocking(false);
  socket_.setNoDelay(true);
  all_.loop().watch(socket_.impl()->sockfd(), EPOLLIN | EPOLLRDHUP, *this);
}

Connection::~Connection() {
  if (state_ != State::Closed) all_.loop().unwatch(socket_.impl()->sockfd(), *this);
}

void Connection::setProtocol(std::shared_ptr<Protocol> protocol) {
  (protocol_ ? next_ : protocol_) = std::move(protocol);
}

void Connection::ready(std::uint32_t events) {
  if ((events & EPOLLOUT) != 0) flush();
  if (state_ == State::Closed) return;
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) read();
}

void Connection::read() {
  std::string& buffer = all_.scratch();
  buffer.resize(kReadBytes);
  const ssize_t count = recv(socket_.impl()->sockfd(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
  if (count <= 0) return abort();
  if (state_ != State::Open) return;  // lingering: what still comes is of no interest
  buffer.resize(static_cast<std::size_t>(count));
  if (!input_.empty()) {
    input_ += buffer;
    return handOver(input_);
  }
  handOver(buffer);
  if (!buffer.empty() && state_ == State::Open) input_ = buffer;
}

void Connection::handOver(std::string& input) {
  protocol_->received(input);
  while (next_ && state_ == State::Open) {
    protocol_ = std::move(next_);
    protocol_->begin();
    if (!input.empty()) protocol_->received(input);
  }
  if (&input == &input_ && input_.empty()) std::string().swap(input_);
}

void Connection::send(OutputQueue::Bytes bytes) {
  if (state_ != State::Open) return;
  output_.push(std::move(bytes));
  if (output_.size() > kFlushBytes && !watchesOutput_ && !output_.writeTo(socket_)) {
    return all_.loop().post(
        [this] { abort(); });  // not now: the sender may be in the middle of its receivers
  }
  if (flushes_) return;
  flushes_ = true;
  all_.flushAtEndOfTurn(*this);
}

void Connection::flush() {
  flushes_ = false;
  if (state_ == State::Closed) return;
  if (!output_.writeTo(socket_)) return abort();
  if (output_.isEmpty() && state_ == State::Finishing) return linger();
  watchOutput(!output_.isEmpty());
}

void Connection::watchOutput(bool wanted) {
  if (wanted == watchesOutput_) return;
  watchesOutput_ = wanted;
  const std::uint32_t output = wanted ? EPOLLOUT : 0U;
  all_.loop().rewatch(socket_.impl()->sockfd(), EPOLLIN | EPOLLRDHUP | output, *this);
}

void Connection::finish() {
  if (state_ != State::Open) return;
  state_ = State::Finishing;
  deadline_ = LoopClock::now() + kFinishLimit;
  if (!flushes_) all_.flushAtEndOfTurn(*this);
  flushes_ = true;
}

// Closing with unread input would reset the connection and could take our last words from the peer.
void Connection::linger() {
  state_ = State::Lingering;
  deadline_ = LoopClock::now() + kLingerLimit;
  watchOutput(false);
  ::shutdown(socket_.impl()->sockfd(), SHUT_WR);
}

void Connection::abort() {
  if (state_ == State::Closed) return;
  state_ = State::Closed;
  all_.loop().unwatch(socket_.impl()->sockfd(), *this);
  socket_.close();
  if (protocol_) protocol_->disconnected();
  all_.removeAtEndOfTurn(*this);
}

void Connection::tick(LoopClock::time_point now) {
  if (state_ == State::Open) {
    protocol_->tick(now);
  } else if (now >= deadline_) {
    abort();
  }
}

std::string Connection::peer() const {
  try {
    return socket_.peerAddress().toString();
  } catch (const Poco::Net::NetException&) {
    return "unknown";
  }
}

Connections::Connections(EventLoop& loop) : loop_(loop) {}

Connection& Connections::add(Poco::Net::StreamSocket socket) {
  auto connection = std::make_unique<Connection>(*this, std::move(socket));
  Connection& added = *connection;
  connections_.emplace(&added, std::move(connection));
  if (!ticks_) scheduleTick();
  return added;
}

void Connections::shutDown() {
  for (const auto& [connection, owned] : connections_) {
    if (connection->isOpen()) connection->protocol()->shutDown();
  }
}

void Connections::flushAtEndOfTurn(Connection& connection) {
  if (flushing_.empty()) {
    loop_.atEndOfTurn([this] {
      std::vector<Connection*> flushing;
      flushing.swap(flushing_);
      for (Connection* each : flushing) each->flush();
    });
  }
  flushing_.push_back(&connection);
}

// Two tasks late, so that a flush of the same turn still finds the (closed) connection alive.
void Connections::removeAtEndOfTurn(Connection& connection) {
  loop_.post([this, gone = &connection] {
    std::erase(flushing_, gone);
    connections_.erase(gone);
  });
}

void Connections::scheduleTick() {
  ticks_ = true;
  loop_.at(LoopClock::now() + kTick, [this] { tick(); });
}

void Connections::tick() {
  const auto now = LoopClock::now();
  for (const auto& [connection, owned] : connections_) connection->tick(now);
  ticks_ = false;
  if (!connections_.empty()) scheduleTick();
}

}  // namespace cast::hub
