#pragma once
#include <Poco/Net/StreamSocket.h>

#include <memory>
#include <string>

#include "hub/frame.hpp"
#include "hub/hub.hpp"
#include "hub/outbox.hpp"

namespace cast::conformance::faults {

/// What may be done on a connection.
struct Rights {
  bool publishes = false;
  bool listens = false;
};

/// One open WebSocket (specification: WebSocket Protocol; RFC 6455). It says nothing but what it must: no
/// acknowledgements, no error frames; but it greets, pings and fragments, as it may. Owned by the thread that
/// reads.
class WebSocketConnection {
 public:
  WebSocketConnection(Hub& hub, Rights rights, const Poco::Net::StreamSocket& socket, std::string early);
  ~WebSocketConnection();
  WebSocketConnection(const WebSocketConnection&) = delete;
  WebSocketConnection& operator=(const WebSocketConnection&) = delete;

  /// Until either side closes.
  void run();

 private:
  void readUntilClosed();
  void takeFrame(Frame frame);
  void takePart(const Frame& frame);
  void takeMessage(const std::string& text);
  void obey(const Members& message);
  void subscribe(const Members& message);
  void publish(const Members& message);
  void refuse(const Complaint& complaint);
  void close(const CloseReason& reason);

  Hub& hub_;
  const Rights rights_;
  Poco::Net::StreamSocket socket_;
  FrameReader reader_;
  std::shared_ptr<Outbox> outbox_;
  std::string parts_;
  bool amidMessage_ = false;
  bool open_ = true;
};

}  // namespace cast::conformance::faults
