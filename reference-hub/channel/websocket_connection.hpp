#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "channel/limits.hpp"
#include "channel/notification.hpp"
#include "hub.hpp"
#include "net/connection.hpp"
#include "net/websocket_frame.hpp"

namespace cast::hub {

/// One WebSocket (specification, "WebSocket Protocol"; RFC 6455): actions come in, responses and
/// notifications go out, both at once. Used by the loop's thread only.
class WebSocketConnection : public Protocol, public Receiver {
 public:
  WebSocketConnection(Connection& connection, Hub& hub, NotificationEncoder& encoder, IdentityPtr identity,
                      const ChannelLimits& limits);
  ~WebSocketConnection() override;

  void begin() override;
  void received(std::string& input) override;
  void disconnected() override;
  void tick(LoopClock::time_point now) override;
  void shutDown() override;

  void receive(const Subscription& subscription, const EventPtr& event) override;
  void ended(const Subscription& subscription, Ending why) override;

 private:
  bool takeFrame(std::string& input, std::size_t& taken);
  bool isFaulty(const FrameHeader& header);
  void handleFrame(const FrameHeader& header, std::string_view payload);
  void handleControl(const FrameHeader& header, std::string_view payload);
  void handleClose(std::string_view payload);
  void handleMessage(std::string_view text);
  void answer(std::string frame);
  bool hasRoomFor(std::size_t bytes);
  void close(CloseCode code, std::string_view reason);
  void leave();

  void act(const JsonObject& message);
  void subscribe(const JsonObject& message, const std::string& further);
  void unsubscribe(const JsonObject& message, const std::string& further);
  void unsubscribeSession(const std::string& sessionId, const std::string& further);
  void publish(const JsonObject& message, const std::string& further);
  void refuse(const Rejection& rejection, const std::string& further);
  void respond(const std::string& members);

  Connection& connection_;
  Hub& hub_;
  NotificationEncoder& encoder_;
  IdentityPtr identity_;
  const ChannelLimits& limits_;
  std::vector<std::string> subscriptions_;  // ids
  std::string fragments_;                   // of the message that is coming in
  bool fragmented_ = false;
  bool pinged_ = false;
  std::uint64_t lastOrdinal_ = 0;  // of the last event sent: one that fits two subscriptions is sent once
  LoopClock::time_point heard_;
};

}  // namespace cast::hub
