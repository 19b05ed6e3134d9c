#pragma once
#include <Poco/Net/StreamSocket.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "net/event_loop.hpp"
#include "net/output_queue.hpp"

namespace cast::hub {

class Connection;
class Connections;

/// What is spoken on a connection: HTTP at first, a WebSocket or an event stream after an upgrade. Kept by
/// its Connection; called by the loop's thread only.
class Protocol {
 public:
  virtual ~Protocol() = default;
  /// It speaks from now on.
  virtual void begin() {}
  /// Takes off the front of `input` what is complete. What it leaves comes again with more behind it.
  virtual void received(std::string& input) = 0;
  /// Nothing leaves or comes in any more: the connection is gone, or closes as soon as its peer has taken
  /// what is queued. Never called while a session publishes. The last call.
  virtual void disconnected() {}
  /// About once a second: time limits and keep-alives.
  virtual void tick(LoopClock::time_point now) = 0;
  /// The hub stops: say goodbye, then Connection::finish().
  virtual void shutDown() = 0;
};

/// What every connection of a loop keeps to.
struct ConnectionLimits {
  std::size_t queue = 16U << 20U;  ///< bytes that may wait for a peer before nothing more is read from it
  std::chrono::microseconds share{1'000};   ///< of a turn, for one connection's input
  std::chrono::milliseconds tick{1'000};    ///< between two calls of Protocol::tick
  std::chrono::milliseconds finish{5'000};  ///< for a peer to take what is queued when the connection closes
  std::chrono::milliseconds linger{2'000};  ///< for a peer to close its side then
};

/// A TCP connection on the loop: non-blocking, without a thread, without buffers while nothing waits. Owned
/// by Connections.
class Connection : public Watcher {
 public:
  Connection(Connections& all, const Poco::Net::StreamSocket& socket);
  ~Connection() override;

  /// Takes over when the current protocol's received() returns; gets the input that is left.
  void setProtocol(std::shared_ptr<Protocol> protocol);
  Protocol* protocol() const { return protocol_.get(); }

  /// Queues; all that a turn of the loop queued leaves in one write at its end.
  void send(OutputQueue::Bytes bytes);
  void send(std::string bytes) { send(std::make_shared<const std::string>(std::move(bytes))); }
  /// Writes what the socket takes now, where the end of the turn is too late: for a queue that one turn has
  /// filled.
  void writeNow();
  std::size_t queued() const { return output_.size(); }
  void dropUnsent() { output_.dropUnsent(); }
  /// Whether its protocol may take another message of its input now. Not when so much waits for the peer that
  /// nothing more of it is read, nor when it had its share of the turn: a flood of one peer must not keep the
  /// others waiting. What is left comes again.
  bool mayGoOn();

  /// Closes as soon as everything queued is sent, and takes no more in. A peer that does not take it is cut
  /// off.
  void finish();
  /// Closes at once.
  void abort();
  bool isOpen() const { return state_ == State::Open; }

  void ready(std::uint32_t events) override;
  void flush();
  void tick(LoopClock::time_point now);

 private:
  enum class State { Open, Finishing, Lingering, Closed };

  void read();
  void handOver(std::string& input);
  void peerIsDone();
  void linger();
  void watch();
  bool isReading() const;
  bool isFull() const;
  void resume();
  void sayDisconnected();

  Connections& all_;
  Poco::Net::StreamSocket socket_;
  std::shared_ptr<Protocol> protocol_;
  std::shared_ptr<Protocol> next_;
  std::string input_;
  OutputQueue output_;
  LoopClock::time_point deadline_;
  std::uint32_t watched_ = 0;
  State state_ = State::Open;
  bool resumes_ = false;     // its share of the turn was over before its input
  bool peerIsDone_ = false;  // it has closed its side
  bool saidDisconnected_ = false;
  bool flushes_ = false;  // is on the list for the turn's end
};

/// All connections of a loop. Used by the loop's thread only.
class Connections {
 public:
  explicit Connections(EventLoop& loop, ConnectionLimits limits = {});

  Connection& add(const Poco::Net::StreamSocket& socket);
  std::size_t count() const { return connections_.size(); }
  /// Tells every protocol that the hub stops.
  void shutDown();

  EventLoop& loop() { return loop_; }
  const ConnectionLimits& limits() const { return limits_; }
  void flushAtEndOfTurn(Connection& connection);
  void removeAtEndOfTurn(Connection& connection);
  std::string& scratch() { return scratch_; }
  /// When the connection that is being handled has had its share of the turn.
  void beginShare() { shareEnds_ = LoopClock::now() + limits_.share; }
  bool isShareOver() const { return LoopClock::now() >= shareEnds_; }

 private:
  void scheduleTick();
  void tick();

  EventLoop& loop_;
  const ConnectionLimits limits_;
  std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;
  std::vector<Connection*> flushing_;
  std::string scratch_;
  LoopClock::time_point shareEnds_;
  bool ticks_ = false;
};

}  // namespace cast::hub
