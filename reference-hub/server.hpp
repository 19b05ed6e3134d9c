#pragma once
#include <memory>

#include "channel/notification.hpp"
#include "channel/webhooks.hpp"
#include "configuration.hpp"
#include "endpoint/router.hpp"
#include "hub.hpp"
#include "net/connection.hpp"
#include "net/event_loop.hpp"
#include "net/listener.hpp"

namespace cast::hub {

/// The reference hub, put together: loop, model, channels, endpoints. run() belongs to one thread; stop() may
/// come from any.
class Server {
 public:
  /// Throws where it can't listen.
  Server(Configuration configuration, const Variants& variants, Log& log);

  int port() const { return listener_.port(); }

  /// Serves until stop(), then says goodbye to every connection and delivers what was accepted.
  void run();
  void stop();

 private:
  std::shared_ptr<Protocol> speakHttp(Connection& connection);
  void beginStop();
  void awaitGoodbyes();
  void scheduleExpiry();

  Configuration configuration_;
  Log& log_;
  EventLoop loop_;
  Hub hub_;
  FormatNegotiation formats_;
  NotificationEncoder encoder_;
  Webhooks webhooks_;
  Router router_;
  Connections connections_;
  Listener listener_;
  LoopClock::time_point stopBy_;
};

}  // namespace cast::hub
