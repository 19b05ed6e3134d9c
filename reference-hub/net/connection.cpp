#include "net/connection.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace cast::hub {
namespace {

constexpr std::size_t kReadBytes = 32U << 10U;    // a turn reads no more from one peer: others come first
constexpr std::size_t kFlushBytes = 256U << 10U;  // queued in a turn; more is written at once
constexpr std::uint32_t kInput = EPOLLIN | EPOLLRDHUP;

}  // namespace

Connection::Connection(Connections& all, const Poco::Net::StreamSocket& socket)
    : all_(all), socket_(socket), watched_(kInput) {
  socket_.setBlocking(false);
  socket_.setNoDelay(true);
  all_.loop().watch(socket_.impl()->sockfd(), watched_, *this);
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
  if (isReading() && (events & (kInput | EPOLLHUP | EPOLLERR)) != 0) return read();
  if ((events & (EPOLLHUP | EPOLLERR)) != 0 && !resumes_) abort();  // else what came before it comes first
}

void Connection::read() {
  std::array<char, kReadBytes> bytes;  // NOLINT: not initialised, because that costs more than the reading
  const ssize_t count = recv(socket_.impl()->sockfd(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
  if (count < 0) return abort();
  if (count == 0) return peerIsDone();
  if (state_ != State::Open) return;  // what still comes is of no interest
  if (!input_.empty()) {
    input_.append(bytes.data(), static_cast<std::size_t>(count));
    return handOver(input_);
  }
  std::string& input = all_.scratch();
  input.assign(bytes.data(), static_cast<std::size_t>(count));
  handOver(input);
  if (!input.empty() && state_ == State::Open) input_ = input;
}

void Connection::handOver(std::string& input) {
  all_.beginShare();
  protocol_->received(input);
  while (next_ && state_ == State::Open) {
    protocol_ = std::move(next_);
    protocol_->begin();
    if (!input.empty()) protocol_->received(input);
  }
  if (&input == &input_ && input_.empty()) std::string().swap(input_);
  if (state_ != State::Closed) watch();
}

// A peer that closes its side may still read: it gets what is queued for it.
void Connection::peerIsDone() {
  peerIsDone_ = true;
  if (output_.isEmpty()) return abort();
  finish();
  watch();
}

bool Connection::isFull() const { return output_.size() >= all_.limits().queue; }

bool Connection::isReading() const {
  if (peerIsDone_) return false;
  return state_ != State::Open || (!isFull() && !resumes_);
}

bool Connection::mayGoOn() {
  if (state_ != State::Open || isFull() || resumes_) return false;
  if (!all_.isShareOver()) return true;
  resumes_ = true;
  all_.loop().post([this] { resume(); });
  return false;
}

void Connection::resume() {
  resumes_ = false;
  if (state_ == State::Open && !isFull() && !input_.empty()) return handOver(input_);
  if (state_ != State::Closed) watch();
}

void Connection::send(OutputQueue::Bytes bytes) {
  if (state_ != State::Open) return;
  output_.push(std::move(bytes));
  if (output_.size() > kFlushBytes) writeNow();
  if (flushes_) return;
  flushes_ = true;
  all_.flushAtEndOfTurn(*this);
}

void Connection::writeNow() {
  const bool isBlocked = (watched_ & EPOLLOUT) != 0;
  if (state_ != State::Open || isBlocked || output_.writeTo(socket_)) return;
  all_.loop().post([this] { abort(); });  // not now: the sender may be in the middle of its receivers
}

void Connection::flush() {
  flushes_ = false;
  if (state_ == State::Closed) return;
  if (!output_.writeTo(socket_)) return abort();
  if (state_ == State::Finishing) {
    sayDisconnected();
    if (output_.isEmpty()) return linger();
  }
  const bool wasFull = (watched_ & EPOLLIN) == 0 && !resumes_;
  if (state_ == State::Open && wasFull && !isFull() && !input_.empty()) return handOver(input_);
  watch();
}

// Asks for readiness only where something is to be done: a socket at its end is readable for ever.
void Connection::watch() {
  std::uint32_t wanted = isReading() ? kInput : 0U;
  if (!output_.isEmpty() && !flushes_) wanted |= EPOLLOUT;
  if (wanted == watched_) return;
  watched_ = wanted;
  all_.loop().rewatch(socket_.impl()->sockfd(), wanted, *this);
}

void Connection::finish() {
  if (state_ != State::Open) return;
  state_ = State::Finishing;
  deadline_ = LoopClock::now() + all_.limits().finish;
  if (!flushes_) all_.flushAtEndOfTurn(*this);
  flushes_ = true;
}

// Closing with unread input would reset the connection and could take our last words from the peer.
void Connection::linger() {
  if (peerIsDone_) return abort();
  state_ = State::Lingering;
  deadline_ = LoopClock::now() + all_.limits().linger;
  watch();
  ::shutdown(socket_.impl()->sockfd(), SHUT_WR);
}

void Connection::abort() {
  if (state_ == State::Closed) return;
  state_ = State::Closed;
  all_.loop().unwatch(socket_.impl()->sockfd(), *this);
  socket_.close();
  sayDisconnected();
  all_.removeAtEndOfTurn(*this);
}

void Connection::sayDisconnected() {
  if (saidDisconnected_ || !protocol_) return;
  saidDisconnected_ = true;
  protocol_->disconnected();
}

void Connection::tick(LoopClock::time_point now) {
  if (state_ == State::Open) {
    protocol_->tick(now);
  } else if (now >= deadline_) {
    abort();
  }
}

Connections::Connections(EventLoop& loop, ConnectionLimits limits) : loop_(loop), limits_(limits) {}

Connection& Connections::add(const Poco::Net::StreamSocket& socket) {
  auto connection = std::make_unique<Connection>(*this, socket);
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
  loop_.at(LoopClock::now() + limits_.tick, [this] { tick(); });
}

void Connections::tick() {
  const auto now = LoopClock::now();
  for (const auto& [connection, owned] : connections_) connection->tick(now);
  ticks_ = false;
  if (!connections_.empty()) scheduleTick();
}

}  // namespace cast::hub
